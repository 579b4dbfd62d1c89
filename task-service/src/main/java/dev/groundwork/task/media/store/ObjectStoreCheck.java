package dev.groundwork.task.media.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.media.ObjectStore;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether objects can be read and written: asked of the store at most every few seconds, however often one asks here. */
@Readiness
@ApplicationScoped
class ObjectStoreCheck implements HealthCheck {

    private static final String NAME = "Object store";
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final Clock clock;

    private HealthCheckResponse last = HealthCheckResponse.up(NAME);
    private Instant askedAt = Instant.MIN;

    ObjectStoreCheck(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        Instant now = clock.instant();
        if (now.isAfter(askedAt.plus(GOOD_FOR)) || now.isBefore(askedAt)) {
            last = ask();
            askedAt = now;
        }
        return last;
    }

    private HealthCheckResponse ask() {
        var response = HealthCheckResponse.named(NAME);
        try {
            store.check();
            return response.up().build();
        } catch (IOException failure) {
            return response.down()
                    .withData("reason", String.valueOf(failure.getMessage()))
                    .build();
        }
    }
}
