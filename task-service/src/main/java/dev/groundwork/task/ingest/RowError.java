package dev.groundwork.task.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one row of an upload.
 *
 * @param row NDJSON: the line, from 1. CSV: the record, from 1 for the first below the header; 0 for the header
 * @param column CSV: name of the column, or its number when it has no name
 * @param pointer JSON pointer into the row (NDJSON) or into the input that the row makes (CSV)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RowError(
        long row, @Nullable String column, @Nullable String pointer, String code, String detail) {}
