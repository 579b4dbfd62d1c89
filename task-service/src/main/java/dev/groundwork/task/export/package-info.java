/** Exports: snapshots of a job's results in many formats, written in the background and kept for a while. */
@NullMarked
package dev.groundwork.task.export;

import org.jspecify.annotations.NullMarked;
