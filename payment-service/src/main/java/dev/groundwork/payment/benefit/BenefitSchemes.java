package dev.groundwork.payment.benefit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.benefit.BenefitTable.Month;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Lays aside a share of what workers earn, out of the platform's fees into a fund for each scheme, in sums over many postings
 * that are sealed. What is laid aside for a month is the share of everything earned up to its end less that of the months before,
 * so that nothing is lost by rounding; counting again posts nothing.
 */
@ApplicationScoped
class BenefitSchemes {

    private final PostingEngine engine;
    private final Ledger ledger;
    private final AgroalDataSource database;
    private final Clock clock;

    BenefitSchemes(PostingEngine engine, Ledger ledger, AgroalDataSource database, Clock clock) {
        this.engine = engine;
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
    }

    /** A scheme with its months, in their order. */
    record Scheme(BenefitScheme terms, List<Month> months) {}

    /**
     * Begins a scheme.
     *
     * @throws Unprocessable {@code benefit-scheme-begun} for a month that has begun, {@code unsupported-currency}
     * @throws RuleViolation {@code benefit-scheme-exists}
     */
    void add(BenefitScheme scheme, String actor, String reason) {
        if (!ledger.keeps(scheme.currency())) {
            throw new Unprocessable(
                    "unsupported-currency",
                    "No accounts are kept in " + scheme.currency() + "; use one of "
                            + String.join(", ", ledger.currencies()) + ".");
        }
        if (scheme.firstMonth().isBefore(thisMonth())) {
            throw new Unprocessable(
                    "benefit-scheme-begun",
                    "A scheme begins with this month or a later one: what was earned before is closed or will be.");
        }
        boolean added = inTransaction(tx -> BenefitTable.add(tx, scheme, actor, reason, clock.instant()));
        if (!added) {
            throw new RuleViolation(
                    "benefit-scheme-exists",
                    "There is a scheme " + scheme.code() + ", and a scheme is never edited. Take another code.");
        }
    }

    /**
     * Ends a scheme with a month, once.
     *
     * @throws NotFound {@code benefit-scheme-not-found}
     * @throws RuleViolation {@code benefit-scheme-ended}
     * @throws Unprocessable {@code benefit-scheme-begun} for a month that is over
     */
    BenefitScheme end(String code, YearMonth lastMonth) {
        return inTransaction(tx -> {
            BenefitScheme scheme = BenefitTable.lock(tx, code);
            if (scheme == null) {
                throw new NotFound("benefit-scheme", code);
            }
            if (scheme.lastMonth() != null) {
                if (scheme.lastMonth().equals(lastMonth)) {
                    return scheme;
                }
                throw new RuleViolation(
                        "benefit-scheme-ended",
                        "The scheme ends with " + scheme.lastMonth()
                                + ", and what came later was not counted. Add another one.");
            }
            if (lastMonth.isBefore(thisMonth()) || lastMonth.isBefore(scheme.firstMonth())) {
                throw new Unprocessable(
                        "benefit-scheme-begun",
                        "A scheme ends with this month or a later one, and not before it began.");
            }
            BenefitTable.end(tx, scheme.id(), lastMonth);
            return new BenefitScheme(
                    scheme.id(),
                    scheme.code(),
                    scheme.name(),
                    scheme.currency(),
                    scheme.rate(),
                    scheme.firstMonth(),
                    lastMonth);
        });
    }

    /** {@return all schemes, by their codes} */
    List<Scheme> all() {
        return inTransaction(tx -> {
            List<Scheme> all = new ArrayList<>();
            for (BenefitScheme scheme : BenefitTable.all(tx)) {
                all.add(new Scheme(
                        scheme, List.copyOf(BenefitTable.months(tx, scheme.id()).values())));
            }
            return all;
        });
    }

