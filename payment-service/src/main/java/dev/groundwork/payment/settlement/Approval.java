package dev.groundwork.payment.settlement;

import java.util.UUID;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentScreenedOut;
import dev.groundwork.payment.ledger.Reason;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Work that is to be paid: approved, taken and not used, approved after all, rejected and paid for its time, or the time of a worker for
 * whom the task was not.
 *
 * @param reason what the worker is paid for
 * @param rewardMinor of the reward that was locked when the worker accepted the task; above zero
 * @param topUpMinor what is paid above the reward, from the job's reserve
 * @param withFee whether the platform takes its fee: on every answer that the requester may use and on who is screened out, so
 *     not on what was rejected and is paid for its time alone
 * @param payload what is kept with the posting, a JSON object
 * @param attempt 1 at first, one more after each refusal
 */
record Approval(
        UUID assignmentId,
        UUID jobId,
        UUID workerId,
        Reason reason,
        long rewardMinor,
        long topUpMinor,
        boolean withFee,
        String currency,
        String payload,
        int attempt) {

    /** The outcome of a rejection by fault of the requester, who may use the answer. */
    private static final String PAID_IN_FULL = "FULL_PAY";

    Approval {
        if (rewardMinor <= 0 || topUpMinor < 0) {
            throw new IllegalArgumentException("assignment " + assignmentId + " is to be paid without an amount");
        }
    }

    /** {@return what an event asks to pay; null where it asks nothing} */
    static @Nullable Approval of(AssignmentEvent event) {
        return switch (event) {
            case AssignmentApproved e ->
                inFull(e.assignmentId(), e.jobId(), e.taskId(), e.workerId(), e.reward(), e.activeSeconds());
            case AssignmentAcceptedUnused e ->
                inFull(e.assignmentId(), e.jobId(), e.taskId(), e.workerId(), e.reward(), e.activeSeconds());
            case AssignmentOverturned e ->
                inFull(e.assignmentId(), e.jobId(), e.taskId(), e.workerId(), e.reward(), e.activeSeconds());
            case AssignmentRejected e -> rejected(e);
            case AssignmentScreenedOut e -> screenedOut(e);
            default -> null;
        };
    }

    private static Approval inFull(
            UUID assignmentId, UUID jobId, UUID taskId, UUID workerId, Amount reward, long activeSeconds) {
        return new Approval(
                assignmentId,
                jobId,
                workerId,
                Reason.REWARD,
                Long.parseLong(reward.minor()),
                0,
                true,
                reward.currency(),
                payload(assignmentId, jobId, taskId, workerId, activeSeconds),
                1);
    }

    private static @Nullable Approval rejected(AssignmentRejected event) {
        long payable = Long.parseLong(event.payable().minor());
        if (payable == 0) {
            return null;
        }
        long reward = Math.min(payable, Long.parseLong(event.reward().minor()));
        return new Approval(
                event.assignmentId(),
                event.jobId(),
                event.workerId(),
                Reason.REWARD,
                reward,
                payable - reward,
                event.outcome().equals(PAID_IN_FULL),
                event.payable().currency(),
                payload(event.assignmentId(), event.jobId(), event.taskId(), event.workerId(), event.activeSeconds()),
                1);
    }

    /** With the floor in the payload, as the evidence for the amount. */
    private static Approval screenedOut(AssignmentScreenedOut event) {
        ObjectNode evidence = JsonNodeFactory.instance
                .objectNode()
                .put("assignmentId", event.assignmentId().toString())
                .put("jobId", event.jobId().toString())
                .put("taskId", event.taskId().toString())
                .put("workerId", event.workerId().toString())
                .put("activeSeconds", event.activeSeconds())
                .put("floorMinor", Long.parseLong(event.floorPerHour().minor()))
                .put("floorPlace", event.floorPlace())
                .put("floorSource", event.floorSource());
        return new Approval(
                event.assignmentId(),
                event.jobId(),
                event.workerId(),
                Reason.SCREEN_OUT,
                Long.parseLong(event.payable().minor()),
                0,
                true,
                event.payable().currency(),
                evidence.toString(),
                1);
    }

    private static String payload(UUID assignmentId, UUID jobId, UUID taskId, UUID workerId, long activeSeconds) {
        return "{\"assignmentId\":\"" + assignmentId + "\",\"jobId\":\"" + jobId + "\",\"taskId\":\"" + taskId
                + "\",\"workerId\":\"" + workerId + "\",\"activeSeconds\":" + activeSeconds + "}";
    }
}
