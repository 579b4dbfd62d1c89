package dev.groundwork.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Everything one stack keeps on disk.
 *
 * @param home the folder; the rest lies below it
 */
record StackFolder(Path home) {

    private static final int KEPT_LOGS = 5;

    /** What survives a restart: databases, the log of Kafka, media. */
    Path data() {
        return home.resolve("data");
    }

    Path data(String part) {
        return data().resolve(part);
    }

    /** What is known of running processes; worthless once they are gone. */
    Path run() {
        return home.resolve("run");
    }

    Path pidFile(String part) {
        return run().resolve(part + ".pid");
    }

    Path logs() {
        return home.resolve("logs");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** Makes room for a new log and keeps the last few old ones as {@code part.log.1}, {@code .2} and so on. */
    Path freshLog(String part) throws IOException {
        Files.createDirectories(logs());
        for (int age = KEPT_LOGS - 1; age >= 0; age--) {
            var from = age == 0 ? log(part) : logs().resolve(part + ".log." + age);
            if (Files.exists(from)) {
                Files.move(from, logs().resolve(part + ".log." + (age + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return log(part);
    }

    /** The end of a log, for somebody who has to find out what went wrong. */
    String endOfLog(String part, int lines) {
        try {
            var all =
                    Files.exists(log(part)) ? Files.readAllLines(log(part), StandardCharsets.UTF_8) : List.<String>of();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Writes a small file at once: a reader sees the old content or the new, never half of it. */
    static void write(Path file, String content) throws IOException {
        var unfinished = file.resolveSibling(
                file.getFileName() + "." + Thread.currentThread().threadId() + ".new");
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
