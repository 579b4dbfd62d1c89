package dev.groundwork.task.ingest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A task as one row of an upload gives it.
 *
 * @param number of the row, as {@link RowError#row}
 * @param overlap 0 when the row leaves it to the job
 */
record TaskRow(long number, String externalId, int overlap, JsonNode input) {}
