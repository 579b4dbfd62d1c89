package dev.groundwork.worker.notice;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;

/**
 * A notice to be posted.
 *
 * @param subjectId the job of a credit, the payout, or the assignment
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

    static NewNotice of(WorkerCredited event) {
        return money(
                event.workerId(), NoticeKind.CREDITED, event.jobId(), event.amount(), Map.of(), event.creditedAt());
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
        var detail = Map.of(
                "jobId", event.jobId().toString(),
                "reason", event.reason(),
                "evidence", event.evidence(),
                "clause", event.clause());
        return new NewNotice(
                event.workerId(), NoticeKind.REJECTION_HELD, event.assignmentId(), "", 0, detail, event.heldAt());
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
