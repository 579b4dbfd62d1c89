package dev.groundwork.payment.rail.stripe;

import com.stripe.StripeClient;

/** Connections to the platform's account with Stripe. */
final class StripeClients {

    private static final int RETRIES = 2;

    private StripeClients() {}

    static StripeClient of(StripeConfig config) {
        return StripeClient.builder()
                .setApiKey(config.secretKey().orElse(""))
                .setApiBase(config.apiBase())
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setReadTimeout(Math.toIntExact(config.readTimeout().toMillis()))
                .setMaxNetworkRetries(RETRIES)
                .build();
    }
}
