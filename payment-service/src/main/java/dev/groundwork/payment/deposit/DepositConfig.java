package dev.groundwork.payment.deposit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How requesters may pay in besides by bank transfer. */
@ConfigMapping(prefix = "groundwork.payment.deposit")
interface DepositConfig {

    /** Whether a requester's own word is enough to book a deposit: right only where no money is real. */
    @WithDefault("false")
    boolean test();

    /** Whether cards are taken, where Stripe is set up: only once it is told where to say that a card of the own account has paid. */
    @WithDefault("false")
    boolean card();
}
