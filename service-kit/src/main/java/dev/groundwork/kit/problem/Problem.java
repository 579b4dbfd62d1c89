package dev.groundwork.kit.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jboss.resteasy.reactive.RestResponse.Status;

/**
 * The document that answers every failed request (RFC 9457).
 *
 * @param status HTTP status
 * @param code stable and kebab-case; {@code type} is derived from it
 * @param detail a sentence for a person
 * @param errors single faults, may be empty
 * @param members extension members, may be empty
 * @param headers HTTP headers that belong to the answer, such as {@code Retry-After}
 */
public record Problem(
        int status,
        String code,
        String detail,
        List<FieldError> errors,
        Map<String, Object> members,
        Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem(int status, String code, String detail) {
        this(status, code, detail, List.of(), Map.of(), Map.of());
    }

    /** {@return the document for a refusal: the one place that knows its status} */
    public static Problem of(DomainProblem refusal) {
        int status =
                switch (refusal) {
                    case InvalidRequest ignored -> 400;
                    case NotAllowed ignored -> 403;
                    case NotFound ignored -> 404;
                    case RuleViolation ignored -> 409;
                    case UnderWay ignored -> 409;
                    case TooLarge ignored -> 413;
                    case UnsupportedMedia ignored -> 415;
                    case Unprocessable ignored -> 422;
                    case Locked ignored -> 423;
                    case TryLater ignored -> 503;
                };
        List<FieldError> errors = refusal instanceof InvalidRequest invalid ? invalid.errors() : List.of();
        return new Problem(status, refusal.code(), refusal.detail(), errors, refusal.members(), headers(refusal));
    }

    /** {@return the JSON body as an ordered map} */
    public Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "/problems/" + code);
        body.put("title", title(status));
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        members.forEach(body::putIfAbsent);
        return body;
    }

    private static Map<String, String> headers(DomainProblem refusal) {
        return switch (refusal) {
            case TryLater later -> retryAfter(later.retryAfter());
            case UnderWay underWay -> retryAfter(underWay.retryAfter());
            default -> Map.of();
        };
    }

    private static Map<String, String> retryAfter(Duration wait) {
        return Map.of(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    private static String title(int status) {
        if (status == 422) {
            return "Unprocessable Content";
        }
        if (status == 423) {
            return "Locked";
        }
        var known = Status.fromStatusCode(status);
        return known == null ? "Status " + status : known.getReasonPhrase();
    }
}
