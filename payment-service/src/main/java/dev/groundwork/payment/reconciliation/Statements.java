package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.Statement;
import dev.groundwork.payment.bank.Statement.Balance;
import dev.groundwork.payment.bank.Statement.Line;
import dev.groundwork.payment.bank.StatementFile;
import dev.groundwork.payment.deposit.DepositReferences;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.payout.PayoutOutcomes;
import dev.groundwork.payment.payout.SentPayouts;
import dev.groundwork.payment.rail.sepa.SepaConfig;
import dev.groundwork.payment.reconciliation.BankIntake.Source;
import dev.groundwork.payment.reconciliation.BankTables.Account;
import dev.groundwork.payment.reconciliation.Matching.Matched;

/** Takes statements: checks that they follow each other and add up, and books each of their lines. */
@ApplicationScoped
class Statements {

    private final PayoutOutcomes outcomes;
    private final DepositReferences references;
    private final Providers providers;
    private final Books books;
    private final BankConfig config;
    private final SepaConfig sepa;

    Statements(
            PayoutOutcomes outcomes,
            DepositReferences references,
            Providers providers,
            Books books,
            BankConfig config,
            SepaConfig sepa) {
        this.outcomes = outcomes;
        this.references = references;
        this.providers = providers;
        this.books = books;
        this.config = config;
        this.sepa = sepa;
    }

    /** @throws DomainProblem when a statement is not the next one, or is not right in itself */
    Findings take(Connection tx, StatementFile file, String sha256, Source source, String actor, Instant now)
            throws SQLException {
        var findings = new Findings();
        if (!file.booked()) {
            announce(tx, file, findings);
            return findings;
        }
        List<BankLine> lines = new ArrayList<>();
        for (Statement statement : file.statements()) {
            lines.addAll(take(tx, statement, sha256));
        }
        var matching = new Matching(outcomes, references, providers, config, source, actor, now);
        List<Matched> matched = matching.match(tx, lines);
        List<Command> commands = new ArrayList<>();
        matched.forEach(one -> commands.addAll(one.commands()));
        BankTables.insertLines(tx, matched, now);
        List<Receipt> receipts = books.post(tx, commands);
        keepDeposits(tx, matched, receipts, now);
        outcomes.finish(tx, matching.batches(), actor, now);
        for (Matched one : matched) {
            BankLine line = one.line();
            if (one.outcome() == BankLine.Outcome.SUSPENSE) {
                findings.open(line.name(), line.amount(), line.credit(), one.note());
            } else {
                findings.matched(one.outcome().said(), one.count(), line.amount());
            }
        }
        return findings;
    }

    private void keepDeposits(Connection tx, List<Matched> matched, List<Receipt> receipts, Instant now)
            throws SQLException {
        int next = 0;
        for (Matched one : matched) {
            UUID requesterId = one.requesterId();
            if (requesterId != null) {
                references.keep(
                        tx,
                        requesterId,
                        one.line().amount(),
                        one.line().name(),
                        receipts.get(next).id(),
                        now);
            }
            next += one.commands().size();
        }
    }

    /** Checks a statement and moves its account on; {@return its lines} */
    private List<BankLine> take(Connection tx, Statement statement, String sha256) throws SQLException {
        Balance opening = statement.opening();
        Balance closing = statement.closing();
        if (opening == null || closing == null) {
            throw new Unprocessable(
                    "bank-file-malformed",
                    "Statement " + statement.id()
                            + " has no opening or no closing booked balance, so it cannot be checked. Ask the bank for one that"
                            + " has both.");
        }
        requireOwn(statement.iban());
        String currency = opening.currency();
        requireCurrency(statement, currency, closing);
        requireSum(statement, opening, closing);
        Account account = BankTables.lockAccount(tx, statement.iban());
        if (account == null) {
            account = BankTables.open(tx, statement.iban(), opening);
        } else {
            requireNext(tx, account, statement, opening, closing);
        }
        UUID statementId = BankTables.insertStatement(tx, account, statement, opening, closing, sha256);
        BankTables.moveOn(tx, account, closing, statement.number());
        List<BankLine> lines = new ArrayList<>(statement.entries().size());
        for (Line line : statement.entries()) {
            lines.add(new BankLine(Ids.next(), account.id(), statementId, lines.size() + 1, line, closing.on()));
        }
        return lines;
    }

