package dev.groundwork.task.result;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far results follow the answers.
 *
 * @param refreshedAt when results of the job were last made; null while there are none
 * @param pendingTasks how many tasks have answers that their result does not know yet, counted up to {@value #MOST_COUNTED}
 */
public record Freshness(@Nullable Instant refreshedAt, int pendingTasks) {

    static final int MOST_COUNTED = 10_000;
}
