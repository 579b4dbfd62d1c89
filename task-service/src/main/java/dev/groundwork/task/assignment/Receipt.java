package dev.groundwork.task.assignment;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.task.time.TimeBasis;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where an assignment stands after what the caller did.
 *
 * @param activeSeconds credited so far
 * @param timeBasis where these come from
 * @param wallSeconds from claim to submission, once submitted
 * @param reviewDueAt when silence approves, once submitted
 * @param pay what is earned already: of a worker who is screened out, whose time is paid at the wage floor
 * @param revisableUntil until when another answer may take the place of the submitted one; only where the job grants it
 */
@Schema(examples = """
                {"id": "0198c0de-0000-7000-8000-000000000101", "jobId": "0198c0de-0000-7000-8000-000000000001",
                 "taskId": "0198c0de-0000-7000-8000-000000000011", "state": "SUBMITTED",
                 "deadlineAt": "2026-11-22T18:15:00Z", "submittedAt": "2026-11-22T18:00:21Z",
                 "reviewDueAt": "2026-11-29T18:00:21Z", "activeSeconds": 19, "timeBasis": "measured", "wallSeconds": 21}""")
public record Receipt(
        UUID id,
        UUID jobId,
        UUID taskId,
        AssignmentState state,
        Instant deadlineAt,
        @Nullable Instant submittedAt,
        @Nullable Instant reviewDueAt,
        @Nullable MoneyBody pay,
        @Nullable Instant revisableUntil,
        long activeSeconds,
        TimeBasis timeBasis,
        @Nullable Long wallSeconds) {

    static Receipt of(Assignment assignment) {
        var terms = assignment.terms();
        var submittedAt = assignment.submittedAt();
        var screenOut = assignment.screenOutPay();
        return new Receipt(
                assignment.id(),
                terms.jobId(),
                terms.taskId(),
                assignment.state(),
                terms.deadlineAt(),
                submittedAt,
                assignment.reviewDueAt(),
                screenOut == null ? null : MoneyBody.of(new Money(screenOut.minor(), terms.currency())),
                submittedAt == null || terms.revisionWindow().isZero() ? null : assignment.revisableUntil(),
                assignment.activeSeconds(),
                assignment.time().basis(),
                submittedAt == null ? null : assignment.wallSeconds(submittedAt));
    }
}
