package dev.groundwork.kit.problem;

import java.util.List;
import java.util.Map;

/** The request cannot be read as what it should be: 400. */
public final class InvalidRequest extends DomainProblem {

    private final transient List<FieldError> errors;

    public InvalidRequest(String code, String detail) {
        this(code, detail, List.of(), Map.of());
    }

    public InvalidRequest(String code, String detail, List<FieldError> errors) {
        this(code, detail, errors, Map.of());
    }

    public InvalidRequest(String code, String detail, Map<String, ?> members) {
        this(code, detail, List.of(), members);
    }

    private InvalidRequest(String code, String detail, List<FieldError> errors, Map<String, ?> members) {
        super(code, detail, members);
        this.errors = List.copyOf(errors);
    }

    /** The single faults, where the request has fields to point at. */
    public List<FieldError> errors() {
        return errors;
    }
}
