package dev.groundwork.task.ingest;

import java.util.List;

/**
 * What became of an upload.
 *
 * @param received rows read
 * @param added tasks that are new
 * @param repeated rows whose task the job had already, with the same input
 * @param rejectedRows rows that were left out
 * @param rejected why, for the first thousand faults
 */
public record UploadReport(long received, long added, long repeated, long rejectedRows, List<RowError> rejected) {}
