package dev.groundwork.payment.rail.stripe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The platform's account with Stripe; without a secret key the rail is not offered. */
@ConfigMapping(prefix = "groundwork.payment.rail.stripe")
public interface StripeConfig {

    Optional<String> secretKey();

    /**
     * What Stripe signs its events with, one for each endpoint that is registered there: an endpoint hears of the platform's own account
     * or of those connected to it, never of both. Without one no event is believed.
     */
    Optional<List<String>> webhookSecret();

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
