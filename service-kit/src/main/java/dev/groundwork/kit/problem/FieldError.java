package dev.groundwork.kit.problem;

/**
 * One fault of a request.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, empty for the body as a whole; the bare name for a parameter of
 *     the path, the query or a header
 * @param detail what is wrong there, for a person
 */
public record FieldError(String pointer, String detail) {}
