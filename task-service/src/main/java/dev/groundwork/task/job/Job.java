package dev.groundwork.task.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.floor.FloorPolicy;
import dev.groundwork.task.policy.QualityPolicy;

import org.jspecify.annotations.Nullable;

/**
 * The terms of one batch of work, which one requester pays for.
 *
 * <p>A job owns its life cycle: its state changes only through the verbs below, each of which either keeps every
 * invariant or throws and changes nothing.
 */
@Entity
public class Job {

    /** Reason of a pause that the requester asked for. */
    public static final String PAUSED_BY_REQUESTER = "requester";

    /** Reason of a pause because the measured time asks for more than the reward. */
    public static final String PAUSED_UNDERPAID = "underpaid";

    @Id
    private UUID id;

    @Version
    @Column
    private int version;

    @Column(updatable = false)
    private UUID requesterId;

    @Column
    private String title;

    @Column
    @Nullable private String description;

    @Column(updatable = false)
    private String specHash;

    @Enumerated(EnumType.STRING)
    private JobState state;

    @Column
    @Nullable private String stateReason;

    @Column
    private long rewardMinor;

    @Column
    private String currency;

    @Column
    @Nullable private Long budgetMinor;

    @Column
    private int overlap;

    @Column
    private int timeEstimateSeconds;

    @Column
    private int timeLimitSeconds;

    @Column
    private int reviewWindowSeconds;

    @Enumerated(EnumType.STRING)
    private FloorPolicy floorPolicy;

    @Column(columnDefinition = "text[]")
    private String[] places;

    @Column(columnDefinition = "text[]")
    private String[] languages;

    @Enumerated(EnumType.STRING)
    private ReviewPolicy reviewPolicy;

    @Column
    @Nullable private Double reviewThreshold;

    @Column
    private int revisionWindowSeconds;

    /** A {@link QualityPolicy} as JSON. */
    @Column(updatable = false)
    @Nullable private String quality;

    /** Whether workers see ids in the place of the requester's own names, which might tell control tasks from others. */
    @Column(updatable = false)
    private boolean namesHidden;

    @Column
    private int pilotWorkers;

    @Column(updatable = false)
    @Nullable private Long screenOuts;

    @Column
    private long pilotShare;

    @Column
    private long pilotSlots;

    @Column
    private long pilotMeasured;

    @Column
    private boolean inPilot;

    @Column
    @Nullable private Instant pilotLookAt;

    @Column
    @Nullable private UUID raiseId;

    @Column
    @Nullable private Long raiseMinor;

    @Column
    @Nullable private String raiseRefusal;

    @Column
    @Nullable private Long owedMinor;

    @Column
    @Nullable private Long heldBaseMinor;

    @Column
    @Nullable private Long heldReserveMinor;

    @Column
    @Nullable private UUID publicationId;

    @Column
    private long taskCount;

    @Column
    private long assignmentCount;

    @Column(updatable = false)
    private Instant createdAt;

    @Column
    @Nullable private Instant publishedAt;

    @Column
    @Nullable private Instant openedAt;

    @Column
    @Nullable private Instant endedAt;

    /** For Hibernate. */
    protected Job() {}

    private Job(UUID requesterId, JobTerms terms, Instant now) {
        this.id = Ids.next();
        this.requesterId = requesterId;
        this.title = terms.title();
        this.description = terms.description();
        this.specHash = terms.specHash();
        this.state = JobState.DRAFT;
        this.rewardMinor = terms.reward().minor();
        this.currency = terms.reward().currency();
        Money budget = terms.budget();
        this.budgetMinor = budget == null ? null : budget.minor();
        this.overlap = terms.overlap();
        this.timeEstimateSeconds = Math.toIntExact(terms.timeEstimate().toSeconds());
        this.timeLimitSeconds = Math.toIntExact(terms.timeLimit().toSeconds());
        this.reviewWindowSeconds = Math.toIntExact(terms.reviewWindow().toSeconds());
        this.floorPolicy = terms.floorPolicy();
        this.places = terms.places().toArray(String[]::new);
        this.languages = terms.languages().toArray(String[]::new);
        this.reviewPolicy = terms.review().policy();
        this.reviewThreshold = terms.review().threshold();
        this.revisionWindowSeconds =
                Math.toIntExact(terms.review().revisionWindow().toSeconds());
        this.pilotWorkers = terms.pilotWorkers();
        Integer beside = terms.screenOuts();
        this.screenOuts = beside == null ? null : beside.longValue();
        QualityPolicy policy = terms.quality();
        if (policy != null) {
            this.quality = policy.write();
            this.namesHidden = !policy.takesNamedClaims();
            this.assignmentCount = policy.answers(0);
        }
        this.createdAt = now;
    }

