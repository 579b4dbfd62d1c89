/** Progress: how far a job has come, as a document and as a stream of events. */
@NullMarked
package dev.groundwork.task.progress;

import org.jspecify.annotations.NullMarked;
