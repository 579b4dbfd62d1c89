package dev.groundwork.task.assignment;

import java.time.Instant;
import java.util.Objects;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAppealed;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRevised;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentScreenedOut;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentSubmitted;
import dev.groundwork.kit.outbox.OutboxEvent;

/** The events that tell others of the steps of assignments; what is said of money and time is as it stands when they are written. */
final class StepEvents {

    private StepEvents() {}

    /** {@return what others hear of one step of an assignment} */
    static OutboxEvent of(Assignment assignment, Assignment.Step step, Instant now) {
        var terms = assignment.terms();
        AssignmentEvent event =
                switch (step.act()) {
                    case SUBMIT ->
                        new AssignmentSubmitted(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                step.activeSeconds(),
                                assignment.wallSeconds(now),
                                now);
                    case SCREEN_OUT -> screenedOut(assignment, now);
                    case REVISE ->
                        new AssignmentRevised(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                step.activeSeconds(),
                                step.addedSeconds(),
                                now);
                    case APPROVE, SILENCE, CONTROL_SCORE ->
                        new AssignmentApproved(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                reward(assignment),
                                assignment.activeSeconds(),
                                assignment.decidedBy() == null ? "requester" : assignment.decidedBy(),
                                now,
                                terms.claimedAt(),
                                assignment.submittedAt(),
                                assignment.time().basis().word());
                    case SOFT_REJECT ->
                        new AssignmentAcceptedUnused(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                reward(assignment),
                                assignment.activeSeconds(),
                                assignment.feedback(),
                                now,
                                terms.claimedAt(),
                                assignment.submittedAt(),
                                assignment.time().basis().word());
                    case REJECT -> rejectionHeld(assignment, now);
                    case APPEAL ->
                        new AssignmentAppealed(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                Objects.requireNonNull(disputeOf(assignment).rulingDueAt()),
                                now);
                    case LAPSE, UPHOLD -> rejected(assignment, now);
                    case OVERTURN, NO_RULING ->
                        new AssignmentOverturned(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                reward(assignment),
                                assignment.activeSeconds(),
                                Objects.requireNonNull(assignment.finalBy()),
                                assignment.ruling(),
                                now,
                                terms.claimedAt(),
                                assignment.submittedAt(),
                                assignment.time().basis().word());
                    case GIVE_BACK ->
                        new AssignmentReturned(
                                assignment.id(),
                                terms.jobId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                now);
                    case EXPIRE ->
                        new AssignmentExpired(
                                assignment.id(),
                                terms.jobId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                now,
                                terms.claimedAt(),
                                assignment.time().basis().word());
                };
        return new OutboxEvent(AssignmentEvent.TOPIC, terms.jobId(), event);
    }

    private static Amount reward(Assignment assignment) {
        return amount(assignment, assignment.terms().rewardMinor());
    }

    private static Amount amount(Assignment assignment, long minor) {
        return new Amount(Long.toString(minor), assignment.terms().currency());
    }

    private static AssignmentRejectionHeld rejectionHeld(Assignment assignment, Instant now) {
        var terms = assignment.terms();
        var rejection = rejectionOf(assignment);
        var dispute = disputeOf(assignment);
        return new AssignmentRejectionHeld(
                assignment.id(),
                terms.jobId(),
                terms.requesterId(),
                terms.taskId(),
                terms.workerId(),
                rejection.reason().name(),
                rejection.evidence(),
                rejection.clause(),
                rejection.note(),
                dispute.stake().outcome().name(),
                amount(assignment, dispute.stake().payableMinor()),
                dispute.appealUntil(),
                now);
    }

    private static AssignmentRejected rejected(Assignment assignment, Instant now) {
        var terms = assignment.terms();
        var stake = disputeOf(assignment).stake();
        return new AssignmentRejected(
                assignment.id(),
                terms.jobId(),
                terms.requesterId(),
                terms.taskId(),
                terms.workerId(),
                rejectionOf(assignment).reason().name(),
                stake.outcome().name(),
                amount(assignment, stake.payableMinor()),
                reward(assignment),
                assignment.activeSeconds(),
                Objects.requireNonNull(assignment.finalBy()),
                assignment.ruling(),
                now,
                terms.claimedAt(),
                assignment.submittedAt(),
                assignment.time().basis().word());
    }

    private static AssignmentScreenedOut screenedOut(Assignment assignment, Instant now) {
        var terms = assignment.terms();
        var pay = Objects.requireNonNull(
                assignment.screenOutPay(), () -> "assignment " + assignment.id() + " was screened out without pay");
        var floor = Objects.requireNonNull(pay.floor());
        return new AssignmentScreenedOut(
                assignment.id(),
                terms.jobId(),
                terms.requesterId(),
                terms.taskId(),
                terms.workerId(),
                amount(assignment, pay.minor()),
                assignment.activeSeconds(),
                amount(assignment, floor.perHour().minor()),
                floor.place(),
                floor.source(),
                terms.claimedAt(),
                now);
    }

    private static Rejection rejectionOf(Assignment assignment) {
        return Objects.requireNonNull(
                assignment.rejection(), () -> "assignment " + assignment.id() + " was rejected without a reason");
    }

    private static Assignment.Dispute disputeOf(Assignment assignment) {
        return Objects.requireNonNull(
                assignment.dispute(), () -> "assignment " + assignment.id() + " was rejected without a stake");
    }
}
