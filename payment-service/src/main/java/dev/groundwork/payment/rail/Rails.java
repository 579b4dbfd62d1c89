package dev.groundwork.payment.rail;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.Unprocessable;

/** The rails by which this marketplace pays out. */
@ApplicationScoped
public class Rails {

    private final Map<String, PayoutRail> byName = new TreeMap<>();

    Rails(Instance<PayoutRail> rails) {
        for (PayoutRail rail : rails) {
            byName.put(rail.name(), rail);
        }
    }

    /** {@return all of them, by name} */
    public Collection<PayoutRail> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** @throws Unprocessable {@code rail-not-offered} */
    public PayoutRail offered(String name) {
        PayoutRail rail = byName.get(name);
        if (rail == null) {
            throw new Unprocessable(
                    "rail-not-offered",
                    "There is no rail " + name + " here. Take one of " + String.join(", ", byName.keySet())
                            + ", or have an operator set it up: rails that need an account are offered once they have it.");
        }
        return rail;
    }

    /** {@return the rail of something that was made when it was offered} */
    public PayoutRail of(String name) {
        PayoutRail rail = byName.get(name);
        if (rail == null) {
            throw new IllegalStateException("the rail " + name + " is not set up any more; its batches wait");
        }
        return rail;
    }

    /** {@return the rail of a message that waits to be sent} */
    public SendingRail sending(String name) {
        if (of(name) instanceof SendingRail rail) {
            return rail;
        }
        throw new IllegalStateException(name + " is given its messages by a person now; those that wait are theirs");
    }

    /** {@return whether the rail tells by itself what became of payouts, so that no person has to} */
    public boolean reports(String name) {
        return byName.get(name) instanceof ReportingRail;
    }

    /**
     * {@return a rail that tells by itself what became of payouts}
     *
     * @throws Unprocessable {@code rail-not-offered}
     * @throws NotAllowed {@code signature-invalid}
     */
    public ReportingRail reporting(String name) {
        if (offered(name) instanceof ReportingRail rail) {
            return rail;
        }
        throw new NotAllowed("signature-invalid", name + " sends nothing by itself.");
    }
}
