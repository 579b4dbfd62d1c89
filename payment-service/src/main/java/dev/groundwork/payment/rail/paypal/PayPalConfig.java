package dev.groundwork.payment.rail.paypal;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The account of the platform with PayPal. With a client id, PayPal is offered. */
@ConfigMapping(prefix = "groundwork.payment.rail.paypal")
public interface PayPalConfig {

    Optional<String> clientId();

    Optional<String> clientSecret();

    /** PayPal's name for the address that its events go to; without it none is believed. */
    Optional<String> webhookId();

    @WithDefault("https://api-m.paypal.com")
    String apiBase();

    /** What PayPal writes above its mail to workers. */
    @WithDefault("You have been paid for your work")
    String emailSubject();

    @WithDefault("10s")
    Duration connectTimeout();

    /** How long a call may take in all, up to the last byte of the answer; at most two minutes. */
    @WithDefault("60s")
    Duration readTimeout();
}
