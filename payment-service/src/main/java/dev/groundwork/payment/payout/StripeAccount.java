package dev.groundwork.payment.payout;

import java.util.regex.Pattern;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.rail.Destination;

/** A worker's own account with Stripe Connect. */
record StripeAccount(String accountId) implements PayeeAccount {

    private static final Pattern ID = Pattern.compile("acct_[A-Za-z0-9]{6,60}");

    /** @throws Unprocessable {@code stripe-account-invalid} */
    static StripeAccount of(String accountId) {
        if (!ID.matcher(accountId).matches()) {
            throw new Unprocessable(
                    "stripe-account-invalid",
                    "A Stripe account looks like acct_1NffMqQ0Tl3sQz9b; it is shown in the Stripe dashboard.");
        }
        return new StripeAccount(accountId);
    }

    @Override
    public String rail() {
        return "STRIPE";
    }

    @Override
    public String masked() {
        return "acct_**** " + accountId.substring(accountId.length() - 4);
    }

    @Override
    public String identity() {
        return accountId;
    }

    @Override
    public Destination destination() {
        return new Destination.ProviderAccount(accountId);
    }
}
