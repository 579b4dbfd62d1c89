package dev.groundwork.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The time of the shared marketplace's services, which a test may move forward, and only forward: what happened later never
 * comes before what happened earlier. Tokens live by the real time.
 */
final class MarketTime {

    private final Path file;
    private Duration offset = Duration.ZERO;

    MarketTime(Path file) {
        this.file = file;
        file.toFile().deleteOnExit();
    }

    Path file() {
        return file;
    }

    /** Lets the services be so much later; they see it within a tenth of a second. */
    synchronized void pass(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time passes forward");
        }
        offset = offset.plus(time);
        try {
            var next = Files.writeString(file.resolveSibling("next"), offset.toString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
