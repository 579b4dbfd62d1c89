package dev.groundwork.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often callers may call. The defaults stop a program that runs wild, and nobody else. */
@ConfigMapping(prefix = "groundwork.limit")
public interface LimitConfig {

    /** Whether anything is limited at all; registrations are in any case. */
    @WithDefault("true")
    boolean enabled();

    /** Callers with a token that a service has accepted, each by itself. */
    Rate caller();

    /** All other callers, by address: a whole office may share one. */
    Rate address();

    /** New accounts, by address: each costs a slow password hash. */
    Registrations registrations();

    /** For how many callers at once there is room, at 24 bytes each. */
    @WithDefault("65536")
    int callers();

    /** A burst, and what flows back. */
    interface Rate {

        /** How many calls may come at once. */
        @WithDefault("4000")
        int burst();

        /** How many calls every second may bring in the long run. */
        @WithDefault("1000")
        double perSecond();
    }

    /** Slower: a registration is the dearest call there is. */
    interface Registrations {

        /** How many registrations may come at once. */
        @WithDefault("300")
        int burst();

        /** How many registrations every second may bring in the long run. */
        @WithDefault("2")
        double perSecond();
    }
}
