package dev.groundwork.kit.problem;

import java.util.Map;

/** The request is fine, but the state of things does not allow it now: 409. */
public final class RuleViolation extends DomainProblem {

    public RuleViolation(String code, String detail) {
        this(code, detail, Map.of());
    }

    public RuleViolation(String code, String detail, Map<String, ?> members) {
        super(code, detail, members);
    }
}
