package dev.groundwork.task.eligibility;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as a worker sees it before accepting.
 *
 * @param medianActiveSeconds middle of what workers needed; left out until enough were measured
 * @param p25 a quarter of the workers was quicker, in seconds
 * @param p75 a quarter was slower, in seconds
 * @param measured false says that the time is the requester's estimate, not measured
 * @param timeBasis the same in words for people: {@value #MEASURED} or {@value #NOT_MEASURED}
 * @param measuredWorkers how many workers the measurement is made of
 * @param expectedHourly the reward over the measured median, or over the estimate
 * @param floor the hourly minimum where the worker is
 * @param tasksLeft answers still wanted, of all workers together
 * @param approvalRate share of the requester's decisions that were approvals, over all their jobs; left out before the first
 * @param rejectionRate share that were rejections, held or final
 * @param overturnedRate share of their rejections that did not stand when a worker contested them, or nobody ruled; left out before
 *     the first that is final
 * @param decisions how many decisions these shares are made of
 * @param reviewSeconds the longest wait: silence approves then
 * @param averageReviewSeconds what the requester's decisions took so far; left out before the first
 * @param screening how many find that the job is not for them; left out where nothing that can be answered says so
 * @param places countries and subdivisions that the job admits; empty admits all
 * @param instructions what to do; only in the detail
 * @param spec the job's whole spec; only in the detail
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"jobId": "0198c0de-0000-7000-8000-000000000001", "title": "Which animal is it?",
                 "requesterId": "0198c0de-0000-7000-8000-00000000ac3e", "reward": {"amount": "0.05", "currency": "EUR"},
                 "timeLimitSeconds": 900, "timeEstimateSeconds": 12, "medianActiveSeconds": 9, "p25": 7, "p75": 13,
                 "measured": true, "timeBasis": "measured", "measuredWorkers": 23, "expectedHourly": {"amount": "20.00", "currency": "EUR"},
                 "floor": {"perHour": {"amount": "9.37", "currency": "EUR"}, "kind": "statutory", "place": "ES",
                           "source": "RD 126/2026", "effective": "2026-01-01", "confidence": "high"},
                 "tasksLeft": 412, "approvalRate": 0.98, "rejectionRate": 0.02, "overturnedRate": 0.25, "decisions": 1200,
                 "reviewSeconds": 604800, "averageReviewSeconds": 5400,
                 "screening": {"begun": 40, "screenedOutRate": 0.35}, "places": ["ES", "PT"]}""")
public record OfferView(
        UUID jobId,
        String title,
        @Nullable String description,
        UUID requesterId,
        MoneyBody reward,
        long timeLimitSeconds,
        long timeEstimateSeconds,
        @Nullable Long medianActiveSeconds,
        @Nullable Long p25,
        @Nullable Long p75,
        boolean measured,
        String timeBasis,
        int measuredWorkers,
        MoneyBody expectedHourly,
        Floor floor,
        long tasksLeft,
        @Nullable Double approvalRate,
        @Nullable Double rejectionRate,
        @Nullable Double overturnedRate,
        long decisions,
        long reviewSeconds,
        @Nullable Long averageReviewSeconds,
        @Nullable Screening screening,
        List<String> places,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable JsonNode instructions,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable JsonNode spec) {

    static final String MEASURED = "measured";
    static final String NOT_MEASURED = "estimate, not measured";

    /** An hourly minimum and where it comes from. */
    public record Floor(
            MoneyBody perHour, String kind, String place, String source, LocalDate effective, String confidence) {}

    /**
     * Who is screened out is paid for finding out, and may do nothing more of the job.
     *
     * @param begun workers who asked for a task of the job so far, nearly all of whom got one; never fewer than were screened out
     * @param screenedOutRate share of them who were screened out, 0 to 1; left out until {@value #TELLING} have begun
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Screening(long begun, @Nullable Double screenedOutRate) {

        /** Of fewer the share says more of them than of the job. */
        static final int TELLING = 10;

        static Screening of(long begun, long screenedOut) {
            // Who was given a task by its name has no place in the order of claims.
            long began = Math.max(begun, screenedOut);
            return new Screening(began, began < TELLING ? null : share(screenedOut, began));
        }
    }

    /** {@return a part of a whole that is not 0, to three places} */
    static double share(long part, long whole) {
        return Math.round(1000.0 * part / whole) / 1000.0;
    }

    OfferView withSpec(JsonNode document) {
        return new OfferView(
                jobId,
                title,
                description,
                requesterId,
                reward,
                timeLimitSeconds,
                timeEstimateSeconds,
                medianActiveSeconds,
                p25,
                p75,
                measured,
                timeBasis,
                measuredWorkers,
                expectedHourly,
                floor,
                tasksLeft,
                approvalRate,
                rejectionRate,
                overturnedRate,
                decisions,
                reviewSeconds,
                averageReviewSeconds,
                screening,
                places,
                document.get("instructions"),
                document);
    }
}
