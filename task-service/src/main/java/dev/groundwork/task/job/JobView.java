package dev.groundwork.task.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.task.floor.FloorPolicy;
import dev.groundwork.task.policy.QualityPolicy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as its requester sees it.
 *
 * @param pilotWorkers how many workers are to be measured before everything opens; as the requester gave it until it is published
 * @param screenOuts how many workers are paid beside the answers for finding out that the job is not for them; left out where no answer
 *     says so
 * @param stateReason why it is paused, or why it is a draft again
 * @param raise a higher reward that is asked for; left out when there is none
 * @param spec left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobView(
        UUID id,
        String title,
        @Nullable String description,
        JobState state,
        @Nullable String stateReason,
        MoneyBody reward,
        int overlap,
        long timeEstimateSeconds,
        long timeLimitSeconds,
        long reviewWindowSeconds,
        List<String> places,
        List<String> languages,
        FloorPolicy floorPolicy,
        int pilotWorkers,
        @Nullable Long screenOuts,
        Review review,
        @Nullable MoneyBody budget,
        @Nullable Raise raise,
        @Nullable QualityPolicy quality,
        long taskCount,
        long assignmentCount,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant openedAt,
        @Nullable Instant endedAt,
        String specHash,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode spec) {

    /** How answers are decided on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "JobReview")
    record Review(ReviewPolicy policy, @Nullable Double threshold, long revisionWindowSeconds) {}

    /**
     * A higher reward that is not in force.
     *
     * @param refusal why its money is not held; left out while that is awaited
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Raise(MoneyBody reward, @Nullable String refusal) {

        private static @Nullable Raise of(Job job) {
            Money to = job.raiseTo();
            return to == null ? null : new Raise(MoneyBody.of(to), job.raiseRefusal());
        }
    }

    static JobView of(Job job, @Nullable JsonNode spec) {
        Money budget = job.budget();
        return new JobView(
                job.id(),
                job.title(),
                job.description(),
                job.state(),
                job.stateReason(),
                MoneyBody.of(job.reward()),
                job.overlap(),
                job.timeEstimate().toSeconds(),
                job.timeLimit().toSeconds(),
                job.reviewWindow().toSeconds(),
                job.places(),
                job.languages(),
                job.floorPolicy(),
                job.pilotWorkers(),
                job.screenOuts(),
                new Review(
                        job.review().policy(),
                        job.review().threshold(),
                        job.review().revisionWindow().toSeconds()),
                budget == null ? null : MoneyBody.of(budget),
                Raise.of(job),
                job.quality(),
                job.taskCount(),
                job.assignmentCount(),
                job.createdAt(),
                job.publishedAt(),
                job.openedAt(),
                job.endedAt(),
                job.specHash(),
                spec);
    }
}