    public static Job draft(UUID requesterId, JobTerms terms, Instant now) {
        return new Job(requesterId, terms, now);
    }

    /** More tasks to do, with the answers wanted for them all together; drafts only. */
    public void addTasks(long tasks, long assignments) {
        require(JobState.DRAFT, "job-not-draft", "add tasks to");
        taskCount = Math.addExact(taskCount, tasks);
        assignmentCount = Math.addExact(assignmentCount, assignments);
    }

    /**
     * Asks for the job's money.
     *
     * @param attempt names this try: the answer about the money carries it
     */
    public void publish(UUID attempt, Instant now) {
        require(JobState.DRAFT, "job-not-draft", "publish");
        requireTasks();
        state = JobState.FUNDING;
        stateReason = null;
        publicationId = attempt;
        publishedAt = now;
    }

    /**
     * The money is held: workers may claim.
     *
     * @return false when the answer is about a try that is no longer waited for, and nothing changed
     */
    public boolean open(UUID attempt, Instant now) {
        if (!isWaitingFor(attempt)) {
            return false;
        }
        state = JobState.OPEN;
        openedAt = now;
        return true;
    }

    /**
     * The money is held, and the time is still to be measured: as many workers as the pilot asks for may claim one task each.
     *
     * @param workers how many the platform asks for at least; a requester may have asked for more
     * @return as of {@link #open}
     */
    public boolean openPilot(UUID attempt, int workers, Instant now) {
        if (!isWaitingFor(attempt)) {
            return false;
        }
        state = JobState.PILOT;
        pilotWorkers = Math.max(pilotWorkers, workers);
        inPilot = true;
        openedAt = now;
        return true;
    }

    /**
     * Says how far the pilot is.
     *
     * @param share answers that it is to measure
     * @param measured answers that have a time
     * @param unmeasured answers that came without one: each makes room for another
     */
    void pilotStands(long share, long measured, long unmeasured) {
        pilotShare = share;
        pilotMeasured = measured;
        pilotSlots = share + unmeasured;
    }

    /** Says when the pilot is looked at again if nothing moves in it. */
    void lookAgainAt(Instant at) {
        pilotLookAt = at;
    }

    /** The measured time is paid for: everything is open. */
    void passPilot() {
        if (state != JobState.PILOT) {
            throw new IllegalStateException("job " + id + " is in no pilot: it is " + state);
        }
        state = JobState.OPEN;
        inPilot = false;
    }

    /**
     * The measured time asks for more than the reward: nothing more may be claimed until it is raised. What is done already is owed the
     * difference, which no later measurement lowers.
     */
    void pauseUnderpaid(Money required) {
        if (!isClaimable()) {
            throw new IllegalStateException("job " + id + " cannot be paused as underpaid: it is " + state);
        }
        state = JobState.PAUSED;
        stateReason = PAUSED_UNDERPAID;
        owe(required);
    }

    /** Every paid answer comes to so much at least; what is owed never falls. */
    void owe(Money atLeast) {
        owedMinor = owedMinor == null ? atLeast.minor() : Math.max(owedMinor, atLeast.minor());
    }

    /**
     * Asks for the money of a higher reward; until it is held, the old one goes on.
     *
     * @param attempt names this try: the answer about the money carries it
     */
    void askRaise(UUID attempt, Money higher) {
        if (!isClaimable() && state != JobState.PAUSED) {
            throw new RuleViolation(
                    "job-not-published",
                    "The reward of a job that is " + state
                            + " cannot be raised: it has to be published and not ended.");
        }
        requireNoRaiseUnderWay();
        if (higher.minor() <= rewardMinor) {
            throw new Unprocessable(
                    "reward-not-raised",
                    "The reward is " + reward().decimal() + " " + currency + " and may rise, never fall.",
                    Map.of("reward", reward().decimal(), "currency", currency));
        }
        raiseId = attempt;
        raiseMinor = higher.minor();
        raiseRefusal = null;
    }

