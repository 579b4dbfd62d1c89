package dev.groundwork.kit.time;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes {@code java.time.Clock} injectable. */
class ClockProducer {

    @Produces
    @Singleton
    AdjustableClock clock(@ConfigProperty(name = "groundwork.clock.offset-file") Optional<String> offsetFile) {
        if (offsetFile.isEmpty()) {
            return new AdjustableClock(LaunchMode.current() == LaunchMode.TEST);
        }
        Log.warnf("The time of this service is moved by the file %s: it is under test", offsetFile.get());
        return AdjustableClock.following(new OffsetFile(Path.of(offsetFile.get())));
    }
}
