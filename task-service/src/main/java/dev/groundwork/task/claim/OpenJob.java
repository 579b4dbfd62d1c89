package dev.groundwork.task.claim;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.eligibility.Place;
import dev.groundwork.task.policy.QualityPolicy;

import org.jspecify.annotations.Nullable;

/**
 * The terms of a job whose row is locked: while it is, its state does not change and nobody else hands out its slots.
 *
 * @param screensOut whether workers may say that the job is not for them
 */
record OpenJob(
        UUID id,
        UUID requesterId,
        String state,
        @Nullable String stateReason,
        long rewardMinor,
        String currency,
        Duration timeLimit,
        String specHash,
        List<String> places,
        Pilot pilot,
        int overlap,
        @Nullable QualityPolicy quality,
        boolean screensOut) {

    /**
     * How far the job's pilot is.
     *
     * @param slots how many attempts may be open or answered while it runs
     * @param share answers that it is to measure
     * @param measured answers measured so far
     */
    record Pilot(long slots, long share, long measured) {

        /** {@return what a worker is told who gets nothing of it} */
        RuleViolation refusal(boolean tookPart) {
            return new RuleViolation(
                    "pilot-only",
                    "The working time of this job is being measured: %d of %d answers are in, one a worker. %s"
                                    .formatted(
                                            measured,
                                            share,
                                            tookPart
                                                    ? "You have taken yours."
                                                    : "All are in other workers' hands; one may come back when somebody returns it.")
                            + " The rest opens by itself when the time is known and paid for; GET /v1/offers lists it then.",
                    Map.of("state", "PILOT", "measured", measured, "wanted", share));
        }
    }

    boolean isInPilot() {
        return state.equals("PILOT");
    }

    /** {@return whether workers see ids in the place of the requester's names} */
    boolean hidesNames() {
        return quality != null && !quality.takesNamedClaims();
    }

    boolean isOpen() {
        return state.equals("OPEN") || state.equals("PILOT");
    }

    /** {@return why this worker gets nothing of this job now; null when nothing is in the way} */
    @Nullable DomainProblem refusalFor(@Nullable String standing, @Nullable Place place) {
        if (standing == null || place == null) {
            return new RuleViolation(
                    "profile-missing",
                    "Your profile is not known here yet. Register it by PUT /v1/me, or wait a moment if you just did.");
        }
        if (!standing.equals("ACTIVE")) {
            return new NotAllowed(
                    "worker-suspended", "Your account is %s and cannot claim tasks now.".formatted(standing));
        }
        if (!isOpen()) {
            return new RuleViolation(
                    "job-not-open",
                    "The job is %s and hands out no tasks. GET /v1/offers lists those that do.".formatted(state),
                    stateReason == null ? Map.of("state", state) : Map.of("state", state, "reason", stateReason));
        }
        if (!place.isAdmittedBy(places)) {
            return new NotAllowed(
                    "place-not-admitted", "The job is open to %s only.".formatted(String.join(", ", places)));
        }
        return null;
    }
}
