package dev.groundwork.payment.payout;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.rail.CutOff;

import org.jspecify.annotations.Nullable;

/**
 * Finance's run that turns balances into bank transfers. One person proposes it, as many others as its total needs approve
 * it, and one who did not propose it releases it; what is released is what was approved, by its hash.
 */
@Entity
public class PayoutBatch {

    /** The life of a batch. */
    public enum State {
        /** Collected; nothing is reserved. */
        DRAFT,
        /** The money is reserved, the content is fixed: people look at it. */
        FROZEN,
        /** As many people as its total needs have said yes to its content. */
        APPROVED,
        /** The money has left the balances, the messages are kept. */
        RELEASED,
        /** The rail has the messages. */
        SUBMITTED,
        /** The rail has said that it takes them. */
        ACKNOWLEDGED,
        /** Some of its payouts have come to an end. */
        PARTIAL,
        /** All of its payouts have. */
        SETTLED,
        /** Nothing is left of it, neither to do nor in its clearing account. */
        CLOSED,
        /** Somebody said no; a copy of it is a draft. */
        REJECTED,
        CANCELLED
    }

    private static final Set<State> AT_THE_RAIL = EnumSet.of(State.SUBMITTED, State.ACKNOWLEDGED, State.PARTIAL);

    @Id
    private UUID id;

    @Version
    @Column
    private int version;

    @Column
    private String rail;

    @Column
    private String currency;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column
    private long minimumMinor;

    @Column
    private int payoutCount;

    @Column
    private long totalMinor;

    @Column
    private String contentHash;

    @Column
    private String proposedBy;

    @Column
    private Instant proposedAt;

    @Column
    @Nullable private String releasedBy;

    @Column
    @Nullable private Instant releasedAt;

    @Column
    @Nullable private Instant sentAt;

    @Column
    @Nullable private Instant settledAt;

    @Column
    @Nullable private Instant cancelledAt;

    @Column
    private String collectedBy;

    @Column
    private LocalDate valueDate;

    @Column
    private Instant cutOffAt;

    @Column
    private int heldCount;

    @Column
    @Nullable private UUID copyOf;

    @Column
    @Nullable private Instant approvedAt;

    @Column
    @Nullable private Instant rejectedAt;

    @Column
    @Nullable private Instant closedAt;

    @Column
    @Nullable private String bookedSaidBy;

    @Column
    @Nullable private Integer approvalsNeeded;

    /** For Hibernate. */
    protected PayoutBatch() {}

    /** A batch without payouts, until they are {@link #collected}. */
    PayoutBatch(UUID id, String rail, Money minimum, String maker, Execution execution, Instant now) {
        this.id = id;
        this.rail = rail;
        this.currency = minimum.currency();
        this.state = State.DRAFT;
        this.minimumMinor = minimum.minor();
        this.contentHash = "0".repeat(64);
        this.collectedBy = maker;
        this.proposedBy = maker;
        this.proposedAt = now;
        plan(execution);
    }

    /**
     * When a batch is to be executed.
     *
     * @param cutOffAt the last moment to give it in for that day
     */
    record Execution(LocalDate valueDate, Instant cutOffAt) {

        static Execution at(Instant moment, CutOff cutOff) {
            LocalDate date = cutOff.valueDate(moment);
            return new Execution(date, cutOff.deadline(date));
        }
    }

    /** {@return a draft with nothing in it yet, of the same makers, that is to take over what this one held} */
    PayoutBatch copy(UUID copyId, Execution execution, Instant now) {
        var copy = new PayoutBatch(copyId, rail, minimum(), proposedBy, execution, now);
        copy.copyOf = id;
        return copy;
    }

    void collected(int count, long total, String hash) {
        requireDraft();
        contain(count, total, hash);
    }

    /** @throws RuleViolation {@code batch-not-draft} */
    void requireDraft() {
        require(EnumSet.of(State.DRAFT), "batch-not-draft", "freeze");
    }

    /** @param approvals how many people have to approve what is in it now; taking something out asks for no fewer */
    void frozen(String maker, int count, long total, int held, String hash, int approvals, Instant now) {
        requireDraft();
        contain(count, total, hash);
        this.approvalsNeeded = approvals;
        this.heldCount = held;
        this.proposedBy = maker;
        this.proposedAt = now;
        this.state = State.FROZEN;
    }

    /** Something was taken out: whatever people said of the content before, they did not say of this one. */
    void changed(int count, long total, String hash) {
        requireChangeable();
        contain(count, total, hash);
        this.approvedAt = null;
        this.state = State.FROZEN;
    }

    /** @throws RuleViolation {@code batch-not-frozen} */
    void requireChangeable() {
        require(EnumSet.of(State.FROZEN, State.APPROVED), "batch-not-frozen", "change");
    }

    private void contain(int count, long total, String hash) {
        this.payoutCount = count;
        this.totalMinor = total;
        this.contentHash = hash;
    }

    void approved(Instant now) {
        requireFrozen();
        this.approvedAt = now;
        this.state = State.APPROVED;
    }

    void rejected(Instant now) {
        require(EnumSet.of(State.FROZEN, State.APPROVED), "batch-not-frozen", "reject");
        this.rejectedAt = now;
        this.state = State.REJECTED;
    }

    /** @throws RuleViolation {@code batch-not-frozen} */
    void requireFrozen() {
        require(EnumSet.of(State.FROZEN), "batch-not-frozen", "approve");
    }

    /** @throws NotAllowed {@code maker-is-checker} */
    void requireNotMaker(String actor) {
        if (actor.equals(proposedBy) || actor.equals(collectedBy)) {
            throw new NotAllowed(
                    "maker-is-checker", "You proposed this batch; another person has to look at it and release it.");
        }
    }

