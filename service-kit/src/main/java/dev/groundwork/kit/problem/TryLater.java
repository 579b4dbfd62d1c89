package dev.groundwork.kit.problem;

import java.time.Duration;
import java.util.Map;

/** The service cannot do this now and expects to be able to soon: 503 with {@code Retry-After}. */
public final class TryLater extends DomainProblem {

    private final Duration retryAfter;

    /** @param retryAfter how long to wait; sent in whole seconds, rounded up, at least one */
    public TryLater(String code, String detail, Duration retryAfter) {
        this(code, detail, retryAfter, Map.of());
    }

    public TryLater(String code, String detail, Duration retryAfter, Map<String, ?> members) {
        super(code, detail, members);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
