package dev.groundwork.payment.settlement;

import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;

/**
 * Approved work that is to be paid.
 *
 * @param rewardMinor locked when the worker accepted the task; above zero
 * @param payload what is kept with the posting, a JSON object
 * @param attempt 1 at first, one more after each refusal
 */
record Approval(
        UUID assignmentId, UUID jobId, UUID workerId, long rewardMinor, String currency, String payload, int attempt) {

    Approval {
        if (rewardMinor <= 0) {
            throw new IllegalArgumentException("assignment " + assignmentId + " is approved without a reward");
        }
    }

    static Approval of(AssignmentApproved event) {
        String payload = "{\"assignmentId\":\"" + event.assignmentId() + "\",\"jobId\":\"" + event.jobId()
                + "\",\"taskId\":\"" + event.taskId() + "\",\"workerId\":\"" + event.workerId()
                + "\",\"activeSeconds\":" + event.activeSeconds() + "}";
        return new Approval(
                event.assignmentId(),
                event.jobId(),
                event.workerId(),
                Long.parseLong(event.reward().minor()),
                event.reward().currency(),
                payload,
                1);
    }
}
