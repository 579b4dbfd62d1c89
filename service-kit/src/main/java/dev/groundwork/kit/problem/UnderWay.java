package dev.groundwork.kit.problem;

import java.time.Duration;
import java.util.Map;

/** The very same request is being carried out at this moment, and its answer is there soon: 409 with {@code Retry-After}. */
public final class UnderWay extends DomainProblem {

    private final Duration retryAfter;

    /** @param retryAfter how long to wait; sent in whole seconds, rounded up, at least one */
    public UnderWay(String code, String detail, Duration retryAfter) {
        super(code, detail, Map.of());
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
