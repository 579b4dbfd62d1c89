package dev.groundwork.payment.rail.stripe;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The platform's account with Stripe; without a secret key the rail is not offered. */
@ConfigMapping(prefix = "groundwork.payment.rail.stripe")
public interface StripeConfig {

    Optional<String> secretKey();

    /** What Stripe signs its events with; without it none is believed. */
    Optional<String> webhookSecret();

    @WithDefault("https://api.stripe.com")
    String apiBase();

    @WithDefault("10s")
    Duration connectTimeout();

    @WithDefault("30s")
    Duration readTimeout();

    /** How old an event may be. */
    @WithDefault("5m")
    Duration eventTolerance();
}
