package dev.groundwork.task.signal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Usable answers to tasks of a job that lie side by side.
 *
 * @param controls the right answers of those that are control tasks, as far as they are secret
 * @param end place in the job of the last task, 0 when there is none after it
 */
record Window(List<Entry> answers, Map<UUID, JsonNode> controls, long end) {

    /**
     * One answer.
     *
     * @param telling whether the seconds say anything of the time that it took
     */
    record Entry(
            UUID taskId,
            String externalId,
            UUID workerId,
            long activeSeconds,
            boolean telling,
            Instant submittedAt,
            JsonNode answer) {}
}
