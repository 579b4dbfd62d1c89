package dev.groundwork.payment.ledger;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Why one transfer moves. The numbers are stored: they are never changed, and never used again. */
public enum Reason {
    DEPOSIT(1),
    HOLD(2),
    RELEASE(3),
    REWARD(4),
    FEE(5),
    /** What lifts a worker's week with a requester to the wage floor. */
    WAGE_TOP_UP(20),
    /** What makes good for exchange rates that moved against a worker between acceptance and the week's end. */
    FX_TOP_UP(21),
    /** What goes back to a requester who asked for it. */
    REFUND(22),
    PAYOUT(6),
    PAYOUT_SETTLED(7),
    /** Takes back what an earlier posting moved. */
    REVERSAL(40),
    /** Out of new earnings, for what a reversal could not take. */
    DEBT_REPAID(41),
    /** What a worker gets above the reward so that their time is paid at the wage floor. */
    TOP_UP(8),
    /** What a payout that never got there brings back. */
    PAYOUT_FAILED(9),
    /** What comes back after a payout had been settled. */
    PAYOUT_RETURNED(10),
    /** What a worker gets for finding out that a job is not for them. */
    SCREEN_OUT(46),
    /** What a requester gives a worker beside the pay for work. */
    BONUS(47),
    /** What is laid aside for benefits of workers. */
    BENEFIT(45),
    /** What a bank takes for its services. */
    BANK_FEE(32),
    /** A movement at the bank of which nobody knows yet what it is, or its way to whom it belongs. */
    SUSPENSE(33),
    /** Money of the platform between its bank and what it has at a rail. */
    CASH_MOVED(35),
    /** What nobody could explain. */
    WRITE_OFF(34);

    /**
     * What a worker is paid for work, in whatever form: benefits are a share of it, and debts are repaid out of it. Money that comes
     * back, and what takes pay back, is none.
     */
    public static final Set<Reason> PAY =
            Collections.unmodifiableSet(EnumSet.of(REWARD, SCREEN_OUT, TOP_UP, WAGE_TOP_UP, FX_TOP_UP, BONUS));

    private final short code;

    Reason(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    /** {@return the numbers of these, in their order, as a {@code smallint[]} of a statement} */
    public static Object[] codes(Set<Reason> reasons) {
        return reasons.stream().map(Reason::code).sorted().toArray();
    }

    /** @throws IllegalArgumentException for a number that no reason ever had */
    public static Reason of(int code) {
        for (Reason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no transfer has the reason " + code);
    }
}
