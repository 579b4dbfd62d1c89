package dev.groundwork.payment.reconciliation;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.rail.Rails;

/** Knows which rails are of providers: these say themselves what became of payouts, so no file of a bank does. */
@ApplicationScoped
class Providers {

    private final Rails rails;

    Providers(Rails rails) {
        this.rails = rails;
    }

    /** {@return whether a rail is one of these, also while it is not set up} */
    boolean have(String rail) {
        return rails.reports(rail) || AccountName.hasCashOfItsOwn(rail);
    }
}
