package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.RuleViolation;

import org.jspecify.annotations.Nullable;

/**
 * Finance's run that turns balances into bank transfers. One person proposes it, another one releases it; what is released
 * is what was proposed, by its hash.
 */
@Entity
public class PayoutBatch {

    /** The life of a batch. */
    public enum State {
        DRAFT,
        PROPOSED,
        RELEASED,
        SENT,
        SETTLED,
        CANCELLED
    }

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

    /** For Hibernate. */
    protected PayoutBatch() {}

    /** A batch without payouts; it becomes a proposal with them, in the same transaction. */
    PayoutBatch(UUID id, String rail, Money minimum, String proposedBy, Instant now) {
        this.id = id;
        this.rail = rail;
        this.currency = minimum.currency();
        this.state = State.DRAFT;
        this.minimumMinor = minimum.minor();
        this.contentHash = "0".repeat(64);
        this.proposedBy = proposedBy;
        this.proposedAt = now;
    }

    void propose(int count, long total, String hash) {
        require(State.DRAFT, "batch-not-draft", "propose");
        this.payoutCount = count;
        this.totalMinor = total;
        this.contentHash = hash;
        this.state = State.PROPOSED;
    }

    /**
     * @param hash what the checker saw
     * @throws NotAllowed {@code maker-is-checker}
     * @throws RuleViolation {@code batch-not-proposed}, {@code batch-changed}
     */
    void release(String checker, String hash, Instant now) {
        require(State.PROPOSED, "batch-not-proposed", "release");
        if (checker.equals(proposedBy)) {
            throw new NotAllowed(
                    "maker-is-checker", "You proposed this batch; another person has to look at it and release it.");
        }
        if (!hash.equals(contentHash)) {
            throw new RuleViolation(
                    "batch-changed",
                    "The batch is not what you saw: read it again and release it by its present contentHash.");
        }
        this.releasedBy = checker;
        this.releasedAt = now;
        this.state = State.RELEASED;
    }

    /** {@return whether this very release has happened: a repetition of it is answered and changes nothing} */
    boolean wasReleasedBy(String checker, String hash) {
        return state == State.RELEASED && checker.equals(releasedBy) && hash.equals(contentHash);
    }

    void sent(Instant now) {
        require(State.RELEASED, "batch-not-released", "mark as sent");
        this.sentAt = now;
        this.state = State.SENT;
    }

    void settled(Instant now) {
        require(State.SENT, "batch-not-sent", "settle");
        this.settledAt = now;
        this.state = State.SETTLED;
    }

    void cancelled(Instant now) {
        require(State.PROPOSED, "batch-not-proposed", "cancel");
        this.cancelledAt = now;
        this.state = State.CANCELLED;
    }

    /** {@return whether the file of the batch exists} */
    boolean hasFile() {
        return releasedAt != null;
    }

    private void require(State needed, String code, String verb) {
        if (state != needed) {
            throw new RuleViolation(
                    code,
                    "Only a batch that is " + needed + " can be taken further this way (" + verb + "); this one is "
                            + state + ".");
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
}
