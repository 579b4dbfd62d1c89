package dev.groundwork.kit.problem;

import java.util.Map;

/** The request is well formed, but what it says cannot be accepted: 422. */
public final class Unprocessable extends DomainProblem {

    public Unprocessable(String code, String detail) {
        this(code, detail, Map.of());
    }

    public Unprocessable(String code, String detail, Map<String, ?> members) {
        super(code, detail, members);
    }
}
