package dev.groundwork.task.export.format;

import java.io.IOException;

/** An export under way. */
public interface ExportWriter extends AutoCloseable {

    /** Adds a task. */
    void row(ExportRow row) throws IOException;

    /** Completes the file. */
    void end() throws IOException;

    /** Lets go of what it holds; does not close the stream that it writes to. */
    @Override
    default void close() throws IOException {}
}
