package dev.groundwork.kit.problem;

import java.util.Map;

/** The request is larger than the service takes: 413. */
public final class TooLarge extends DomainProblem {

    public TooLarge(String code, String detail) {
        this(code, detail, Map.of());
    }

    public TooLarge(String code, String detail, Map<String, ?> members) {
        super(code, detail, members);
    }
}
