package dev.groundwork.payment.ledger;

import org.jspecify.annotations.Nullable;

/** What an account is for. Decides on which side it grows and how low it may fall. */
public enum Purpose {
    /** Money of the platform at its bank. */
    CASH(Side.DEBIT, null),
    /** What a requester may still spend. */
    AVAILABLE(Side.CREDIT, 0L),
    /** Held for the open work of one job. */
    ESCROW(Side.CREDIT, 0L),
    /** Earned by a worker and not paid out. */
    PAYABLE(Side.CREDIT, 0L),
    /** Earned by a worker and withheld until a question is settled. */
    HELD(Side.CREDIT, 0L),
    /** Owed by a worker after a correction that the balance could not cover. */
    DEBT(Side.DEBIT, 0L),
    /** Fees earned by the platform. */
    FEE_REVENUE(Side.CREDIT, null),
    /** Value added tax owed on fees. */
    VAT_PAYABLE(Side.CREDIT, null),
    /** Accrued for benefits of workers. */
    BENEFITS(Side.CREDIT, 0L),
    /** What the platform itself pays to lift earnings to the wage floor. */
    TOPUP_COST(Side.DEBIT, null),
    /** On its way to workers: left their balances, not yet booked by the bank. */
    CLEARING(Side.CREDIT, 0L),
    /** What bank transfers cost. */
    PAYOUT_COST(Side.DEBIT, null),
    /** Money whose owner is not known yet. */
    SUSPENSE(Side.CREDIT, null),
    /** What was taken out of the suspense account without an owner. */
    WRITE_OFF(Side.DEBIT, null);

    /** The side of the books on which an account grows. */
    public enum Side {
        DEBIT("D"),
        CREDIT("C");

        private final String code;

        Side(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private final Side side;

    @Nullable private final Long floorMinor;

    Purpose(Side side, @Nullable Long floorMinor) {
        this.side = side;
        this.floorMinor = floorMinor;
    }

    public Side side() {
        return side;
    }

    /** {@return the lowest balance in minor units, pending debits included; null where there is none} */
    public @Nullable Long floorMinor() {
        return floorMinor;
    }
}
