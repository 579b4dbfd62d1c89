package dev.groundwork.kit.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.LaunchMode;

/** Makes {@code java.time.Clock} injectable. */
class ClockProducer {

    @Produces
    @Singleton
    AdjustableClock clock() {
        return new AdjustableClock(LaunchMode.current() == LaunchMode.TEST);
    }
}
