package dev.groundwork.payment.rail.stripe;

import java.util.Map;
import java.util.Objects;

import dev.groundwork.demo.bank.SimulatedStripe;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** Lets the service under test believe that Stripe is on this machine. */
public class StripeTestResource implements QuarkusTestResourceLifecycleManager {

    @Nullable private SimulatedStripe stripe;

    @Override
    public Map<String, String> start() {
        stripe = SimulatedStripe.start();
        return Map.of(
                "groundwork.payment.rail.stripe.secret-key",
                "sk_test_123",
                "groundwork.payment.rail.stripe.webhook-secret",
                "whsec_test,whsec_own_account",
                "groundwork.payment.deposit.card",
                "true",
                "groundwork.payment.rail.stripe.api-base",
                stripe.url(),
                "groundwork.payment.rail.stripe.read-timeout",
                "1s");
    }

    @Override
    public void stop() {
        Objects.requireNonNull(stripe).close();
    }
}
