package dev.groundwork.task.assignment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.assignment.AssignmentState.Act;

import org.jspecify.annotations.Nullable;

/**
 * One worker's attempt at one task.
 *
 * <p>It changes only through the verbs below, each of which either moves along an edge of {@link AssignmentState} or throws and
 * changes nothing. {@link Assignments} loads many at once, locked, and writes back what changed.
 */
public final class Assignment {

    private final UUID id;
    private final Terms terms;
    private final AssignmentState loadedAs;
    private final long loadedActiveSeconds;
    private final List<AssignmentState> passed = new ArrayList<>();
    private AssignmentState state;
    private @Nullable Instant submittedAt;
    private @Nullable Instant reviewDueAt;
    private long activeSeconds;
    private @Nullable String answer;
    private @Nullable Instant decidedAt;
    private @Nullable String decidedBy;
    private @Nullable String feedback;
    private @Nullable Rejection rejection;

    /**
     * What was fixed when the worker accepted.
     *
     * @param position place of the task in its job
     * @param rewardMinor in the minor unit of {@code currency}
     */
    public record Terms(
            UUID jobId,
            UUID taskId,
            long position,
            UUID requesterId,
            UUID workerId,
            long rewardMinor,
            String currency,
            Instant claimedAt,
            Instant deadlineAt,
            Duration reviewWindow) {}

    Assignment(
            UUID id,
            Terms terms,
            AssignmentState state,
            @Nullable Instant submittedAt,
            @Nullable Instant reviewDueAt,
            long activeSeconds,
            @Nullable String answer) {
        this.id = id;
        this.terms = terms;
        this.loadedAs = state;
        this.loadedActiveSeconds = activeSeconds;
        this.state = state;
        this.submittedAt = submittedAt;
        this.reviewDueAt = reviewDueAt;
        this.activeSeconds = activeSeconds;
        this.answer = answer;
    }

    /** Refuses anybody but the worker; a foreign assignment is reported as absent, so that ids cannot be probed. */
    public void requireWorker(UUID workerId) {
        if (!terms.workerId().equals(workerId)) {
            throw new NotFound("assignment", id);
        }
    }

    /** Refuses anybody but the requester, like {@link #requireWorker}. */
    public void requireRequester(UUID requesterId) {
        if (!terms.requesterId().equals(requesterId)) {
            throw new NotFound("assignment", id);
        }
    }

    /**
     * Hands in the answer, which the output schema has accepted.
     *
     * @param reportedSeconds active time as the worker's client saw it; null where it saw none
     */
    public void submit(String newAnswer, @Nullable Long reportedSeconds, Instant now) {
        requireInTime(now, "submitted");
        if (state.isAnswered()) {
            throw new RuleViolation(
                    "already-submitted",
                    "The assignment was submitted at %s with another answer, which stands.".formatted(submittedAt));
        }
        move(Act.SUBMIT, "submitted");
        submittedAt = now;
        reviewDueAt = now.plus(terms.reviewWindow());
        answer = newAnswer;
        if (reportedSeconds != null) {
            report(reportedSeconds, now);
        } else if (activeSeconds == 0) {
            // Nothing was measured: the doubt is the worker's, or lost telemetry would make the task look quick.
            activeSeconds = wallSeconds(now);
        }
    }

    /** Takes the total of active seconds so far: it never falls, and never passes the time since the claim. */
    public void heartbeat(long reportedSeconds, Instant now) {
        requireInTime(now, "worked on");
        if (state != AssignmentState.CLAIMED) {
            throw notAllowed("worked on");
        }
        report(reportedSeconds, now);
    }

    private void report(long reportedSeconds, Instant now) {
        activeSeconds = Math.max(activeSeconds, Math.min(reportedSeconds, wallSeconds(now)));
    }

    /** Gives the task back; its slot goes to somebody else. */
    public void giveBack(Instant now) {
        requireInTime(now, "returned");
        move(Act.GIVE_BACK, "returned");
    }

    /** Ends a claim whose deadline has passed; {@return whether it did} */
    boolean expireIfDue(Instant now) {
        if (state != AssignmentState.CLAIMED || now.isBefore(terms.deadlineAt())) {
            return false;
        }
        move(Act.EXPIRE, "expired");
        return true;
    }

