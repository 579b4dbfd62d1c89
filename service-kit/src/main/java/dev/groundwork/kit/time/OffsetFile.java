package dev.groundwork.kit.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.quarkus.logging.Log;

/**
 * How far a test has moved the time of several processes at once: an ISO 8601 duration in a file that all of them follow. No
 * file, an empty one, or one that cannot be read as a duration moves nothing further.
 */
final class OffsetFile implements Supplier<Duration> {

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path file;
    private volatile Duration offset = Duration.ZERO;
    private volatile long readNanos = System.nanoTime() - FRESH_NANOS;

    OffsetFile(Path file) {
        this.file = file;
    }

    @Override
    public Duration get() {
        long now = System.nanoTime();
        if (now - readNanos >= FRESH_NANOS) {
            readNanos = now;
            offset = read();
        }
        return offset;
    }

    private Duration read() {
        try {
            var text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.isEmpty() ? Duration.ZERO : Duration.parse(text);
        } catch (IOException | DateTimeParseException unreadable) {
            Log.warnf("The offset of the clock in %s cannot be read; it stays %s", file, offset);
            return offset;
        }
    }
}