    /** @throws RuleViolation {@code raise-pending} */
    void requireNoRaiseUnderWay() {
        if (raiseId != null) {
            throw new RuleViolation(
                    "raise-pending",
                    "A raise to " + new Money(raised(), currency).decimal() + " " + currency
                            + " waits for its money already. Wait for the answer.");
        }
    }

    /**
     * The money of a raise is held: who claims from now on gets the new reward, and who worked before is owed the difference.
     *
     * @return false when the answer is about a raise that is no longer waited for, and nothing changed
     */
    boolean raise(UUID attempt) {
        if (!attempt.equals(raiseId) || state.hasEnded()) {
            return false;
        }
        rewardMinor = raised();
        raiseId = null;
        raiseMinor = null;
        owe(reward());
        return true;
    }

    /**
     * The money of a raise is not to be had.
     *
     * @return as of {@link #raise}
     */
    boolean refuseRaise(UUID attempt, String reason) {
        if (!attempt.equals(raiseId)) {
            return false;
        }
        raiseId = null;
        raiseRefusal = reason;
        return true;
    }

    /** Remembers what is held for the job, by the rates of that time; once for its opening and for each raise. */
    void held(long baseMinor, long reserveMinor) {
        heldBaseMinor = Math.addExact(heldBaseMinor == null ? 0 : heldBaseMinor, baseMinor);
        heldReserveMinor = Math.addExact(heldReserveMinor == null ? 0 : heldReserveMinor, reserveMinor);
    }

    private long raised() {
        return Objects.requireNonNull(raiseMinor, "a raise has an amount");
    }

    /**
     * The money is not to be had: a draft again, with the reason.
     *
     * @return as of {@link #open}
     */
    public boolean refuseFunds(UUID attempt, String reason) {
        if (!isWaitingFor(attempt)) {
            return false;
        }
        state = JobState.DRAFT;
        stateReason = reason;
        publicationId = null;
        publishedAt = null;
        return true;
    }

    public void pause(String reason) {
        if (!isClaimable()) {
            require(JobState.OPEN, "job-not-open", "pause");
        }
        state = JobState.PAUSED;
        stateReason = reason;
    }

    /** Takes claims again: all of them, or those of the pilot that was not over; at a reward that is settled, as others may have to keep up with it. */
    public void resume() {
        require(JobState.PAUSED, "job-not-paused", "resume");
        requireNoRaiseUnderWay();
        state = inPilot ? JobState.PILOT : JobState.OPEN;
        stateReason = null;
    }

    /** Takes claims again after a pause as underpaid, as the reward now pays for the measured time. */
    void resumePaid() {
        require(JobState.PAUSED, "job-not-paused", "resume");
        // The pilot has measured what it was for.
        inPilot = false;
        state = JobState.OPEN;
        stateReason = null;
    }

    boolean isUnderpaid() {
        return state == JobState.PAUSED && PAUSED_UNDERPAID.equals(stateReason);
    }

    private boolean isClaimable() {
        return state == JobState.OPEN || state == JobState.PILOT;
    }

    /** Gives the job up; what workers have claimed already stays theirs to finish. */
    public void cancel(Instant now) {
        if (state.hasEnded()) {
            throw new RuleViolation("job-ended", "The job has ended already: it is " + state + ".");
        }
        boolean nobodyWorks = openedAt == null;
        state = JobState.CANCELLED;
        stateReason = null;
        if (nobodyWorks) {
            endedAt = now;
        }
    }

    /** Every assignment is final: the job is completed, or its cancellation is. */
    public void end(Instant now) {
        if (isClaimable() || state == JobState.PAUSED) {
            state = JobState.COMPLETED;
            stateReason = null;
        } else if (state != JobState.CANCELLED || endedAt != null) {
            throw new IllegalStateException("job " + id + " cannot end: it is " + state + " since " + endedAt);
        }
        endedAt = now;
    }

    /** Refuses unless the job is a draft with something to do. */
    void requirePublishable() {
        require(JobState.DRAFT, "job-not-draft", "publish");
        requireTasks();
    }

