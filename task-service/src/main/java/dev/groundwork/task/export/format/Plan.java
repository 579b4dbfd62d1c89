package dev.groundwork.task.export.format;

import java.nio.file.Path;
import java.util.UUID;

import dev.groundwork.task.spec.TaskSpec;

/**
 * What a format knows before the first row.
 *
 * @param scratch a folder for files that are gone when the export is done
 * @param notes takes what the format cannot carry over
 */
public record Plan(UUID jobId, String title, TaskSpec spec, Options options, Path scratch, Notes notes) {}