    /** Approves an answer that nobody has decided on in time; {@return whether it did} */
    boolean approveBySilenceIfDue(Instant now) {
        if (state != AssignmentState.SUBMITTED || reviewDueAt == null || now.isBefore(reviewDueAt)) {
            return false;
        }
        move(Act.SILENCE, "approved");
        decidedAt = now;
        decidedBy = "silence";
        return true;
    }

    /** Accepts the answer: the worker has earned the reward. */
    public void approve(@Nullable String words, Instant now) {
        move(Act.APPROVE, "approved");
        decidedAt = now;
        decidedBy = "requester";
        feedback = words;
    }

    /** Proposes a rejection: the money stays held until it is final. */
    public void reject(Rejection why, Instant now) {
        move(Act.REJECT, "rejected");
        decidedAt = now;
        decidedBy = "requester";
        rejection = why;
    }

    /** The clock may be late; the deadline is not. */
    private void requireInTime(Instant now, String participle) {
        if (state == AssignmentState.EXPIRED
                || (state == AssignmentState.CLAIMED && !now.isBefore(terms.deadlineAt()))) {
            throw new RuleViolation(
                    "assignment-expired",
                    "The assignment expired at %s and can no longer be %s. Its task is open to others; claim another one."
                            .formatted(terms.deadlineAt(), participle));
        }
    }

    /** {@return the states that it came through since it was loaded, in order: others hear of each, also of those in between} */
    List<AssignmentState> passed() {
        return Collections.unmodifiableList(passed);
    }

    private void move(Act act, String participle) {
        state = state.after(act).orElseThrow(() -> notAllowed(participle));
        passed.add(state);
    }

    private RuleViolation notAllowed(String participle) {
        return switch (state) {
            case SUBMITTED ->
                new RuleViolation(
                        "already-submitted",
                        "The assignment was submitted at %s and can no longer be %s."
                                .formatted(submittedAt, participle));
            case CLAIMED ->
                new RuleViolation(
                        "not-submitted", "The worker is still working: nothing can be %s yet.".formatted(participle));
            case RETURNED ->
                new RuleViolation(
                        "assignment-returned",
                        "The assignment was returned and cannot be %s; claim another task.".formatted(participle));
            case EXPIRED ->
                new RuleViolation(
                        "assignment-expired",
                        "The assignment expired at %s and cannot be %s.".formatted(terms.deadlineAt(), participle));
            case APPROVED, ACCEPTED_UNUSED, REJECTION_HELD, APPEALED, REJECTED ->
                new RuleViolation(
                        "already-decided", "The assignment is %s and cannot be %s.".formatted(state, participle));
        };
    }

    boolean isChanged() {
        return state != loadedAs || activeSeconds != loadedActiveSeconds;
    }

    AssignmentState loadedAs() {
        return loadedAs;
    }

    public UUID id() {
        return id;
    }

    public Terms terms() {
        return terms;
    }

    public AssignmentState state() {
        return state;
    }

    public long activeSeconds() {
        return activeSeconds;
    }

    /** {@return whole seconds from the claim to {@code until}} */
    public long wallSeconds(Instant until) {
        return Math.max(0, Duration.between(terms.claimedAt(), until).toSeconds());
    }

    /** {@return seconds from the submission to the decision, zero where there is none} */
    long reviewSeconds() {
        return submittedAt == null || decidedAt == null
                ? 0
                : Duration.between(submittedAt, decidedAt).toSeconds();
    }

    public @Nullable Instant submittedAt() {
        return submittedAt;
    }

    public @Nullable Instant reviewDueAt() {
        return reviewDueAt;
    }

    /** {@return the answer as JSON text} */
    public @Nullable String answer() {
        return answer;
    }

    @Nullable Instant decidedAt() {
        return decidedAt;
    }

    @Nullable String decidedBy() {
        return decidedBy;
    }

    @Nullable String feedback() {
        return feedback;
    }

    @Nullable Rejection rejection() {
        return rejection;
    }
}
