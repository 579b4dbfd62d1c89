package dev.groundwork.task.result;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of results, and how fresh they are.
 *
 * @param next cursor of the page after this one, null on the last
 * @param refreshedAt when results of the job were last made; null while there are none
 * @param pendingTasks how many tasks have answers that their result does not know yet
 */
record ResultPage(
        List<TaskResult> items,
        @Nullable String next,
        @Nullable Instant refreshedAt,
        int pendingTasks) {}
