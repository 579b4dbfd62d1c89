package dev.groundwork.task.export.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of an export that has its place after another part which is still being written. */
final class Spool implements AutoCloseable {

    private final Path file;
    private final OutputStream out;

    Spool(Path scratch) throws IOException {
        file = Files.createTempFile(scratch, "part", "");
        out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
    }

    OutputStream out() {
        return out;
    }

    /** {@return the file, complete} */
    Path file() throws IOException {
        out.close();
        return file;
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
