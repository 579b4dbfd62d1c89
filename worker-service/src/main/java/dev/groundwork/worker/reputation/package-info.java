/** How a worker's assignments went, counted from what the task-service reports. */
@NullMarked
package dev.groundwork.worker.reputation;

import org.jspecify.annotations.NullMarked;
