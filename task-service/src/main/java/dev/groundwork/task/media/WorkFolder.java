package dev.groundwork.task.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder that goes, with all that is in it, when the work on one medium is done. */
final class WorkFolder implements AutoCloseable {

    private final Path folder;

    WorkFolder() throws IOException {
        this.folder = Files.createTempDirectory("groundwork-medium-");
    }

    Path path() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