    private void requireTasks() {
        if (taskCount == 0) {
            throw new Unprocessable(
                    "job-without-tasks",
                    "A job needs at least one task before it is published: upload tasks to /v1/jobs/" + id + "/tasks.");
        }
    }

    private boolean isWaitingFor(UUID attempt) {
        return state == JobState.FUNDING && attempt.equals(publicationId);
    }

    private void require(JobState expected, String code, String action) {
        if (state != expected) {
            throw new RuleViolation(
                    code, "Cannot " + action + " a job that is " + state + ": it has to be " + expected + ".");
        }
    }

    public UUID id() {
        return id;
    }

    public UUID requesterId() {
        return requesterId;
    }

    public String title() {
        return title;
    }

    public @Nullable String description() {
        return description;
    }

    public String specHash() {
        return specHash;
    }

    public JobState state() {
        return state;
    }

    public @Nullable String stateReason() {
        return stateReason;
    }

    public Money reward() {
        return new Money(rewardMinor, currency);
    }

    public @Nullable Money budget() {
        return budgetMinor == null ? null : new Money(budgetMinor, currency);
    }

    public int overlap() {
        return overlap;
    }

    public Duration timeEstimate() {
        return Duration.ofSeconds(timeEstimateSeconds);
    }

    public Duration timeLimit() {
        return Duration.ofSeconds(timeLimitSeconds);
    }

    public Duration reviewWindow() {
        return Duration.ofSeconds(reviewWindowSeconds);
    }

    public FloorPolicy floorPolicy() {
        return floorPolicy;
    }

    public List<String> places() {
        return List.of(places);
    }

    /** {@return the languages that the work is in, in order; empty where the requester says none} */
    public List<String> languages() {
        return List.of(languages);
    }

    public ReviewTerms review() {
        return new ReviewTerms(reviewPolicy, reviewThreshold, Duration.ofSeconds(revisionWindowSeconds));
    }

    /** {@return whether the time is still to be measured, though claims may be paused} */
    public boolean isInPilot() {
        return inPilot;
    }

    /** {@return how many workers the pilot asks for; 0 for no pilot} */
    public int pilotWorkers() {
        return pilotWorkers;
    }

    public long pilotShare() {
        return pilotShare;
    }

    /** {@return how many attempts may be open or answered while the pilot runs} */
    public long pilotSlots() {
        return pilotSlots;
    }

    public long pilotMeasured() {
        return pilotMeasured;
    }

    /** {@return the higher reward that waits for its money, or whose money was refused} */
    public @Nullable Money raiseTo() {
        return raiseMinor == null ? null : new Money(raiseMinor, currency);
    }

    /** {@return why the last raise was refused; null while it waits, and when there was none} */
    public @Nullable String raiseRefusal() {
        return raiseRefusal;
    }

    /** {@return what each paid answer comes to at least, with its top-up; null where nothing is owed} */
    public @Nullable Money owed() {
        return owedMinor == null ? null : new Money(owedMinor, currency);
    }

    /** {@return how the job makes sure of its answers; null for a fixed overlap and nothing else} */
    public @Nullable QualityPolicy quality() {
        return quality == null ? null : QualityPolicy.read(quality);
    }

    /** {@return the attempt to publish that waits, or that opened the job} */
    public @Nullable UUID publicationId() {
        return publicationId;
    }

    public long taskCount() {
        return taskCount;
    }

    /**
     * {@return how many answers the job may come to: the sum of its tasks' overlaps, and what control tasks and
     * training may come to}
     */
    public long assignmentCount() {
        return assignmentCount;
    }

    /**
     * {@return how many workers are paid beside the answers for finding out that the job is not for them; null where no answer says so}
     */
    public @Nullable Long screenOuts() {
        return screenOuts;
    }

    /** {@return how many assignments the job may come to pay for: its answers, and who is screened out beside them} */
    public long mostPaid() {
        return Math.addExact(assignmentCount, screenOuts == null ? 0 : screenOuts);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant publishedAt() {
        return publishedAt;
    }

    public @Nullable Instant openedAt() {
        return openedAt;
    }

    /** {@return when the last assignment was final and the job's end was published} */
    public @Nullable Instant endedAt() {
        return endedAt;
    }
}
