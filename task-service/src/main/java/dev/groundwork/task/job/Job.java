package dev.groundwork.task.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    @Enumerated(EnumType.STRING)
    private ReviewPolicy reviewPolicy;

    @Column
    @Nullable private Double reviewThreshold;

    @Column
    private int revisionWindowSeconds;

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
        this.reviewPolicy = terms.review().policy();
        this.reviewThreshold = terms.review().threshold();
        this.revisionWindowSeconds =
                Math.toIntExact(terms.review().revisionWindow().toSeconds());
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
        require(JobState.OPEN, "job-not-open", "pause");
        state = JobState.PAUSED;
        stateReason = reason;
    }

    public void resume() {
        require(JobState.PAUSED, "job-not-paused", "resume");
        state = JobState.OPEN;
        stateReason = null;
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
        if (state == JobState.OPEN || state == JobState.PAUSED) {
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

    public ReviewTerms review() {
        return new ReviewTerms(reviewPolicy, reviewThreshold, Duration.ofSeconds(revisionWindowSeconds));
    }

    /** {@return the attempt to publish that waits, or that opened the job} */
    public @Nullable UUID publicationId() {
        return publicationId;
    }

    public long taskCount() {
        return taskCount;
    }

    /** {@return how many approved assignments the job may come to: the sum of its tasks' overlaps} */
    public long assignmentCount() {
        return assignmentCount;
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
