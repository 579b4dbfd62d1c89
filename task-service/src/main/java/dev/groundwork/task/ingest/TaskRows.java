package dev.groundwork.task.ingest;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** The rows of an upload, read one at a time from a stream. */
public interface TaskRows {

    /** No row is longer. */
    int MOST_ROW_BYTES = 1024 * 1024;

    int LONGEST_EXTERNAL_ID = 255;

    int MOST_OVERLAP = 1000;

    /**
     * Reads up to the next row that can be used; tells {@code errors} of those that cannot.
     *
     * @return null at the end
     */
    @Nullable TaskRow next(RowErrors errors) throws IOException;

    /** {@return how many rows were read, good and bad} */
    long received();
}
