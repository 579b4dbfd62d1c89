package dev.groundwork.payment.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * The natural name of an account: whose, what for, in which currency. An account exists from the first posting that
 * names it.
 *
 * @param ownerId {@link #NOBODY} where the owner type says it all
 * @param currency ISO 4217 code
 */
public record AccountName(Owner owner, UUID ownerId, Purpose purpose, String currency) {

    /** Owner id of accounts that exist once in each currency. */
    public static final UUID NOBODY = new UUID(0, 0);

    private static final Set<String> PROVIDERS = Set.of("PAYPAL", "STRIPE");

    /** The kinds of owners. */
    public enum Owner {
        PLATFORM,
        REQUESTER,
        JOB,
        WORKER,
        RAIL,
        BANK,
        FUND
    }

    /** Money that counts as received or paid by somebody's word, and was on no statement of a bank yet. */
    public static AccountName cash(String currency) {
        return new AccountName(Owner.BANK, NOBODY, Purpose.CASH, currency);
    }

    /** Money on one account of the platform, as its statements have it. */
    public static AccountName cashAt(UUID bankAccountId, String currency) {
        return new AccountName(Owner.BANK, bankAccountId, Purpose.CASH, currency);
    }

    /**
     * Where money is that came or left by a rail and that no statement of a bank shows: a provider keeps a balance of the
     * platform's; of the others it is {@link #cash}.
     */
    public static AccountName cashBy(String rail, String currency) {
        return hasCashOfItsOwn(rail)
                ? cashAt(UUID.nameUUIDFromBytes(("rail:" + rail).getBytes(StandardCharsets.UTF_8)), currency)
                : cash(currency);
    }

    /** {@return whether what a rail pays with is a balance at a provider, and not the account of a bank} */
    public static boolean hasCashOfItsOwn(String rail) {
        return PROVIDERS.contains(rail);
    }

    public static AccountName available(UUID requesterId, String currency) {
        return new AccountName(Owner.REQUESTER, requesterId, Purpose.AVAILABLE, currency);
    }

    public static AccountName escrow(UUID jobId, String currency) {
        return new AccountName(Owner.JOB, jobId, Purpose.ESCROW, currency);
    }

    public static AccountName payable(UUID workerId, String currency) {
        return new AccountName(Owner.WORKER, workerId, Purpose.PAYABLE, currency);
    }

    public static AccountName held(UUID workerId, String currency) {
        return new AccountName(Owner.WORKER, workerId, Purpose.HELD, currency);
    }

    /** What a worker owes after a correction that the balance could not cover. */
    public static AccountName debt(UUID workerId, String currency) {
        return new AccountName(Owner.WORKER, workerId, Purpose.DEBT, currency);
    }

    public static AccountName feeRevenue(String currency) {
        return new AccountName(Owner.PLATFORM, NOBODY, Purpose.FEE_REVENUE, currency);
    }

    /** What the platform itself pays to lift earnings to the wage floor. */
    public static AccountName topUpCost(String currency) {
        return new AccountName(Owner.PLATFORM, NOBODY, Purpose.TOPUP_COST, currency);
    }

    /** One clearing account for each payout batch, so that "this batch is settled" is a balance of zero. */
    public static AccountName clearing(UUID batchId, String currency) {
        return new AccountName(Owner.RAIL, batchId, Purpose.CLEARING, currency);
    }

    /** What is laid aside for workers by a scheme of benefits. */
    public static AccountName benefits(UUID schemeId, String currency) {
        return new AccountName(Owner.FUND, schemeId, Purpose.BENEFITS, currency);
    }

    public static AccountName suspense(String currency) {
        return new AccountName(Owner.PLATFORM, NOBODY, Purpose.SUSPENSE, currency);
    }

    /** What banks take for transfers. */
    public static AccountName payoutCost(String currency) {
        return new AccountName(Owner.PLATFORM, NOBODY, Purpose.PAYOUT_COST, currency);
    }

    public static AccountName writeOff(String currency) {
        return new AccountName(Owner.PLATFORM, NOBODY, Purpose.WRITE_OFF, currency);
    }
}
