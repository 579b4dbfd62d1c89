package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.deposit.DepositReferences;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.PayoutOutcomes;
import dev.groundwork.payment.payout.PayoutOutcomes.Booking;
import dev.groundwork.payment.payout.PayoutOutcomes.Return;
import dev.groundwork.payment.payout.SentPayouts;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.payout.SentPayouts.Stage;
import dev.groundwork.payment.payout.UntoldPayouts;
import dev.groundwork.payment.payout.UntoldPayouts.End;
import dev.groundwork.payment.payout.UntoldPayouts.Heard;
import dev.groundwork.payment.payout.UntoldPayouts.Word;
import dev.groundwork.payment.rail.Rails;
import dev.groundwork.payment.reconciliation.Proposal.Kind;
import dev.groundwork.payment.refund.RefundWires;
import dev.groundwork.payment.refund.RefundWires.Wire;

/** What a decision of two people does to the books. */
@ApplicationScoped
class Resolutions {

    private final PayoutOutcomes outcomes;
    private final UntoldPayouts untold;
    private final DoubtedRejections doubted;
    private final DepositReferences references;
    private final RefundWires refunds;
    private final Rails rails;
    private final Months months;
    private final Books books;

    Resolutions(
            PayoutOutcomes outcomes,
            UntoldPayouts untold,
            DoubtedRejections doubted,
            DepositReferences references,
            RefundWires refunds,
            Rails rails,
            Months months,
            Books books) {
        this.outcomes = outcomes;
        this.untold = untold;
        this.doubted = doubted;
        this.references = references;
        this.refunds = refunds;
        this.rails = rails;
        this.months = months;
        this.books = books;
    }

    /** A line in suspense. */
    private record OpenLine(UUID id, boolean credit, Money amount, String returnReason, String reference) {}

    /**
     * Asks whoever knows more than the books do, before the transaction of {@link #check} or {@link #carryOut}.
     *
     * @param carriedOut whether it is to be carried out now
     * @return what was said; nothing where nobody else knows
     * @throws DomainProblem when it could not be carried out as things stand
     */
    Heard hear(Proposal proposal, boolean carriedOut) {
        if (proposal.kind() != Kind.PAYOUT_ARRIVED && proposal.kind() != Kind.PAYOUT_NOT_MADE) {
            return Heard.NOTHING;
        }
        Word word = word(proposal);
        Heard heard = untold.ask(word.subject(), word.firstSaidAt());
        if (carriedOut && word.end() == End.NOT_MADE) {
            untold.takeBack(word, heard);
        }
        return heard;
    }

    private static Word word(Proposal proposal) {
        return new Word(
                id(proposal.subject()),
                proposal.kind() == Kind.PAYOUT_ARRIVED ? End.ARRIVED : End.NOT_MADE,
                proposal.reason(),
                proposal.proposedBy(),
                proposal.proposedAt());
    }

    /** @throws DomainProblem when it could not be carried out as things stand */
    void check(Connection tx, Proposal proposal, Heard heard) throws SQLException {
        switch (proposal.kind()) {
            case PAYOUT_ARRIVED, PAYOUT_NOT_MADE -> untold.check(tx, word(proposal), heard);
            case PAYOUTS_REJECTED ->
                throw new InvalidRequest(
                        "invalid-request",
                        "Give in the status report that rejects them, POST /v1/bank-files; it proposes this by itself.");
            case REOPEN_MONTH -> months.requireClosed(tx, RequestMonth.of(proposal.subject()));
            case LIFT_PAYOUT_STOP -> payout(tx, proposal.subject());
            default -> {
                OpenLine line = openLine(tx, proposal);
                requireDirection(proposal.kind(), line);
                switch (proposal.kind()) {
                    case ASSIGN_TO_REQUESTER -> requester(tx, proposal);
                    case ASSIGN_TO_PAYOUT -> fitting(tx, proposal, line, Stage.OPEN);
                    case ASSIGN_TO_REFUND -> wire(tx, proposal, line);
                    case ASSIGN_RETURN -> fitting(tx, proposal, line, Stage.SETTLED);
                    case TRANSFER -> rail(proposal);
                    default -> {
                        // Nobody else is concerned.
                    }
                }
            }
        }
    }

