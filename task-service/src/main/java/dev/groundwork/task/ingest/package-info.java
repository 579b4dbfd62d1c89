/** What requesters send in bulk: tasks as streams of rows, and the media that tasks show. */
@NullMarked
package dev.groundwork.task.ingest;

import org.jspecify.annotations.NullMarked;
