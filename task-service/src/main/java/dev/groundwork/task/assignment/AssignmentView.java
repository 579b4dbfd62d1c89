package dev.groundwork.task.assignment;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.task.time.TimeBasis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as its worker and the job's requester see it.
 *
 * @param workerId a pseudonym: it says nothing of the person, and is the same in all jobs
 * @param input what the task shows; only where a worker looks at one assignment of their own
 * @param activeSeconds time really spent, as far as measured
 * @param timeBasis where these come from
 * @param reportedSeconds what the worker's client reported beside; left out where it reported nothing
 * @param wallSeconds from claim to submission
 * @param decidedBy {@code requester}, {@code silence}, {@code control-score}, or {@code screen-out} by the worker's own word
 * @param pay where the money stands
 * @param outcome what becomes of the pay if the rejection stands, fixed when it was proposed
 * @param payable what is paid then; of a worker who is screened out, what is earned
 * @param appealUntil until when the worker may appeal; without an appeal the rejection is final then
 * @param rulingDueAt without a ruling the rejection is overturned then
 * @param finalBy {@code adjudicator}, {@code no-appeal} or {@code no-ruling}, once the rejection is final or overturned
 * @param ruling the adjudicator's written reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"id": "0198c0de-0000-7000-8000-000000000101", "jobId": "0198c0de-0000-7000-8000-000000000001",
                 "taskId": "0198c0de-0000-7000-8000-000000000011", "externalId": "picture-17",
                 "workerId": "0198c0de-0000-7000-8000-0000000000aa", "state": "SUBMITTED",
                 "reward": {"amount": "0.05", "currency": "EUR"}, "answer": {"label": "cat"},
                 "claimedAt": "2026-11-22T18:00:00Z", "deadlineAt": "2026-11-22T18:15:00Z",
                 "submittedAt": "2026-11-22T18:00:21Z", "reviewDueAt": "2026-11-29T18:00:21Z",
                 "activeSeconds": 19, "timeBasis": "measured", "reportedSeconds": 20, "wallSeconds": 21}""")
public record AssignmentView(
        UUID id,
        UUID jobId,
        UUID taskId,
        String externalId,
        UUID workerId,
        AssignmentState state,
        MoneyBody reward,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable String input,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable String answer,

        Instant claimedAt,
        Instant deadlineAt,
        @Nullable Instant submittedAt,
        @Nullable Instant reviewDueAt,
        long activeSeconds,
        TimeBasis timeBasis,
        @Nullable Long reportedSeconds,
        @Nullable Long wallSeconds,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        @Nullable String feedback,

        @JsonRawValue @Schema(implementation = Rejection.class) @Nullable String rejection,

        @Nullable PayState pay,
        @Nullable RejectionOutcome outcome,
        @Nullable MoneyBody payable,
        @Nullable Instant appealUntil,
        @Nullable Instant appealedAt,
        @Nullable Instant rulingDueAt,
        @Nullable Instant finalAt,
        @Nullable String finalBy,
        @Nullable String ruling) {}