    @Scheduled(
            identity = "benefits",
            every = "${groundwork.payment.benefits.every:10m}",
            delayed = "90s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        try {
            accrueAll();
        } catch (IllegalStateException e) {
            // Nothing is lost: what is not counted now is counted at the next turn.
            Log.error("Benefits could not be laid aside; trying again at the next turn", e);
        }
    }

    /** Counts what was sealed since the last time. Replicas may do so at once: the row of the scheme lets one in. */
    void accrueAll() {
        for (Scheme scheme : all()) {
            try {
                accrue(scheme.terms());
            } catch (RuntimeException e) {
                // Nothing is lost, and the others are not kept waiting.
                Log.errorf(
                        e,
                        "nothing could be laid aside for %s; trying again at the next turn",
                        scheme.terms().code());
            }
        }
    }

    private void accrue(BenefitScheme scheme) {
        long moved = inTransaction(tx -> {
            BenefitScheme locked = BenefitTable.lock(tx, scheme.code());
            return locked == null ? 0L : accrue(tx, locked);
        });
        if (moved != 0) {
            Log.infof("laid aside for %s: %d minor units of %s", scheme.code(), moved, scheme.currency());
        }
    }

    private long accrue(Connection tx, BenefitScheme scheme) throws SQLException {
        long after = BenefitTable.through(tx, scheme.id());
        long through = BenefitTable.sealed(tx);
        if (through <= after) {
            return 0;
        }
        List<Month> changed = new ArrayList<>();
        // What comes into the fund first: what a month takes back may be there by another month's.
        List<Command> pluses = new ArrayList<>();
        List<Command> minuses = new ArrayList<>();
        long moved = 0;
        long earnedBefore = 0;
        for (Month month : counted(tx, scheme, after, through)) {
            long earned = Math.addExact(earnedBefore, month.baseMinor());
            long due = Math.subtractExact(scheme.share(earned), scheme.share(earnedBefore));
            earnedBefore = earned;
            long delta = Math.subtractExact(due, month.accruedMinor());
            int revision = month.revision();
            if (delta != 0) {
                revision++;
                (delta > 0 ? pluses : minuses).add(command(scheme, month.month(), revision, delta));
                moved = Math.addExact(moved, delta);
            }
            changed.add(new Month(month.month(), month.baseMinor(), due, revision));
        }
        List<Command> commands = new ArrayList<>(pluses);
        commands.addAll(minuses);
        for (Receipt receipt : engine.post(tx, commands)) {
            if (!receipt.posted()) {
                throw new IllegalStateException(
                        "benefits of " + scheme.code() + " cannot be laid aside: " + receipt.refusal());
            }
        }
        BenefitTable.save(tx, scheme.id(), changed, through, clock.instant());
        return moved;
    }

    /** {@return all months of the scheme in their order, with what is new counted in and nothing laid aside for it yet} */
    private static List<Month> counted(Connection tx, BenefitScheme scheme, long after, long through)
            throws SQLException {
        Map<YearMonth, Month> months = new TreeMap<>(BenefitTable.months(tx, scheme.id()));
        BenefitTable.earned(tx, scheme, after, through)
                .forEach((month, minor) -> months.merge(
                        month,
                        new Month(month, minor, 0, 0),
                        (known, fresh) -> new Month(
                                month,
                                Math.addExact(known.baseMinor(), fresh.baseMinor()),
                                known.accruedMinor(),
                                known.revision())));
        return List.copyOf(months.values());
    }

    /** What was taken back may leave a month with less than was laid aside for it. */
    private static Command command(BenefitScheme scheme, YearMonth month, int revision, long delta) {
        AccountName fees = AccountName.feeRevenue(scheme.currency());
        String key = "benefit:" + scheme.id() + ":" + month.atDay(1) + ":" + revision;
        return Command.of(
                "benefit",
                key,
                "benefit",
                key,
                "{\"scheme\":\"" + scheme.code() + "\",\"month\":\"" + month + "\"}",
                List.of(
                        delta > 0
                                ? Leg.move(fees, scheme.fund(), delta, Reason.BENEFIT)
                                : Leg.move(scheme.fund(), fees, -delta, Reason.BENEFIT)));
    }

    private YearMonth thisMonth() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        try {
            return Transactions.call(database, work);
        } catch (SQLException e) {
            throw new IllegalStateException("benefit schemes cannot be read or changed", e);
        }
    }
}