    /**
     * @param hash what the checker saw
     * @throws RuleViolation {@code batch-changed}
     */
    void requireContent(String hash) {
        if (!hash.equals(contentHash)) {
            throw new RuleViolation(
                    "batch-changed",
                    "The batch is not what you saw: read it again and go on with its present contentHash.");
        }
    }

    /** The day moves on when the time to give the batch in has passed. */
    void released(String releaser, Execution execution, Instant now) {
        requireApproved();
        requireNotMaker(releaser);
        if (now.isAfter(cutOffAt)) {
            plan(execution);
        }
        this.releasedBy = releaser;
        this.releasedAt = now;
        this.state = State.RELEASED;
    }

    /** {@return whether people are to say yes or no to it, or to release it} */
    boolean isUndecided() {
        return state == State.FROZEN || state == State.APPROVED;
    }

    /** @throws RuleViolation {@code batch-not-approved} */
    void requireApproved() {
        require(EnumSet.of(State.APPROVED), "batch-not-approved", "release");
    }

    private void plan(Execution execution) {
        this.valueDate = execution.valueDate();
        this.cutOffAt = execution.cutOffAt();
    }

    /** {@return whether this very release has happened, whatever became of it since: a repetition is answered and changes nothing} */
    boolean wasReleasedBy(String checker, String hash) {
        return checker.equals(releasedBy) && hash.equals(contentHash);
    }

    void submitted(Instant now) {
        require(EnumSet.of(State.RELEASED), "batch-not-released", "mark as sent");
        this.sentAt = now;
        this.state = State.SUBMITTED;
    }

    /** The rail takes it; what it says later than that stands. */
    void acknowledged() {
        if (state == State.SUBMITTED) {
            this.state = State.ACKNOWLEDGED;
        }
    }

    /**
     * One or more of its payouts came to an end.
     *
     * @param open how many have not
     */
    void progressed(long open, Instant now) {
        requireAtTheRail();
        if (open == 0) {
            this.settledAt = now;
            this.state = State.SETTLED;
        } else {
            this.state = State.PARTIAL;
        }
    }

    /**
     * Somebody says that the bank has booked what is left of it.
     *
     * @return whether another person has said so before: only then it counts
     */
    boolean saidBooked(String actor) {
        if (bookedSaidBy == null) {
            this.bookedSaidBy = actor;
        }
        return !actor.equals(bookedSaidBy);
    }

    /** @throws RuleViolation {@code batch-not-submitted} */
    void requireAtTheRail() {
        require(AT_THE_RAIL, "batch-not-submitted", "settle");
    }

    void closed(Instant now) {
        require(EnumSet.of(State.SETTLED), "batch-not-settled", "close");
        this.closedAt = now;
        this.state = State.CLOSED;
    }

    void cancelled(Instant now) {
        require(EnumSet.of(State.DRAFT, State.FROZEN, State.APPROVED), "batch-not-frozen", "cancel");
        this.cancelledAt = now;
        this.state = State.CANCELLED;
    }

    /** {@return whether the messages of the batch exist} */
    boolean hasFile() {
        return releasedAt != null;
    }

    /** {@return whether the rail has it and not all of its payouts have come to an end} */
    boolean isAtTheRail() {
        return AT_THE_RAIL.contains(state);
    }

    private void require(Set<State> needed, String code, String verb) {
        if (!needed.contains(state)) {
            throw new RuleViolation(
                    code,
                    "Only a batch that is "
                            + needed.stream().map(State::name).collect(Collectors.joining(" or "))
                            + " can be taken further this way (" + verb + "); this one is " + state + ".");
        }
    }

    public UUID id() {
        return id;
    }

    public String rail() {
        return rail;
    }

    public String currency() {
        return currency;
    }

    public State state() {
        return state;
    }

    public Money minimum() {
        return new Money(minimumMinor, currency);
    }

    public int payoutCount() {
        return payoutCount;
    }

    public Money total() {
        return new Money(totalMinor, currency);
    }

    public String contentHash() {
        return contentHash;
    }

    public String proposedBy() {
        return proposedBy;
    }

    public Instant proposedAt() {
        return proposedAt;
    }

    public @Nullable String releasedBy() {
        return releasedBy;
    }

    public @Nullable Instant releasedAt() {
        return releasedAt;
    }

    public @Nullable Instant sentAt() {
        return sentAt;
    }

    public @Nullable Instant settledAt() {
        return settledAt;
    }

    public @Nullable Instant cancelledAt() {
        return cancelledAt;
    }

    public String collectedBy() {
        return collectedBy;
    }

    public LocalDate valueDate() {
        return valueDate;
    }

    public Instant cutOffAt() {
        return cutOffAt;
    }

    /** {@return how many payouts were left out at the freeze, because the balance had shrunk} */
    public int heldCount() {
        return heldCount;
    }

    public @Nullable UUID copyOf() {
        return copyOf;
    }

    public @Nullable Instant approvedAt() {
        return approvedAt;
    }

    public @Nullable Instant rejectedAt() {
        return rejectedAt;
    }

    /** {@return who has said that the bank has booked it, the first of two; null where nobody has} */
    public @Nullable String bookedSaidBy() {
        return bookedSaidBy;
    }

    /** {@return how many people have to approve it, said when it was frozen; null before that, and where it was frozen before this was kept} */
    @Nullable Integer approvalsNeeded() {
        return approvalsNeeded;
    }

    public @Nullable Instant closedAt() {
        return closedAt;
    }
}
