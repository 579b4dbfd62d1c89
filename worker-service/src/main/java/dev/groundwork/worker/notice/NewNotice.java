package dev.groundwork.worker.notice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerPayTakenBack;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerWeekToppedUp;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.contracts.task.v1.CaseEvent.CaseDecided;

import org.jspecify.annotations.Nullable;

/**
 * A notice to be posted.
 *
 * @param subjectId the job of a credit, the requester of a week that was topped up, the payout, the assignment, or the case
 * @param currency ISO 4217, empty where no money is named
 * @param amountMinor in the minor unit of the currency
 * @param detail more for the worker to read, by name
 */
public record NewNotice(
        UUID workerId,
        NoticeKind kind,
        UUID subjectId,
        String currency,
        long amountMinor,
        Map<String, String> detail,
        Instant occurredAt) {

    public static NewNotice of(WorkerCredited event) {
        return money(
                event.workerId(), NoticeKind.CREDITED, event.jobId(), event.amount(), Map.of(), event.creditedAt());
    }

    /** The week of a worker with a requester was lifted to the wage floor; the requester is the subject. */
    public static NewNotice of(WorkerWeekToppedUp event) {
        return money(
                event.workerId(),
                NoticeKind.CREDITED,
                event.requesterId(),
                event.amount(),
                Map.of("reason", "wage-top-up", "week", event.week().toString()),
                event.creditedAt());
    }

    /** What was paid for an assignment was taken back; the worker reads why. */
    public static NewNotice of(WorkerPayTakenBack event) {
        return money(
                event.workerId(),
                NoticeKind.PAY_TAKEN_BACK,
                event.assignmentId(),
                event.amount(),
                Map.of("jobId", event.jobId().toString(), "reason", event.reason()),
                event.takenBackAt());
    }

    static NewNotice of(PayoutSent event) {
        var detail = Map.of("bankReference", event.endToEndId());
        return money(
                event.workerId(), NoticeKind.PAYOUT_SENT, event.payoutId(), event.amount(), detail, event.sentAt());
    }

    static NewNotice of(PayoutSettled event) {
        return money(
                event.workerId(),
                NoticeKind.PAYOUT_SETTLED,
                event.payoutId(),
                event.amount(),
                Map.of(),
                event.settledAt());
    }

    static NewNotice of(PayoutFailed event) {
        var detail = Map.of("reason", event.reason());
        return money(
                event.workerId(), NoticeKind.PAYOUT_FAILED, event.payoutId(), event.amount(), detail, event.failedAt());
    }

    /** A requester proposes to reject; the worker reads why, and which clause is meant. */
    public static NewNotice of(AssignmentRejectionHeld event) {
        var detail = new TreeMap<String, String>();
        detail.put("jobId", event.jobId().toString());
        detail.put("reason", event.reason());
        detail.put("evidence", event.evidence());
        detail.put("clause", event.clause());
        putIfKnown(detail, "note", event.note());
        putIfKnown(detail, "outcome", event.outcome());
        putIfKnown(detail, "appealUntil", event.appealableUntil());
        var payable = event.payable();
        return payable == null
                ? new NewNotice(
                        event.workerId(),
                        NoticeKind.REJECTION_HELD,
                        event.assignmentId(),
                        "",
                        0,
                        detail,
                        event.heldAt())
                : money(
                        event.workerId(),
                        NoticeKind.REJECTION_HELD,
                        event.assignmentId(),
                        payable,
                        detail,
                        event.heldAt());
    }

    /** A rejection is final; the worker reads why, in writing, along with what is paid. */
    public static NewNotice of(AssignmentRejected event) {
        var detail = new TreeMap<String, String>();
        detail.put("jobId", event.jobId().toString());
        detail.put("reason", event.reason());
        detail.put("outcome", event.outcome());
        detail.put("decidedBy", event.decidedBy());
        putIfKnown(detail, "ruling", event.ruling());
        return money(
                event.workerId(),
                NoticeKind.REJECTED,
                event.assignmentId(),
                event.payable(),
                detail,
                event.rejectedAt());
    }

    /** A rejection did not stand; the worker reads why. */
    public static NewNotice of(AssignmentOverturned event) {
        var detail = new TreeMap<String, String>();
        detail.put("jobId", event.jobId().toString());
        detail.put("decidedBy", event.decidedBy());
        putIfKnown(detail, "ruling", event.ruling());
        return money(
                event.workerId(),
                NoticeKind.OVERTURNED,
                event.assignmentId(),
                event.reward(),
                detail,
                event.overturnedAt());
    }

    private static void putIfKnown(Map<String, String> detail, String name, @Nullable Object value) {
        if (value != null) {
            detail.put(name, value.toString());
        }
    }

    /** A person decided on a case; each worker whom it is about reads the outcome and the reason, and of nobody else. */
    static List<NewNotice> of(CaseDecided event) {
        var detail = Map.of(
                "jobId", event.jobId().toString(),
                "kind", event.kind(),
                "system", event.system(),
                "outcome", event.outcome(),
                "reason", event.reason());
        return event.workerIds().stream()
                .map(workerId -> new NewNotice(
                        workerId, NoticeKind.CASE_DECIDED, event.caseId(), "", 0, detail, event.decidedAt()))
                .toList();
    }

    private static NewNotice money(
            UUID workerId,
            NoticeKind kind,
            UUID subjectId,
            Amount amount,
            Map<String, String> detail,
            Instant occurredAt) {
        return new NewNotice(
                workerId, kind, subjectId, amount.currency(), Long.parseLong(amount.minor()), detail, occurredAt);
    }
}
