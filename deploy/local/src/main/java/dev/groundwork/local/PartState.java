package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the supervisor says of a part, for whoever asks from another process.
 *
 * @param since when it came to be so
 * @param message what a person should know of it, possibly empty; may have several lines
 */
record PartState(Kind kind, Instant since, String message) {

    enum Kind {
        WAITING,
        STARTING,
        READY,
        RESTARTING,
        FAILED,
        DOWN
    }

    /** Tells everybody. */
    static void tell(StackFolder folder, String part, Kind kind, String message) throws IOException {
        Files.createDirectories(folder.run());
        StackFolder.write(folder.run().resolve(part + ".state"), kind + "\n" + Instant.now() + "\n" + message);
    }

    /** What was told last; {@link Kind#DOWN} when nothing was. */
    static PartState of(StackFolder folder, String part) {
        var file = folder.run().resolve(part + ".state");
        try {
            if (Files.exists(file)) {
                var lines = Files.readString(file).split("\n", 3);
                return new PartState(Kind.valueOf(lines[0]), Instant.parse(lines[1]), lines[2]);
            }
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            return unknown(unreadable.getMessage());
        }
        return unknown("");
    }

    private static PartState unknown(@Nullable String why) {
        return new PartState(Kind.DOWN, Instant.EPOCH, why == null ? "" : why);
    }
}
