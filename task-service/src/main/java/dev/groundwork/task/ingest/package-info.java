/** What requesters send in bulk: tasks as streams of rows. */
@NullMarked
package dev.groundwork.task.ingest;

import org.jspecify.annotations.NullMarked;
