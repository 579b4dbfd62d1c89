package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.payout.PayoutOutcomes;
import dev.groundwork.payment.payout.PayoutOutcomes.Refusal;
import dev.groundwork.payment.payout.PayoutOutcomes.Return;
import dev.groundwork.payment.payout.SentPayouts;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.payout.SentPayouts.Stage;
import dev.groundwork.payment.reconciliation.Proposal.Kind;
import dev.groundwork.payment.reconciliation.Proposal.State;

/**
 * Rejections of payouts that two people had called booked. A file that the bank left in its inbox is the bank's own word and undoes
 * theirs; one that a person gave in is one person's, and waits for another one.
 */
@ApplicationScoped
class DoubtedRejections {

    private final PayoutOutcomes outcomes;
    private final Books books;

    DoubtedRejections(PayoutOutcomes outcomes, Books books) {
        this.outcomes = outcomes;
        this.books = books;
    }

    /** Whether it is of a payout that people called booked, and no statement has shown. */
    static boolean isDoubted(Refusal refusal) {
        return isByHand(refusal.payout());
    }

    private static boolean isByHand(Sent payout) {
        return payout.stage() == Stage.SETTLED && !payout.seenAtBank();
    }

    /**
     * Lets what a status report rejects wait for another person.
     *
     * @param refusals at least one, all of one batch
     * @param sha256 of the file that says so
     */
    void keep(Connection tx, List<Refusal> refusals, String sha256, String actor, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into doubted_rejection (file_sha256, payout_id, code)
                select ?, id, code from unnest(?::uuid[], ?::text[]) as t (id, code)""")) {
            statement.setString(1, sha256);
            statement.setArray(
                    2,
                    tx.createArrayOf(
                            "uuid",
                            refusals.stream()
                                    .map(refusal -> refusal.payout().id())
                                    .toArray()));
            statement.setArray(
                    3,
                    tx.createArrayOf(
                            "text", refusals.stream().map(Refusal::code).toArray()));
            statement.executeUpdate();
        }
        propose(tx, refusals.stream().map(Refusal::payout).toList(), sha256, actor, now);
    }

    /**
     * A person gives the same file in again: what waited and was declined waits anew, as far as it is still what people called it, for a
     * proposal of this kind comes from a file and from nothing else.
     */
    void proposeAgain(Connection tx, String sha256, String actor, Instant now) throws SQLException {
        if (Proposals.openOf(tx, sha256) != null) {
            return;
        }
        List<Sent> left = SentPayouts.findById(tx, codes(tx, sha256).keySet()).stream()
                .filter(DoubtedRejections::isByHand)
                .toList();
        if (!left.isEmpty()) {
            propose(tx, left, sha256, actor, now);
        }
    }

    private static void propose(Connection tx, List<Sent> payouts, String sha256, String actor, Instant now)
            throws SQLException {
        Proposals.insert(
                tx,
                new Proposal(
                        Ids.next(),
                        Kind.PAYOUTS_REJECTED,
                        sha256,
                        payouts.getFirst().batchId().toString(),
                        "Payouts that two people called booked and this status report rejects: " + payouts.size(),
                        State.PROPOSED,
                        actor,
                        now,
                        null,
                        null));
    }

    /** The bank itself sends a file that a person had given in: what waited for another person is confirmed, or declined in vain. */
    void confirm(Connection tx, String sha256, String actor, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                update finance_proposal set state = 'ACCEPTED', decided_by = ?, decided_at = ?
                where subject = ? and kind = 'PAYOUTS_REJECTED' and state = 'PROPOSED'""")) {
            statement.setString(1, actor);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setString(3, sha256);
            statement.executeUpdate();
        }
        post(tx, byHand(tx, sha256, actor), actor, now);
    }

    /**
     * Another person says so too.
     *
     * @throws RuleViolation {@code payout-ended} where none of the payouts is still what people called it
     */
    void carryOut(Connection tx, String sha256, String actor, Instant now) throws SQLException {
        List<Return> returns = byHand(tx, sha256, actor);
        if (returns.isEmpty()) {
            throw new RuleViolation(
                    "payout-ended",
                    "Nothing of it is left to be undone: the payouts were booked by a statement, or came back. Decline it.");
        }
        post(tx, returns, actor, now);
    }

    private void post(Connection tx, List<Return> returns, String actor, Instant now) throws SQLException {
        books.post(tx, takeBack(tx, returns, now));
        outcomes.finish(
                tx, returns.stream().map(one -> one.payout().batchId()).collect(Collectors.toSet()), actor, now);
    }

    private List<Return> byHand(Connection tx, String sha256, String actor) throws SQLException {
        Map<UUID, String> codes = codes(tx, sha256);
        outcomes.lock(
                tx,
                SentPayouts.findById(tx, codes.keySet()).stream()
                        .map(Sent::endToEndId)
                        .toList(),
                List.of(),
                actor);
        return SentPayouts.findById(tx, codes.keySet()).stream()
                .filter(DoubtedRejections::isByHand)
                .map(payout -> new Return(payout, Objects.requireNonNull(codes.get(payout.id())), null))
                .toList();
    }

    /**
     * What people called booked has not left the account: it comes back from where their word had put it, and no statement will ever
     * show it.
     *
     * @param returns all of one currency
     * @return what gives the money back
     */
    List<Command> takeBack(Connection tx, List<Return> returns, Instant now) throws SQLException {
        if (returns.isEmpty()) {
            return List.of();
        }
        var cash = AccountName.cash(returns.getFirst().payout().amount().currency());
        return outcomes.returned(tx, returns, cash, now);
    }

    private static Map<UUID, String> codes(Connection tx, String sha256) throws SQLException {
        try (var statement =
                tx.prepareStatement("select payout_id, code from doubted_rejection where file_sha256 = ?")) {
            statement.setString(1, sha256);
            Map<UUID, String> codes = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    codes.put(Objects.requireNonNull(row.getObject(1, UUID.class)), row.getString(2));
                }
            }
            return codes;
        }
    }
}
