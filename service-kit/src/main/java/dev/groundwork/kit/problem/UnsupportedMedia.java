package dev.groundwork.kit.problem;

import java.util.Map;

/** The content is of a kind that the service does not take: 415. */
public final class UnsupportedMedia extends DomainProblem {

    public UnsupportedMedia(String code, String detail) {
        this(code, detail, Map.of());
    }

    public UnsupportedMedia(String code, String detail, Map<String, ?> members) {
        super(code, detail, members);
    }
}