    private void requireOwn(String iban) {
        Set<String> own = new TreeSet<>(config.accounts().orElse(List.of()));
        own.add(sepa.debtor().iban().replace(" ", "").toUpperCase(Locale.ROOT));
        if (!own.contains(iban)) {
            throw new Unprocessable(
                    "statement-account-unknown",
                    "The statement is of the account " + BankTables.masked(iban)
                            + ", which is none of ours. Add it to groundwork.payment.bank.accounts if it is.");
        }
    }

    private static void requireCurrency(Statement statement, String currency, Balance closing) {
        boolean one = closing.currency().equals(currency)
                && (statement.currency() == null || statement.currency().equals(currency))
                && statement.entries().stream().allMatch(line -> line.currency().equals(currency));
        if (!one) {
            throw new Unprocessable(
                    "statement-currency",
                    "Statement " + statement.id() + " has amounts in other currencies than its opening balance, "
                            + currency + ". Ask the bank for a statement of one account in its own currency.");
        }
    }

    private static void requireSum(Statement statement, Balance opening, Balance closing) {
        long sum = opening.minor();
        try {
            for (Line line : statement.entries()) {
                sum = Math.addExact(sum, line.signed());
            }
        } catch (ArithmeticException e) {
            throw new Unprocessable(
                    "statement-sum-differs",
                    "The entries of statement " + statement.id() + " add up to more than can be counted.");
        }
        if (sum != closing.minor()) {
            throw new Unprocessable(
                    "statement-sum-differs",
                    "Statement " + statement.id() + " opens with " + money(opening) + " and its booked entries lead to "
                            + new Money(sum, opening.currency()) + ", but it closes with " + money(closing)
                            + ". Nothing was booked; ask the bank for a right one.",
                    Map.of("expected", decimal(sum, opening), "found", decimal(closing.minor(), opening)));
        }
    }

    private static void requireNext(
            Connection tx, Account account, Statement statement, Balance opening, Balance closing) throws SQLException {
        if (BankTables.isKnown(tx, account, statement.id())) {
            throw new RuleViolation(
                    "statement-already-read",
                    "Statement " + statement.id()
                            + " was read before, from a file with other bytes. Nothing was booked; compare the two, one of them"
                            + " is not what the bank wrote.");
        }
        if (!account.currency().equals(opening.currency())) {
            throw new Unprocessable(
                    "statement-currency",
                    "The account is kept in " + account.currency() + ", and statement " + statement.id() + " is in "
                            + opening.currency() + ".");
        }
        Long last = account.lastNumber();
        Long number = statement.number();
        if (last != null && number != null) {
            // Banks begin again with the year.
            boolean newYear =
                    number == 1 && closing.on().getYear() > account.closingOn().getYear();
            if (number != last + 1 && !newYear) {
                throw new RuleViolation(
                        "statement-gap",
                        "Statement " + statement.id() + " has the number " + number + "; the last one read had " + last
                                + ". Nothing was booked; send those in between first.",
                        Map.of("expected", last + 1, "found", number));
            }
        }
        if (account.closingMinor() != opening.minor()) {
            throw new RuleViolation(
                    "statement-opening-differs",
                    "Statement " + statement.id() + " opens with " + money(opening) + "; the last one read closed with "
                            + new Money(account.closingMinor(), account.currency())
                            + ". Nothing was booked; send the statement in between first.",
                    Map.of(
                            "expected",
                            decimal(account.closingMinor(), opening),
                            "found",
                            decimal(opening.minor(), opening)));
        }
    }

    /** A notification is a warning: it tells what will be on a statement, and books nothing. */
    private void announce(Connection tx, StatementFile file, Findings findings) throws SQLException {
        List<String> names = new ArrayList<>();
        file.statements().forEach(statement -> {
            requireOwn(statement.iban());
            statement.entries().forEach(line -> names.add(line.refs().endToEndId()));
        });
        Map<String, SentPayouts.Sent> known = new HashMap<>(SentPayouts.find(tx, names));
        for (Statement statement : file.statements()) {
            for (Line line : statement.entries()) {
                var amount = new Money(line.minor(), line.currency());
                if (!known.containsKey(line.refs().endToEndId())) {
                    findings.matched("ANNOUNCED_OTHER", 1, amount);
                } else if (line.credit() && !line.refs().returnReason().isEmpty()) {
                    findings.matched("ANNOUNCED_RETURN", 1, amount);
                } else {
                    findings.matched("ANNOUNCED_PAYOUT", 1, amount);
                }
            }
        }
    }

    private static String money(Balance balance) {
        return new Money(balance.minor(), balance.currency()).toString();
    }

    private static String decimal(long minor, Balance of) {
        return new Money(minor, of.currency()).decimal();
    }
}
