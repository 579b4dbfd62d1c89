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
import dev.groundwork.task.floor.FloorPay;
import dev.groundwork.task.floor.FloorRate;
import dev.groundwork.task.time.SpentTime;
import dev.groundwork.task.time.TimeBasis;

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
    private final SpentTime loadedTime;
    private final List<Step> steps = new ArrayList<>();
    private AssignmentState state;
    private @Nullable Instant submittedAt;
    private @Nullable Instant reviewDueAt;
    private SpentTime time;
    private long tailMillis;
    private @Nullable String answer;
    private boolean newAnswer;
    private final List<String> replaced;
    private @Nullable Instant decidedAt;
    private @Nullable String decidedBy;
    private @Nullable String feedback;
    private @Nullable Rejection rejection;
    private @Nullable Dispute dispute;
    private @Nullable Instant finalAt;
    private @Nullable String finalBy;
    private @Nullable String ruling;
    private @Nullable ScreenOutPay screenOutPay;

    /**
     * What the time is worth of a worker who finds that a task is not for them.
     *
     * @param minor what is paid, in the currency of the reward
     * @param floor of the worker's place; null where the pay was settled before this was loaded
     */
    public record ScreenOutPay(long minor, @Nullable FloorRate floor) {}

    /**
     * One edge that an assignment went along.
     *
     * @param activeSeconds credited up to then
     * @param addedSeconds of these, by this step
     */
    record Step(Act act, AssignmentState to, long activeSeconds, long addedSeconds) {}

    /**
     * How a rejection stands that was proposed.
     *
     * @param stake what is paid if it stands
     * @param appealUntil when it is final without an appeal
     * @param rulingDueAt when it is overturned without a ruling; null before an appeal
     */
    record Dispute(
            Rejection.Stake stake,
            Instant appealUntil,
            @Nullable Instant appealedAt,
            @Nullable Instant rulingDueAt) {}

    /**
     * What was fixed when the worker accepted.
     *
     * @param position place of the task in its job
     * @param revisionWindow how long after submitting the worker may replace the answer
     * @param byControlScore whether the job's review policy approves by the worker's control score
     * @param rewardMinor in the minor unit of {@code currency}
     * @param watched whether the job has a quality policy, which looks at its answers
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
            Duration reviewWindow,
            Duration revisionWindow,
            boolean byControlScore,
            boolean watched) {}

    Assignment(
            UUID id,
            Terms terms,
            AssignmentState state,
            @Nullable Instant submittedAt,
            @Nullable Instant reviewDueAt,
            SpentTime time,
            @Nullable String answer,
            List<String> replaced,
            @Nullable Rejection rejection,
            @Nullable Dispute dispute,
            @Nullable ScreenOutPay screenOutPay) {
        this.id = id;
        this.terms = terms;
        this.loadedAs = state;
        this.loadedTime = time;
        this.state = state;
        this.submittedAt = submittedAt;
        this.reviewDueAt = reviewDueAt;
        this.time = time;
        this.answer = answer;
        this.replaced = new ArrayList<>(replaced);
        this.rejection = rejection;
        this.dispute = dispute;
        this.screenOutPay = screenOutPay;
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
     * Hands in the answer, which the output schema has accepted; or another one in place of it, as long as the revision window
     * is open and nobody has decided. The clock of the review goes on as it was started.
     *
     * @param reportedSeconds active time as the worker's client saw it; null where it saw none
     * @param restores whether an answer that was replaced is meant once more; otherwise it is a late repeat of what was sent
     *     before the replacement, which undoes nothing
     */
    public void submit(String words, @Nullable Long reportedSeconds, boolean restores, Instant now) {
        requireInTime(now, "submitted");
        boolean revises = mayBeRevised(now);
        if (state.isAnswered() && !revises) {
            throw new RuleViolation(
                    "already-submitted",
                    "The assignment was submitted at %s with another answer, which stands.".formatted(submittedAt));
        }
        var act = revises ? Act.REVISE : Act.SUBMIT;
        var next = after(act, "submitted");
        if (revises) {
            replace(words, restores);
        } else {
            submittedAt = now;
            reviewDueAt = now.plus(terms.reviewWindow());
        }
        answer = words;
        newAnswer = true;
        long before = time.activeSeconds();
        // What came after the first submission is no longer the work on the task.
        var worked = submittedAt == null ? now : submittedAt;
        closeTail(worked);
        if (reportedSeconds != null) {
            report(reportedSeconds, worked);
        } else {
            time = time.handedIn(wallSeconds(worked));
        }
        go(act, next, time.activeSeconds() - before);
    }

    /**
     * Hands in that the task is not for this worker: nobody decides on it, and the time that it took is paid at the wage floor, up to
     * the reward. Time that was not measured counts as far as it was reported, and no longer than a look at the task takes: nobody looks
     * at it any more. An answer that was handed in before stands.
     *
     * @param words what of the answer says so
     * @param reportedSeconds as for {@link #submit}
     * @param floor of the worker's place, in the currency of the reward
     * @param unmeasured how much of the time counts at most that nobody measured
     */
    public void screenOut(
            String words, @Nullable Long reportedSeconds, FloorRate floor, Duration unmeasured, Instant now) {
        requireInTime(now, "screened out");
        var next = after(Act.SCREEN_OUT, "screened out");
        answer = words;
        newAnswer = true;
        decidedAt = now;
        decidedBy = "screen-out";
        closeTail(now);
        if (reportedSeconds != null) {
            report(reportedSeconds, now);
        }
        time = time.atMostUnlessMeasured(unmeasured.toSeconds());
        screenOutPay = new ScreenOutPay(
                FloorPay.of(floor.perHour().minor(), time.activeSeconds(), terms.rewardMinor()), floor);
        go(Act.SCREEN_OUT, next, 0);
    }

    private void replace(String words, boolean restores) {
        var before = answer == null ? null : AnswerHash.of(answer);
        if (!restores && replaced.contains(AnswerHash.of(words))) {
            throw new RuleViolation(
                    "answer-replaced",
                    "You handed in this answer before and replaced it by the one that stands. To go back to it, send restore.");
        }
        if (before != null && !replaced.contains(before)) {
            replaced.add(before);
        }
    }

    private boolean mayBeRevised(Instant now) {
        return state == AssignmentState.SUBMITTED && now.isBefore(revisableUntil());
    }

    /** {@return until when the worker may replace the answer} */
    Instant revisableUntil() {
        return submittedAt == null ? terms.claimedAt() : submittedAt.plus(terms.revisionWindow());
    }

    /** Takes the worker's own report of the active seconds so far, which counts where nothing is measured. */
    public void heartbeat(long reportedSeconds, Instant now) {
        requireInHand(now);
        report(reportedSeconds, now);
    }

    private void report(long reportedSeconds, Instant now) {
        time = time.reported(reportedSeconds, wallSeconds(now));
    }

    /** Refuses signs of work on what the worker no longer holds. */
    void requireInHand(Instant now) {
        requireInTime(now, "worked on");
        if (state != AssignmentState.CLAIMED) {
            throw notAllowed("worked on");
        }
    }

    /** Credits time that was measured, never more in all than has passed since the claim. */
    void credit(long measuredMillis, Instant now) {
        time = time.measured(
                measuredMillis,
                Math.max(0, Duration.between(terms.claimedAt(), now).toMillis()));
    }

    /** The time since the last sign of work, which counts if the work ends now. */
    void attendedFor(long millis) {
        tailMillis = millis;
    }

    private void closeTail(Instant now) {
        if (tailMillis > 0) {
            credit(tailMillis, now);
            tailMillis = 0;
        }
    }

    boolean isMeasured() {
        return time.basis() == TimeBasis.MEASURED;
    }

    /** Gives the task back; its slot goes to somebody else. */
    public void giveBack(Instant now) {
        requireInTime(now, "returned");
        var next = after(Act.GIVE_BACK, "returned");
        closeTail(now);
        go(Act.GIVE_BACK, next, 0);
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

    /** Approves what nobody has decided on, as the worker's control score is surely high. */
    public void approveByControlScore(Instant now) {
        move(Act.CONTROL_SCORE, "approved");
        decidedAt = now;
        decidedBy = "control-score";
    }

    /** Accepts the answer: the worker has earned the reward. */
    public void approve(@Nullable String words, Instant now) {
        move(Act.APPROVE, "approved");
        decidedAt = now;
        decidedBy = "requester";
        feedback = words;
    }

    /**
     * Takes the answer to pay for it and not to use it: the worker has earned the reward. As of {@link #requireContestable} it
     * has to stand, and silence must not have approved it.
     */
    public void acceptUnused(@Nullable String words, Instant now) {
        requireContestable("accepted", now);
        move(Act.SOFT_REJECT, "accepted");
        decidedAt = now;
        decidedBy = "requester";
        feedback = words;
    }

    /**
     * Proposes a rejection, as of {@link #requireContestable}: the money stays held until it is final.
     *
     * @param stake what is paid if it stands
     * @param appealWindow for how long the worker may appeal
     */
    public void reject(Rejection why, Rejection.Stake stake, Duration appealWindow, Instant now) {
        requireContestable("rejected", now);
        move(Act.REJECT, "rejected");
        decidedAt = now;
        decidedBy = "requester";
        rejection = why;
        dispute = new Dispute(stake, now.plus(appealWindow), null, null);
    }

    /**
     * Contests the rejection.
     *
     * @param rulingWindow how long the adjudicators have
     */
    public void appeal(Duration rulingWindow, Instant now) {
        if (state == AssignmentState.APPEALED) {
            throw new RuleViolation(
                    "already-appealed",
                    "You have appealed already; the ruling is due at %s."
                            .formatted(disputed().rulingDueAt()));
        }
        // The clock may be late; the window is not.
        if (state == AssignmentState.REJECTED || (state == AssignmentState.REJECTION_HELD && isAppealWindowOver(now))) {
            throw new RuleViolation(
                    "appeal-too-late",
                    "The rejection is final: there was time to appeal until its appeal window ended.");
        }
        if (state != AssignmentState.REJECTION_HELD) {
            throw new RuleViolation(
                    "nothing-to-appeal", "The assignment is %s: only a rejection can be appealed.".formatted(state));
        }
        move(Act.APPEAL, "appealed");
        dispute = new Dispute(disputed().stake(), disputed().appealUntil(), now, now.plus(rulingWindow));
    }

    /** Ends the dispute by a ruling, whose reason both sides read. */
    public void rule(boolean upheld, String why, Instant now) {
        if (state != AssignmentState.APPEALED) {
            throw new RuleViolation("already-ruled", "The appeal is decided: the assignment is %s.".formatted(state));
        }
        // The clock may be late; the time to rule is over all the same.
        var dueAt = disputed().rulingDueAt();
        if (dueAt != null && !now.isBefore(dueAt)) {
            throw new RuleViolation(
                    "ruling-too-late", "The ruling was due at %s: without one the worker is right.".formatted(dueAt));
        }
        move(upheld ? Act.UPHOLD : Act.OVERTURN, "ruled on");
        ruling = why;
        end("adjudicator", now);
    }

    /** Makes a rejection final that nobody has appealed in time; {@return whether it did} */
    boolean lapseIfDue(Instant now) {
        if (state != AssignmentState.REJECTION_HELD || !isAppealWindowOver(now)) {
            return false;
        }
        move(Act.LAPSE, "rejected");
        end("no-appeal", now);
        return true;
    }

    /** Overturns a rejection whose appeal nobody has ruled on in time; {@return whether it did} */
    boolean overturnIfDue(Instant now) {
        var dueAt = dispute == null ? null : dispute.rulingDueAt();
        if (state != AssignmentState.APPEALED || dueAt == null || now.isBefore(dueAt)) {
            return false;
        }
        move(Act.NO_RULING, "approved");
        end("no-ruling", now);
        return true;
    }

    private boolean isAppealWindowOver(Instant now) {
        return dispute != null && !now.isBefore(dispute.appealUntil());
    }

    private void end(String by, Instant now) {
        finalAt = now;
        finalBy = by;
    }

    private Dispute disputed() {
        if (dispute == null) {
            throw new IllegalStateException("assignment " + id + " is " + state + " without what is at stake");
        }
        return dispute;
    }

    /**
     * Refuses what has no answer that waits for a decision, what silence has approved, and what the worker may still replace: a
     * requester turns down an answer that stands, not the one before it.
     */
    public void requireContestable(String participle, Instant now) {
        if (state != AssignmentState.SUBMITTED) {
            throw notAllowed(participle);
        }
        // The clock may be late; the window is not.
        if (reviewDueAt != null && !now.isBefore(reviewDueAt)) {
            throw new RuleViolation(
                    "review-too-late",
                    "The review window ended at %s: the answer is approved and cannot be %s."
                            .formatted(reviewDueAt, participle));
        }
        if (mayBeRevised(now)) {
            throw new RuleViolation(
                    "answer-revisable",
                    "The worker may replace the answer until %s; it cannot be %s before."
                            .formatted(revisableUntil(), participle));
        }
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

    /** {@return the edges that it went along since it was loaded, in order: others hear of each, also of those in between} */
    List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    private void move(Act act, String participle) {
        go(act, after(act, participle), 0);
    }

    private AssignmentState after(Act act, String participle) {
        return state.after(act).orElseThrow(() -> notAllowed(participle));
    }

    private void go(Act act, AssignmentState next, long addedSeconds) {
        state = next;
        steps.add(new Step(act, next, time.activeSeconds(), addedSeconds));
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
            case APPROVED, ACCEPTED_UNUSED, REJECTION_HELD, APPEALED, REJECTED, SCREENED_OUT ->
                new RuleViolation(
                        "already-decided", "The assignment is %s and cannot be %s.".formatted(state, participle));
        };
    }

    boolean isChanged() {
        return state != loadedAs || !time.equals(loadedTime) || newAnswer;
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
        return time.activeSeconds();
    }

    SpentTime time() {
        return time;
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

    /** {@return the answer as JSON text if it was handed in since this was loaded, else null} */
    @Nullable String newAnswer() {
        return newAnswer ? answer : null;
    }

    /** {@return hashes of the answers that others took the place of} */
    List<String> replaced() {
        return Collections.unmodifiableList(replaced);
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

    public @Nullable Rejection rejection() {
        return rejection;
    }

    /** {@return what is paid to a worker for whom the task was not; null for all others} */
    @Nullable ScreenOutPay screenOutPay() {
        return screenOutPay;
    }

    @Nullable Dispute dispute() {
        return dispute;
    }

    /** {@return what becomes of the pay if a rejection stands, null where there is none} */
    public @Nullable RejectionOutcome outcome() {
        return dispute == null ? null : dispute.stake().outcome();
    }

    /** {@return whether the answer may enter aggregates and exports} */
    public boolean isUsable() {
        return state.isUsable() || (state == AssignmentState.REJECTED && outcome() == RejectionOutcome.FULL_PAY);
    }

    /** {@return whether the rejection of the answer is final and nothing is paid for it} */
    boolean isUnpaid() {
        return state == AssignmentState.REJECTED && outcome() == RejectionOutcome.UNPAID;
    }

    @Nullable Instant finalAt() {
        return finalAt;
    }

    @Nullable String finalBy() {
        return finalBy;
    }

    @Nullable String ruling() {
        return ruling;
    }
}
