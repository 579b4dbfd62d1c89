package dev.groundwork.kit.problem;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a JSON body, without a word about our classes. */
final class JsonFault {

    private JsonFault() {}

    static Problem problem(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return invalid(
                    "unknown-field",
                    "The body has a field that is not known here: " + unknown.getPropertyName() + ".",
                    new FieldError(pointer(unknown), "is not a field of this body; remove it or correct its name"));
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return invalid(
                    "invalid-request",
                    "The body has a field of the wrong type.",
                    new FieldError(pointer(mismatch), expectation(mismatch)));
        }
        if (fault instanceof ValueInstantiationException refused) {
            return refused.getCause() instanceof DomainProblem own
                    ? Problem.of(own)
                    : invalid(
                            "invalid-request",
                            "The body has a field with a value that cannot be.",
                            new FieldError(pointer(refused), "is not a possible value"));
        }
        if (fault instanceof JsonMappingException mapping
                && mapping.getCause() instanceof JsonProcessingException inner) {
            return problem(inner);
        }
        var where = fault.getLocation();
        int line = where == null ? 1 : Math.max(1, where.getLineNr());
        int column = where == null ? 1 : Math.max(1, where.getColumnNr());
        return new Problem(
                400,
                "malformed-json",
                "The body is not JSON: the reader stopped at line " + line + ", column " + column + ".",
                List.of(),
                Map.of("line", line, "column", column),
                Map.of());
    }

    private static Problem invalid(String code, String detail, FieldError error) {
        return new Problem(400, code, detail, List.of(error), Map.of(), Map.of());
    }

    private static String expectation(MismatchedInputException mismatch) {
        var target = mismatch.getTargetType();
        if (target != null && target.isEnum()) {
            return "must be one of " + List.of(target.getEnumConstants());
        }
        if (mismatch instanceof InvalidFormatException format && target != null) {
            return switch (target.getSimpleName()) {
                case "String" -> unstorable(String.valueOf(format.getValue()));
                case "UUID" -> "must be a UUID";
                case "Duration" -> "must be an ISO 8601 duration such as PT15M";
                case "Instant" -> "must be an ISO 8601 instant such as 2026-01-31T09:00:00Z";
                case "LocalDate" -> "must be an ISO 8601 date such as 2026-01-31";
                case "URI" -> "must be a URI";
                default -> "has the wrong type";
            };
        }
        if (target == null) {
            return "has the wrong type";
        }
        if (target == String.class || target == java.util.UUID.class) {
            return "must be a string";
        }
        if (target == int.class || target == long.class || target == Integer.class || target == Long.class) {
            return "must be a whole number";
        }
        if (Iterable.class.isAssignableFrom(target)) {
            return "must be an array";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "must be true or false";
        }
        return target.isRecord() || Map.class.isAssignableFrom(target) ? "must be an object" : "has the wrong type";
    }

    private static String unstorable(String text) {
        String fault = StorableText.faultOf(text);
        return fault == null ? "must be a string" : fault;
    }

    private static String pointer(JsonMappingException fault) {
        var pointer = new StringBuilder();
        for (var step : fault.getPath()) {
            pointer.append('/')
                    .append(
                            step.getFieldName() == null
                                    ? Integer.toString(step.getIndex())
                                    : escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    /** RFC 6901: the two characters that have a meaning in a pointer. */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
