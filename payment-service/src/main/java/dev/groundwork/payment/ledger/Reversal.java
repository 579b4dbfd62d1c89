package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.Leg.Phase;

/**
 * Takes back a posting, once: the same transfers the other way round. What a worker has already been paid out cannot be taken
 * from the balance; it becomes a debt, never a balance below zero.
 */
public final class Reversal {

    private Reversal() {}

    static String businessKey(UUID posting) {
        return "reverse:" + posting;
    }

    /** One transfer of the posting to be taken back. */
    record Moved(AccountName debit, AccountName credit, long amountMinor, Phase phase) {}

    /**
     * The command that reverses a posting; the caller posts it in this transaction.
     *
     * @param reason for people: kept with the command
     * @throws NotFound {@code posting-not-found}
     * @throws RuleViolation {@code not-reversible} for holds and what became of them, for reversals, and for very long postings
     */
    public static Command of(Connection tx, UUID posting, String reason) throws SQLException {
        List<Moved> moved = new ArrayList<>();
        try (var statement = tx.prepareStatement("""
                select p.reverses is not null, t.phase, d.owner_type, d.owner_id, d.purpose, c.owner_type, c.owner_id, c.purpose,
                       t.currency, t.amount
                from posting p
                         left join transfer t on t.posting_id = p.id
                         left join account d on d.id = t.debit_account
                         left join account c on c.id = t.credit_account
                where p.id = ?
                order by t.leg desc""")) {
            statement.setObject(1, posting);
            try (ResultSet row = statement.executeQuery()) {
                boolean found = false;
                while (row.next()) {
                    found = true;
                    String phase = row.getString(2);
                    if (row.getBoolean(1) || phase == null) {
                        throw notReversible(posting);
                    }
                    moved.add(new Moved(account(row, 3), account(row, 6), row.getLong(10), Phase.valueOf(phase)));
                }
                if (!found) {
                    throw new NotFound("posting", posting);
                }
            }
        }
        return of(posting, moved, reason);
    }

    /** @param transfers those of the posting, the last one first */
    static Command of(UUID posting, List<Moved> transfers, String reason) {
        List<Leg> legs = new ArrayList<>();
        for (Moved transfer : transfers) {
            if (transfer.phase() != Phase.SINGLE) {
                throw notReversible(posting);
            }
            takeBack(legs, transfer.debit(), transfer.credit(), transfer.amountMinor());
        }
        if (legs.isEmpty() || legs.size() > Command.MOST_LEGS) {
            throw notReversible(posting);
        }
        String key = businessKey(posting);
        return Command.of("ledger", key, "reverse", key, "{\"reason\":" + quoted(reason) + "}", legs)
                .reversing(posting);
    }

    private static void takeBack(List<Leg> legs, AccountName payer, AccountName payee, long amountMinor) {
        if (payee.purpose() == Purpose.PAYABLE) {
            legs.add(Leg.upTo(payee, payer, amountMinor, Reason.REVERSAL));
            legs.add(
                    Leg.rest(AccountName.debt(payee.ownerId(), payee.currency()), payer, amountMinor, Reason.REVERSAL));
        } else {
            legs.add(Leg.move(payee, payer, amountMinor, Reason.REVERSAL));
        }
    }

    private static RuleViolation notReversible(UUID posting) {
        return new RuleViolation(
                "not-reversible",
                "Posting " + posting
                        + " holds money, resolves a hold or is a reversal itself; post a correction instead.");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
    }

    private static AccountName account(ResultSet row, int from) throws SQLException {
        return new AccountName(
                AccountName.Owner.valueOf(row.getString(from)),
                Objects.requireNonNull(row.getObject(from + 1, UUID.class)),
                Purpose.valueOf(row.getString(from + 2)),
                row.getString(9));
    }
}
