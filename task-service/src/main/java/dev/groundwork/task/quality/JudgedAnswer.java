package dev.groundwork.task.quality;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A control or training answer next to the right one.
 *
 * @param right whether every output is right, by the job's own measure
 * @param outputs the categorical ones
 * @param counts false where the control task had leaked by then
 */
record JudgedAnswer(
        UUID assignmentId,
        UUID jobId,
        UUID workerId,
        long position,
        boolean training,
        Map<String, Judged> outputs,
        boolean right,
        Instant answeredAt,
        boolean counts) {

    /** A categorical output: class of the right answer, class of the answer, −1 for none. */
    record Judged(int gold, int answer, boolean right) {}

    JudgedAnswer {
        outputs = Map.copyOf(outputs);
    }

    JudgedAnswer discounted() {
        return new JudgedAnswer(assignmentId, jobId, workerId, position, training, outputs, right, answeredAt, false);
    }
}
