package dev.groundwork.kit.problem;

import java.util.Map;

/** The caller may not do this until a person of the platform has looked at it: 423. */
public final class Locked extends DomainProblem {

    public Locked(String code, String detail, Map<String, ?> members) {
        super(code, detail, members);
    }
}
