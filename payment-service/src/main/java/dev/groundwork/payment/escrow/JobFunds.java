package dev.groundwork.payment.escrow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;

import dev.groundwork.payment.ledger.AccountName;

import org.jspecify.annotations.Nullable;

/**
 * The money side of one job: its terms as they were when the money was held, and how much of its work is paid.
 *
 * <p>Read and written under its row lock only ({@link Escrow#lock}).
 */
public final class JobFunds {

    /** Where the money of a job stands. */
    public enum State {
        /** Work or the end was heard of before the terms. */
        AWAITED,
        /** The last wish to publish was refused. */
        REFUSED,
        /** The money is in the job's escrow. */
        HELD,
        /** The job is over; what is left waits until everything is paid that is to be paid. */
        ENDED,
        /** What was left went back, or there never was anything. */
        RELEASED
    }

    /** What the requester agreed to pay; once the money is held only the reward may change, upwards. */
    public record Terms(
            UUID requesterId,
            UUID publicationId,
            String title,
            String currency,
            long rewardMinor,
            long assignments,
            BigDecimal feeRate,
            JobPrice price,
            @Nullable Instant heldAt) {

        Terms withReward(long higherMinor, JobPrice higherPrice) {
            return new Terms(
                    requesterId,
                    publicationId,
                    title,
                    currency,
                    higherMinor,
                    assignments,
                    feeRate,
                    higherPrice,
                    heldAt);
        }

        boolean sameWorkAs(Terms other) {
            return requesterId.equals(other.requesterId)
                    && currency.equals(other.currency)
                    && rewardMinor == other.rewardMinor
                    && assignments == other.assignments;
        }
    }

    private final UUID jobId;
    private State state;
    private @Nullable Terms terms;
    private long settled;
    private @Nullable Long approved;
    private @Nullable Instant endedAt;
    private @Nullable Long releasedMinor;
    private @Nullable Instant releasedAt;
    private final long advancedMinor;
    private final long releasedEarlyMinor;

    JobFunds(
            UUID jobId,
            State state,
            @Nullable Terms terms,
            long settled,
            @Nullable Long approved,
            @Nullable Instant endedAt,
            @Nullable Long releasedMinor,
            @Nullable Instant releasedAt,
            long advancedMinor,
            long releasedEarlyMinor) {
        this.jobId = jobId;
        this.state = state;
        this.terms = terms;
        this.settled = settled;
        this.approved = approved;
        this.endedAt = endedAt;
        this.releasedMinor = releasedMinor;
        this.releasedAt = releasedAt;
        this.advancedMinor = advancedMinor;
        this.releasedEarlyMinor = releasedEarlyMinor;
    }

    /** {@return whether money was held for this job, so that its approvals can be paid from it} */
    public boolean wasHeld() {
        return terms != null && terms.heldAt() != null;
    }

    /** {@return whether money can still be held: the job is not over and nothing is held yet} */
    boolean mayBeHeld() {
        return state == State.AWAITED || state == State.REFUSED;
    }

    boolean isOver() {
        return state == State.ENDED || state == State.RELEASED;
    }

    void held(Terms agreed) {
        this.terms = agreed;
        this.state = State.HELD;
    }

    /** More is held, for a reward that the requester raised. */
    void raised(Terms agreed) {
        this.terms = agreed;
    }

    void refused(Terms asked) {
        this.terms = asked;
        this.state = State.REFUSED;
    }

    /** The job is over: nothing is to be paid beyond the {@code payments} that there are. */
    void ended(long payments, Instant now) {
        if (isOver()) {
            return;
        }
        this.approved = payments;
        this.endedAt = now;
        this.state = wasHeld() ? State.ENDED : State.RELEASED;
        if (state == State.RELEASED) {
            this.releasedMinor = 0L;
            this.releasedAt = now;
        }
    }

    /** Counts answers that were paid from the escrow. */
    public void settled(long payments) {
        this.settled = Math.addExact(settled, payments);
    }

    void released(long minor, Instant now) {
        this.releasedMinor = minor;
        this.releasedAt = now;
        this.state = State.RELEASED;
    }

    /** {@return the account that holds the job's money} */
    public AccountName escrow() {
        return AccountName.escrow(jobId, terms().currency());
    }

    /** {@return the platform's fee on one reward, at the rate of the time when the money was held} */
    public long fee(long rewardMinor) {
        return JobPrice.fee(rewardMinor, terms().feeRate());
    }

    /** {@return what has to stay in the escrow, so that every answer that is not paid yet can be, whatever becomes of it} */
    public long neededMinor() {
        long left = Math.max(0, (approved == null ? terms().assignments() : approved) - settled);
        return Math.multiplyExact(dearestMinor(), left);
    }

    /** The most that one answer takes: its reward with the fee, or without it but with its part of the reserve. */
    private long dearestMinor() {
        long reward = terms().rewardMinor();
        JobPrice price = terms().price();
        long reserve = price.base() == 0
                ? 0
                : BigDecimal.valueOf(reward)
                        .multiply(BigDecimal.valueOf(price.reserve()))
                        .divide(BigDecimal.valueOf(price.base()), 0, RoundingMode.DOWN)
                        .longValueExact();
        return Math.addExact(reward, Math.max(fee(reward), reserve));
    }

    /** {@return what the platform paid for the job, and has not got back, as the row stood when it was locked} */
    long advancedMinor() {
        return advancedMinor;
    }

    /** {@return what went back before the last of it could, as the row stood when it was locked} */
    long releasedEarlyMinor() {
        return releasedEarlyMinor;
    }

    public Terms terms() {
        if (terms == null) {
            throw new IllegalStateException("the terms of job " + jobId + " are not known");
        }
        return terms;
    }

    @Nullable Terms termsOrNull() {
        return terms;
    }

    public UUID jobId() {
        return jobId;
    }

    public State state() {
        return state;
    }

    long settledCount() {
        return settled;
    }

    @Nullable Long approved() {
        return approved;
    }

    @Nullable Instant endedAt() {
        return endedAt;
    }

    @Nullable Long releasedMinor() {
        return releasedMinor;
    }

    @Nullable Instant releasedAt() {
        return releasedAt;
    }
}
