package dev.groundwork.payment.ledger;

/**
 * One transfer that a command asks for: one debit and one credit of one amount.
 *
 * @param amountMinor above zero; {@link Long#MAX_VALUE} where the books decide: in a sweep and in a VOID
 * @param holdSeq the pending transfer that a POST or VOID resolves, else 0
 */
public record Leg(
        AccountName debit,
        AccountName credit,
        long amountMinor,
        Phase phase,
        long holdSeq,
        boolean sweep,
        Reason reason) {

    /** How a transfer acts on the balances. */
    public enum Phase {
        /** Moves at once. */
        SINGLE,
        /** Reserves on the debit side, announces on the credit side. */
        PENDING,
        /** Moves what a pending transfer reserved, or a part of it; the rest is free again. */
        POST,
        /** Frees what a pending transfer reserved. */
        VOID
    }

    public Leg {
        if (amountMinor <= 0) {
            throw new IllegalArgumentException("not an amount to move: " + amountMinor);
        }
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("a transfer needs two accounts, not twice " + debit);
        }
        if (!debit.currency().equals(credit.currency())) {
            throw new IllegalArgumentException("a transfer moves one currency: " + debit + " to " + credit);
        }
    }

    public static Leg move(AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.SINGLE, 0, false, reason);
    }

    /** Moves all that the debit account has above its floor when the turn comes to it; nothing where there is nothing. */
    public static Leg sweep(AccountName debit, AccountName credit, Reason reason) {
        return new Leg(debit, credit, Long.MAX_VALUE, Phase.SINGLE, 0, true, reason);
    }

    public static Leg hold(AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.PENDING, 0, false, reason);
    }

    /** Moves what was held; both accounts are those of the hold. */
    public static Leg post(long holdSeq, AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.POST, holdSeq, false, reason);
    }

    /** Frees all that was held; both accounts are those of the hold. */
    public static Leg voidHold(long holdSeq, AccountName debit, AccountName credit, Reason reason) {
        return new Leg(debit, credit, Long.MAX_VALUE, Phase.VOID, holdSeq, true, reason);
    }

    public String currency() {
        return debit.currency();
    }
}
