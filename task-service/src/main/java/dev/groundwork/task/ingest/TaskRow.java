package dev.groundwork.task.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A task as one row of an upload gives it.
 *
 * @param number of the row, as {@link RowError#row}
 * @param overlap 0 when the row leaves it to the job
 * @param known the right answer, where the row gives one
 */
public record TaskRow(
        long number,
        String externalId,
        int overlap,
        JsonNode input,
        @Nullable KnownAnswer known) {}
