package dev.groundwork.task.claim;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A worker's wish for tasks of a job.
 *
 * @param count how many at most
 * @param taskId the task that it must be, named by our id; or null
 * @param externalId the task that it must be, named by the requester's id; or null
 * @param key the caller's idempotency key; the same wish under the same key gets the same assignments
 */
record Claim(
        UUID jobId,
        UUID workerId,
        int count,
        @Nullable UUID taskId,
        @Nullable String externalId,
        @Nullable String key) {

    boolean isNamed() {
        return taskId != null || externalId != null;
    }

    /** {@return what was asked for, to tell a repetition from another wish under the same key} */
    String request() {
        return "job %s count %d task %s external %s".formatted(jobId, count, taskId, externalId);
    }
}
