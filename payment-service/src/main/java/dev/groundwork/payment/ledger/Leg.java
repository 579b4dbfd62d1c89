package dev.groundwork.payment.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One transfer that a command asks for: one debit and one credit of one amount.
 *
 * @param amountMinor above zero; {@link Long#MAX_VALUE} where the books decide: in a sweep and in a VOID
 * @param holdSeq the pending transfer that a POST or VOID resolves, else 0
 * @param share how much of the amount moves
 * @param expiresAt when a PENDING one ends by itself; null: never
 */
public record Leg(
        AccountName debit,
        AccountName credit,
        long amountMinor,
        Phase phase,
        long holdSeq,
        Share share,
        Reason reason,
        @Nullable Instant expiresAt) {

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

    /** How much of its amount a leg moves. */
    public enum Share {
        /** The amount, or the group is refused. */
        ALL,
        /** As much of the amount as the floors of both accounts allow; perhaps nothing. */
        UP_TO,
        /** What the leg before it left of the same amount; perhaps nothing. */
        REST
    }

    public Leg {
        if (amountMinor <= 0) {
            throw new IllegalArgumentException("not an amount to move: " + amountMinor);
        }
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("a transfer needs two accounts, not twice " + debit);
        }
        if (expiresAt != null && phase != Phase.PENDING) {
            throw new IllegalArgumentException("only a hold expires, not a " + phase);
        }
        if (!debit.currency().equals(credit.currency())) {
            throw new IllegalArgumentException("a transfer moves one currency: " + debit + " to " + credit);
        }
    }

    public static Leg move(AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.SINGLE, 0, Share.ALL, reason, null);
    }

    /** Moves all that the debit account has above its floor when the turn comes to it; nothing where there is nothing. */
    public static Leg sweep(AccountName debit, AccountName credit, Reason reason) {
        return upTo(debit, credit, Long.MAX_VALUE, reason);
    }

    /** Moves as much of the amount as neither account's floor forbids when the turn comes to it. */
    public static Leg upTo(AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.SINGLE, 0, Share.UP_TO, reason, null);
    }

    /** Moves what the leg before it, an {@link #upTo} of the same amount, did not. */
    public static Leg rest(AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.SINGLE, 0, Share.REST, reason, null);
    }

    public static Leg hold(AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.PENDING, 0, Share.ALL, reason, null);
    }

    /** Holds until the given time, by the clock of this service; from then on it can only be voided, which happens by itself. */
    public static Leg holdUntil(
            AccountName debit, AccountName credit, long amountMinor, Reason reason, Instant expiresAt) {
        return new Leg(debit, credit, amountMinor, Phase.PENDING, 0, Share.ALL, reason, expiresAt);
    }

    /** Moves what was held; both accounts are those of the hold. */
    public static Leg post(long holdSeq, AccountName debit, AccountName credit, long amountMinor, Reason reason) {
        return new Leg(debit, credit, amountMinor, Phase.POST, holdSeq, Share.ALL, reason, null);
    }

    /** Frees all that was held; both accounts are those of the hold. */
    public static Leg voidHold(long holdSeq, AccountName debit, AccountName credit, Reason reason) {
        return new Leg(debit, credit, Long.MAX_VALUE, Phase.VOID, holdSeq, Share.UP_TO, reason, null);
    }

    public String currency() {
        return debit.currency();
    }
}
