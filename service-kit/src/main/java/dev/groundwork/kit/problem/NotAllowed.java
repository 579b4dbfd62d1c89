package dev.groundwork.kit.problem;

import java.util.Map;

/** The caller is known and may not do this: 403. */
public final class NotAllowed extends DomainProblem {

    public NotAllowed(String code, String detail) {
        this(code, detail, Map.of());
    }

    public NotAllowed(String code, String detail, Map<String, ?> members) {
        super(code, detail, members);
    }
}
