package dev.groundwork.kit.problem;

import java.util.Map;

/** There is no such thing, or it is not the caller's to know about: 404, code {@code <what>-not-found}. */
public final class NotFound extends DomainProblem {

    /** @param what the kind of thing in kebab-case, such as {@code payout-batch} */
    public NotFound(String what, Object id) {
        super(what + "-not-found", "There is no " + what.replace('-', ' ') + " " + id + ".", Map.of());
    }
}