    /** @throws DomainProblem when something stands in the way by now */
    void carryOut(Connection tx, Proposal proposal, Heard heard, String actor, Instant now) throws SQLException {
        switch (proposal.kind()) {
            case PAYOUT_ARRIVED, PAYOUT_NOT_MADE -> untold.end(tx, word(proposal), heard, actor, now);
            case PAYOUTS_REJECTED -> doubted.carryOut(tx, proposal.subject(), actor, now);
            case REOPEN_MONTH -> months.reopen(tx, RequestMonth.of(proposal.subject()), proposal, actor, now);
            case LIFT_PAYOUT_STOP -> lift(tx, proposal);
            case ASSIGN_TO_REQUESTER -> toRequester(tx, proposal, now);
            case ASSIGN_TO_PAYOUT -> toPayout(tx, proposal, actor, now);
            case ASSIGN_TO_REFUND -> toRefund(tx, proposal, now);
            case ASSIGN_RETURN -> toReturn(tx, proposal, actor, now);
            case TRANSFER -> {
                OpenLine line = openLine(tx, proposal);
                var there = AccountName.cashBy(rail(proposal), line.amount().currency());
                books.post(tx, List.of(outOfSuspense(line, there, Reason.CASH_MOVED)));
                resolved(tx, line, "TRANSFER", now);
            }
            case BOOK_AS_FEE -> {
                OpenLine line = openLine(tx, proposal);
                requireDirection(proposal.kind(), line);
                String currency = line.amount().currency();
                books.post(
                        tx,
                        List.of(command(
                                line,
                                AccountName.payoutCost(currency),
                                AccountName.suspense(currency),
                                Reason.BANK_FEE)));
                resolved(tx, line, "FEE", now);
            }
            case WRITE_OFF -> {
                OpenLine line = openLine(tx, proposal);
                var lost = AccountName.writeOff(line.amount().currency());
                books.post(tx, List.of(outOfSuspense(line, lost, Reason.WRITE_OFF)));
                resolved(tx, line, "WRITE_OFF", now);
            }
        }
    }

    private void lift(Connection tx, Proposal proposal) throws SQLException {
        Command command = outcomes.lift(tx, id(proposal.subject()));
        if (command == null) {
            throw new RuleViolation("payout-not-held", "Nothing of this payout is held any more.");
        }
        books.post(tx, List.of(command));
    }

    private void toRequester(Connection tx, Proposal proposal, Instant now) throws SQLException {
        OpenLine line = openLine(tx, proposal);
        requireDirection(proposal.kind(), line);
        UUID requesterId = requester(tx, proposal);
        String currency = line.amount().currency();
        var receipts = books.post(
                tx,
                List.of(command(
                        line,
                        AccountName.suspense(currency),
                        AccountName.available(requesterId, currency),
                        Reason.DEPOSIT)));
        references.keep(
                tx,
                requesterId,
                line.amount(),
                line.reference(),
                receipts.getFirst().id(),
                now);
        resolved(tx, line, "REQUESTER", now);
    }

    private void toPayout(Connection tx, Proposal proposal, String actor, Instant now) throws SQLException {
        OpenLine line = openLine(tx, proposal);
        requireDirection(proposal.kind(), line);
        Sent payout = fitting(tx, proposal, line, Stage.OPEN);
        outcomes.lock(tx, List.of(payout.endToEndId()), List.of(), actor);
        payout = fitting(tx, proposal, line, Stage.OPEN);
        outcomes.booked(tx, List.of(new Booking(payout.id(), line.id())), now);
        String currency = line.amount().currency();
        books.post(
                tx,
                List.of(command(
                        line,
                        AccountName.clearing(payout.batchId(), currency),
                        AccountName.suspense(currency),
                        Reason.PAYOUT_SETTLED)));
        outcomes.finish(tx, List.of(payout.batchId()), actor, now);
        resolved(tx, line, "PAYOUT", now);
    }

    /** What the release of the refund took for gone is gone from the bank's account. */
    private void toRefund(Connection tx, Proposal proposal, Instant now) throws SQLException {
        OpenLine line = openLine(tx, proposal);
        requireDirection(proposal.kind(), line);
        Wire wire = wire(tx, proposal, line);
        var released = AccountName.cashBy(wire.rail(), line.amount().currency());
        books.post(tx, List.of(outOfSuspense(line, released, Reason.REFUND)));
        refunds.left(tx, wire.refundId(), line.id());
        resolved(tx, line, "REFUND", now);
    }

    private void toReturn(Connection tx, Proposal proposal, String actor, Instant now) throws SQLException {
        OpenLine line = openLine(tx, proposal);
        requireDirection(proposal.kind(), line);
        Sent payout = fitting(tx, proposal, line, Stage.SETTLED);
        outcomes.lock(tx, List.of(payout.endToEndId()), List.of(), actor);
        payout = fitting(tx, proposal, line, Stage.SETTLED);
        books.post(
                tx,
                outcomes.returned(
                        tx,
                        List.of(new Return(payout, line.returnReason(), line.id())),
                        AccountName.suspense(line.amount().currency()),
                        now));
        resolved(tx, line, "RETURN", now);
    }

