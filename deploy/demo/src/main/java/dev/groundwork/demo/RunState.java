package dev.groundwork.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to remember to be continued: names, ids and keys. How far the work has come is not kept here; the
 * marketplace knows that, and is asked.
 */
final class RunState {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Entries may be thousands, each with a file of all of them. */
    private static final long ENTRIES_EVERY_NANOS = 500_000_000;

    private final Path file;
    private final ObjectNode document;
    private long savedAt = System.nanoTime();

    private RunState(Path file, ObjectNode document) {
        this.file = file;
        this.document = document;
    }

    /** Begins a run; the file exists when this returns. */
    static RunState begin(Path folder, String run, String crowdKey) {
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot create " + folder, refused);
        }
        var state = new RunState(folder.resolve(run + ".json"), JSON.createObjectNode());
        state.document.put("run", run).put("crowd", crowdKey).put("finished", false);
        state.save();
        return state;
    }

    /** {@return the newest run of that crowd that has not come to its end} */
    static Optional<RunState> unfinished(Path folder, String crowdKey) {
        return unfinished(folder).stream()
                .filter(state -> crowdKey.equals(state.text("crowd")))
                .findFirst();
    }

    /** {@return every run that has not come to its end, the newest first} */
    static List<RunState> unfinished(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var states = new ArrayList<RunState>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                if (JSON.readTree(file.toFile()) instanceof ObjectNode document
                        && document.path("finished").isBoolean()
                        && !document.path("finished").booleanValue()) {
                    states.add(new RunState(file, document));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the runs in " + folder, unreadable);
        }
        states.sort(Comparator.comparing(RunState::run).reversed());
        return states;
    }

    synchronized String run() {
        return document.path("run").asText();
    }

    synchronized @Nullable String text(String name) {
        return document.hasNonNull(name) ? document.path(name).asText() : null;
    }

    synchronized String known(String name) {
        var value = text(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not known yet in " + file);
        }
        return value;
    }

    synchronized void set(String name, String value) {
        document.put(name, value);
        save();
    }

    /** {@return an entry of a named table} */
    synchronized @Nullable String entry(String table, String key) {
        var value = document.path(table).path(key);
        return value.isTextual() ? value.asText() : null;
    }

    /**
     * Sets an entry of a named table. The file follows within half a second of work and with the next {@link #set}: an entry that
     * a crash takes away is found out again by asking the marketplace.
     */
    synchronized void setEntry(String table, String key, String value) {
        document.withObjectProperty(table).put(key, value);
        if (System.nanoTime() - savedAt > ENTRIES_EVERY_NANOS) {
            save();
        }
    }

    /** {@return whose accounts work in this run: those of the run itself, or of one before it} */
    synchronized String people() {
        return document.path("people").asText(run());
    }

    /** Lets the people of an earlier run work in this one. */
    synchronized void takePeopleOf(RunState earlier) {
        document.put("people", earlier.people());
        document.put("password", earlier.known("password"));
        document.set("workers", earlier.table("workers"));
        save();
    }

    private synchronized ObjectNode table(String name) {
        return document.withObjectProperty(name).deepCopy();
    }

    /** {@return seconds that earlier starts of this run have taken} */
    synchronized double seconds() {
        return document.path("seconds").asDouble(0);
    }

    synchronized void addSeconds(double seconds) {
        document.put("seconds", seconds() + seconds);
        save();
    }

    synchronized void finish() {
        document.put("finished", true);
        save();
    }

    Path beside(String name) {
        return file.resolveSibling(name);
    }

    /** Whole or not at all: a run killed while it saves must find the former state. */
    private void save() {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.write(
                    draft,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            savedAt = System.nanoTime();
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot keep the state of the run in " + file, refused);
        }
    }
}
