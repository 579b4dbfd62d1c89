package dev.groundwork.payment.rail.paypal;

import java.util.Map;
import java.util.Objects;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** Lets the service under test believe that PayPal is on this machine. */
public class PayPalTestResource implements QuarkusTestResourceLifecycleManager {

    @Nullable private FakePayPal paypal;

    @Override
    public Map<String, String> start() {
        paypal = FakePayPal.start();
        return Map.of(
                "groundwork.payment.rail.paypal.client-id",
                "client",
                "groundwork.payment.rail.paypal.client-secret",
                "secret",
                "groundwork.payment.rail.paypal.webhook-id",
                FakePayPal.WEBHOOK,
                "groundwork.payment.rail.paypal.api-base",
                paypal.url());
    }

    @Override
    public void stop() {
        Objects.requireNonNull(paypal).close();
    }
}