    /** Moves what the line left in suspense to where it belongs, in its direction. */
    private static Command outOfSuspense(OpenLine line, AccountName there, Reason reason) {
        var suspense = AccountName.suspense(line.amount().currency());
        return line.credit() ? command(line, suspense, there, reason) : command(line, there, suspense, reason);
    }

    private static Command command(OpenLine line, AccountName debit, AccountName credit, Reason reason) {
        String key = "bank-line-resolved:" + line.id();
        return Command.of(
                "bank",
                key,
                "bank-line-resolved",
                key,
                "{}",
                List.of(Leg.move(debit, credit, line.amount().minor(), reason)));
    }

    private static OpenLine openLine(Connection tx, Proposal proposal) throws SQLException {
        UUID id = id(proposal.subject());
        try (var statement = tx.prepareStatement("""
                select credit, amount_minor, currency, return_reason,
                       coalesce(nullif(creditor_ref, ''), nullif(remittance, ''), servicer_ref),
                       outcome = 'SUSPENSE' and resolved_at is null
                from bank_line where id = ? for update""")) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("bank-line", id);
                }
                if (!row.getBoolean(6)) {
                    throw new RuleViolation(
                            "bank-line-explained", "The line is not in suspense (any more); nothing is to be decided.");
                }
                return new OpenLine(
                        id,
                        row.getBoolean(1),
                        new Money(row.getLong(2), row.getString(3)),
                        row.getString(4),
                        row.getString(5));
            }
        }
    }

    private static void resolved(Connection tx, OpenLine line, String resolution, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("update bank_line set resolution = ?, resolved_at = ? where id = ?")) {
            statement.setString(1, resolution);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setObject(3, line.id());
            statement.executeUpdate();
        }
    }

    private static void requireDirection(Kind kind, OpenLine line) {
        boolean fits =
                switch (kind) {
                    case ASSIGN_TO_REQUESTER, ASSIGN_RETURN -> line.credit();
                    case ASSIGN_TO_PAYOUT, ASSIGN_TO_REFUND, BOOK_AS_FEE -> !line.credit();
                    default -> true;
                };
        if (!fits) {
            throw unfit("The line " + (line.credit() ? "came in" : "left") + ", so it cannot be this.");
        }
    }

    private static UUID requester(Connection tx, Proposal proposal) throws SQLException {
        UUID id = id(Objects.requireNonNull(proposal.target()));
        try (var statement = tx.prepareStatement("""
                select exists (select from account where owner_type = 'REQUESTER' and owner_id = ?)
                           or exists (select from deposit_reference where requester_id = ?)""")) {
            statement.setObject(1, id);
            statement.setObject(2, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw unfit("No requester with the id " + id + " ever paid in or asked how to.");
                }
            }
        }
        return id;
    }

    private Wire wire(Connection tx, Proposal proposal, OpenLine line) throws SQLException {
        Wire wire = refunds.lock(tx, id(Objects.requireNonNull(proposal.target())));
        if (!wire.released() || wire.booked()) {
            throw unfit("The refund " + (wire.booked() ? "left by another line." : "is not released."));
        }
        if (!wire.amount().equals(line.amount())) {
            throw unfit("The refund is of " + wire.amount() + ", the line of " + line.amount() + ".");
        }
        return wire;
    }

    /** A provider's: what a bank moves for the others is the bank's own line, and would be hidden on the account of nobody. */
    private String rail(Proposal proposal) {
        String rail = rails.offered(Objects.requireNonNull(proposal.target())).name();
        if (!AccountName.hasCashOfItsOwn(rail)) {
            throw unfit(rail + " pays out of the bank's own account: there is no balance there to move money to.");
        }
        return rail;
    }

    private Sent fitting(Connection tx, Proposal proposal, OpenLine line, Stage stage) throws SQLException {
        Sent payout = payout(tx, Objects.requireNonNull(proposal.target()));
        if (payout.stage() != stage) {
            throw unfit("The payout is " + payout.stage() + ", and has to be " + stage + ".");
        }
        if (!payout.amount().equals(line.amount())) {
            throw unfit("The payout is of " + payout.amount() + ", the line of " + line.amount() + ".");
        }
        return payout;
    }

    private Sent payout(Connection tx, String id) throws SQLException {
        List<Sent> found = SentPayouts.findById(tx, List.of(id(id)));
        if (found.isEmpty()) {
            throw new NotFound("payout", id);
        }
        return found.getFirst();
    }

    private static Unprocessable unfit(String why) {
        return new Unprocessable("assignment-unfit", why);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("invalid-request", "\"" + text + "\" is no id.");
        }
    }
}
