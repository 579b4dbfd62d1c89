/** A writer of Parquet files in plain Java, as much of the format as an export needs. */
@NullMarked
package dev.groundwork.task.export.parquet;

import org.jspecify.annotations.NullMarked;
