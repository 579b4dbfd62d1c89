package dev.groundwork.payment.payout;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.payout.SubmissionTable.Letter;
import dev.groundwork.payment.rail.NotGivenBack;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.Rails;
import dev.groundwork.payment.rail.ReportingRail;
import dev.groundwork.payment.rail.SendingRail;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/**
 * The ends of payouts that their rail was to tell and never told. Two people say them in its place, of one payout or of all of a
 * batch that are without word: the rail is asked before each of them, and what it knows counts and nothing else. What they said is
 * weaker than what the rail tells afterwards.
 *
 * <p>{@link #ask} and {@link #takeBack} wait for the rail and are for the time before the transaction in which people's word is
 * kept ({@link #check}) or carried out ({@link #end}).
 */
@ApplicationScoped
public class UntoldPayouts {

    /** More than a person waits for: those of a larger batch are named one by one. */
    private static final int MOST_QUESTIONS = 500;

    private static final int AT_ONCE = 8;

    private static final Set<Payout.State> OPEN =
            EnumSet.of(Payout.State.SUBMITTED, Payout.State.UNKNOWN, Payout.State.ACCEPTED);

    private static final Set<Payout.State> NOT_SENT =
            EnumSet.of(Payout.State.READY, Payout.State.HELD, Payout.State.RESERVED);

    private final PayoutBatchRepository batches;
    private final RailOutcomes outcomes;
    private final PayoutConfig config;
    private final Rails rails;
    private final AgroalDataSource database;
    private final Clock clock;

    UntoldPayouts(
            PayoutBatchRepository batches,
            RailOutcomes outcomes,
            PayoutConfig config,
            Rails rails,
            AgroalDataSource database,
            Clock clock) {
        this.batches = batches;
        this.outcomes = outcomes;
        this.config = config;
        this.rails = rails;
        this.database = database;
        this.clock = clock;
    }

    /** What people say of a payout. */
    public enum End {
        /** The payee has the money. */
        ARRIVED,
        /** The rail never made it, and never will. */
        NOT_MADE
    }

    /**
     * What two people say.
     *
     * @param subject a payout, or a batch for all of its payouts that are without word
     * @param firstSaidAt when the first of them said it: what was sent too late for that is not meant
     */
    public record Word(UUID subject, End end, String reason, String firstSaidBy, Instant firstSaidAt) {}

    /**
     * What the rail answered.
     *
     * @param onTheirWay end-to-end ids of payouts that it has and of which it does not know the end yet
     * @param asked the messages that it was asked about; null where there is nobody to ask
     */
    public record Heard(Set<String> onTheirWay, @Nullable Set<Long> asked) {

        /** Of what nobody is asked about. */
        public static final Heard NOTHING = new Heard(Set.of(), null);

        public Heard {
            onTheirWay = Set.copyOf(onTheirWay);
            asked = asked == null ? null : Set.copyOf(asked);
        }

        private boolean isOnItsWay(Line line) {
            return onTheirWay.contains(line.payout().endToEndId());
        }

        private boolean wasAskedAbout(Line line) {
            Letter letter = line.letter();
            return asked == null || (letter != null && asked.contains(letter.messageId()));
        }
    }

    /** @param letter the message in which it left; null where the service gave it to nobody */
    private record Line(Payout payout, @Nullable Letter letter) {

        boolean isUntold() {
            return OPEN.contains(payout.state()) || payout.wasSaidNotMade();
        }

        boolean wasSentBy(Instant moment) {
            Instant sentAt = letter == null ? null : letter.firstSentAt();
            return sentAt != null && !sentAt.isAfter(moment);
        }
    }

    /** @param whole whether it is the batch, and not one of its payouts */
    private record Meant(PayoutBatch batch, List<Line> lines, boolean whole) {}

    /**
     * Asks the rail what became of what is meant, and takes it down; after that an end that it knows is the payout's.
     *
     * @throws NotFound {@code payout-not-found}
     * @throws RuleViolation {@code rail-does-not-report}, {@code too-many-to-ask}, {@code rail-keeps-money}
     * @throws TryLater {@code rail-unreachable}
     */
    public Heard ask(UUID subject, Instant said) {
        Meant meant = inTransaction(tx -> meant(tx, subject, false));
        requireReports(meant.batch());
        ReportingRail rail = reporting(meant.batch());
        if (rail == null) {
            return Heard.NOTHING;
        }
        Collection<Letter> letters = letters(meant.lines().stream()
                .filter(line -> line.isUntold() && line.wasSentBy(rested(said)))
                .toList());
        requireFew(letters);
        List<RailEvent> events = new ArrayList<>();
        each(rail, letters, letter -> {
                    RailMessage message = message(letter);
                    List<RailEvent> known = rail.ask(message, letter.reference());
                    if (known.stream().anyMatch(event -> event.kind() == RailEvent.Kind.FAILED)) {
                        rail.takeBack(message);
                    }
                    return known;
                })
                .forEach(events::addAll);
        takeDown(meant.batch().id(), events);
        return new Heard(
                events.stream()
                        .filter(event -> event.kind() == RailEvent.Kind.ACCEPTED)
                        .map(RailEvent::endToEndId)
                        .collect(Collectors.toSet()),
                letters.stream().map(Letter::messageId).collect(Collectors.toSet()));
    }

    /** By pages, each in a transaction of its own: what the rail said holds, however far this comes. */
    private void takeDown(UUID batchId, List<RailEvent> events) {
        for (int from = 0; from < events.size(); from += config.page()) {
            List<RailEvent> page = events.subList(from, Math.min(from + config.page(), events.size()));
            this.<@Nullable Void>inTransaction(tx -> {
                PayoutBatch batch = batches.findForUpdate(batchId).orElseThrow();
                outcomes.apply(tx, batch, page, clock.instant().truncatedTo(ChronoUnit.MICROS));
                return null;
            });
        }
    }

    /**
     * Fetches back what payouts that were not made have left with the rail, where it leaves anything: from then on it cannot make
     * them any more. A rail that pays by itself what it took may still pay it, and is believed then.
     *
     * @throws DomainProblem as {@link #check}, and {@code rail-unreachable}, {@code rail-keeps-money}
     */
    public void takeBack(Word word, Heard heard) {
        Meant meant = inTransaction(tx -> meant(tx, word.subject(), false));
        ReportingRail rail = reporting(meant.batch());
        List<Line> lines = sayable(meant, word, heard);
        if (rail != null) {
            each(rail, letters(lines), letter -> {
                rail.takeBack(message(letter));
                return letter;
            });
        }
    }

    /**
     * @throws NotFound {@code payout-not-found}
     * @throws RuleViolation {@code rail-does-not-report}, {@code too-many-to-ask}, {@code payout-not-sent},
     *     {@code payout-ended}, {@code rail-may-still-tell}, {@code worker-balance-short}
     */
    public void check(Connection tx, Word word, Heard heard) throws SQLException {
        sayable(meant(tx, word.subject(), true), word, heard);
    }

    /**
     * Takes down what another person has said too.
     *
     * @throws DomainProblem as {@link #check}; then nothing has happened
     */
    public void end(Connection tx, Word word, Heard heard, String actor, Instant now) throws SQLException {
        Meant meant = meant(tx, word.subject(), true);
        PayoutBatch batch = meant.batch();
        List<Line> lines = sayable(meant, word, heard);
        List<Payout> payouts = lines.stream().map(Line::payout).toList();
        if (payouts.getFirst().wasSaidNotMade()) {
            correct(tx, batch, payouts.getFirst(), actor, now);
        } else if (word.end() == End.ARRIVED) {
            outcomes.saidArrived(tx, batch, payouts, actor, now);
        } else {
            SubmissionTable.stop(tx, letters(lines), "people say that its payouts were not made");
            outcomes.notMade(tx, batch, payouts, actor, now);
        }
        PayoutActions.note(
                tx,
                batch,
                word.end().name(),
                actor,
                batch.contentHash(),
                (meant.whole() ? payouts.size() + " payouts" : word.subject()) + ", first said by " + word.firstSaidBy()
                        + ": " + word.reason(),
                now);
        Log.warnf(
                "two people say of %d payouts of batch %s what %s did not tell: %s",
                payouts.size(), batch.id(), batch.rail(), word.end());
    }

    private void correct(Connection tx, PayoutBatch batch, Payout payout, String actor, Instant now)
            throws SQLException {
        if (!outcomes.saidArrivedAfterAll(tx, batch, payout, actor, now)) {
            throw new RuleViolation(
                    "worker-balance-short",
                    "The money was given back to the worker's balance, and is not there any more: it is in another payout, or"
                            + " was paid with it. Take it out of that batch, or settle it with the worker.");
        }
    }

    /** {@return those of which it may be said now, at least one} */
    private List<Line> sayable(Meant meant, Word word, Heard heard) {
        requireReports(meant.batch());
        if (word.end() == End.ARRIVED && meant.lines().size() == 1) {
            Line only = meant.lines().getFirst();
            if (!meant.whole() && only.payout().wasSaidNotMade()) {
                if (heard.isOnItsWay(only)) {
                    throw onTheirWay(meant);
                }
                // What people said before may be put right, whenever it turns out.
                return meant.lines();
            }
        }
        List<Line> open = open(meant);
        List<Line> rested = open.stream()
                .filter(line -> line.wasSentBy(rested(word.firstSaidAt())))
                .toList();
        if (rested.isEmpty()) {
            throw mayTell(meant.batch().rail() + " is waited for "
                    + config.untoldAfter().toHours()
                    + " hours from when it was given a payout. Say it after that.");
        }
        List<Line> asked = rested.stream().filter(heard::wasAskedAbout).toList();
        if (asked.isEmpty()) {
            throw mayTell(
                    meant.batch().rail() + " was given it only just now, and has not been asked yet. Say it again.");
        }
        List<Line> silent =
                asked.stream().filter(line -> !heard.isOnItsWay(line)).toList();
        if (silent.isEmpty()) {
            throw onTheirWay(meant);
        }
        if (word.end() == End.ARRIVED) {
            return silent;
        }
        List<Line> over =
                silent.stream().filter(line -> !mayGoAgain(meant.batch(), line)).toList();
        if (over.isEmpty()) {
            throw mayTell("Nobody knows whether " + meant.batch().rail()
                    + " has the message, and the service still gives it the same one again, which makes it certain. Wait"
                    + " until it does not any more.");
        }
        return over;
    }

    private static List<Line> open(Meant meant) {
        List<Line> open = meant.lines().stream()
                .filter(line -> OPEN.contains(line.payout().state()))
                .toList();
        if (!open.isEmpty()) {
            return open;
        }
        if (meant.whole()) {
            throw new RuleViolation("payout-ended", "No payout of the batch is without word.");
        }
        Payout.State state = meant.lines().getFirst().payout().state();
        throw NOT_SENT.contains(state)
                ? new RuleViolation("payout-not-sent", "The payout is " + state + ": it has not left yet.")
                : new RuleViolation("payout-ended", "The payout is " + state + ": its end is known.");
    }

    private static RuleViolation onTheirWay(Meant meant) {
        return mayTell(meant.batch().rail()
                + " was asked just now, and says that it is still on its way. Wait for what it says next.");
    }

    private static RuleViolation mayTell(String why) {
        return new RuleViolation("rail-may-still-tell", why);
    }

    /** Whether the service may be giving it to the rail just now, or will, which the rail would act on once. */
    private boolean mayGoAgain(PayoutBatch batch, Line line) {
        Letter letter = line.letter();
        if (letter == null) {
            return false;
        }
        return switch (letter.state()) {
            case TAKEN, REFUSED -> false;
            case SENDING -> true;
            case WAITING, UNKNOWN ->
                reporting(batch) instanceof SendingRail rail
                        && !line.wasSentBy(
                                clock.instant().minus(rail.capabilities().idempotencyWindow()));
        };
    }

    /** Providers have no statement of a bank that would tell; one that is not set up any more tells nothing at all. */
    private void requireReports(PayoutBatch batch) {
        if (!rails.reports(batch.rail()) && !AccountName.hasCashOfItsOwn(batch.rail())) {
            throw new RuleViolation(
                    "rail-does-not-report",
                    "What became of payouts by " + batch.rail()
                            + " is told by the bank's files, POST /v1/bank-files, or by two people of the whole batch, POST"
                            + " /v1/payout-batches/{batchId}/settle.");
        }
    }

    private @Nullable ReportingRail reporting(PayoutBatch batch) {
        return rails.reports(batch.rail()) ? rails.reporting(batch.rail()) : null;
    }

    private Instant rested(Instant said) {
        return said.minus(config.untoldAfter());
    }

    private Meant meant(Connection tx, UUID subject, boolean locked) throws SQLException {
        Payout seen = PayoutTable.find(tx, subject);
        UUID batchId = seen == null ? subject : seen.batchId();
        PayoutBatch batch = (locked ? batches.findForUpdate(batchId) : batches.findByIdOptional(batchId))
                .orElseThrow(() -> new NotFound("payout", subject));
        // Read again: under the lock of the batch nobody else changes it.
        Payout one = seen == null ? null : PayoutTable.find(tx, subject);
        List<Payout> payouts = one == null ? open(tx, batchId) : List.of(one);
        var letters = SubmissionTable.letters(tx, batchId, locked);
        return new Meant(
                batch,
                payouts.stream()
                        .map(payout -> {
                            var before = letters.floorEntry(payout.position());
                            return new Line(payout, before == null ? null : before.getValue());
                        })
                        .toList(),
                one == null);
    }

    private List<Payout> open(Connection tx, UUID batchId) throws SQLException {
        int open = PayoutTable.tally(tx, batchId, OPEN).count();
        if (open > config.page()) {
            throw new RuleViolation(
                    "too-many-to-ask",
                    "The batch has " + open + " payouts without word, and at most " + config.page()
                            + " are ended at once. Name the payouts one by one, or have an operator raise"
                            + " groundwork.payment.payout.page.");
        }
        return PayoutTable.page(tx, batchId, OPEN, 0, Integer.MAX_VALUE);
    }

    private static Collection<Letter> letters(List<Line> lines) {
        Set<Letter> letters = new LinkedHashSet<>();
        for (Line line : lines) {
            if (line.letter() != null) {
                letters.add(line.letter());
            }
        }
        return letters;
    }

    private static void requireFew(Collection<Letter> letters) {
        if (letters.size() > MOST_QUESTIONS) {
            throw new RuleViolation(
                    "too-many-to-ask",
                    "The rail would have to be asked " + letters.size() + " times, and is asked at most "
                            + MOST_QUESTIONS + " times at once. Name the payouts one by one.");
        }
    }

    private RailMessage message(Letter letter) {
        return inTransaction(tx -> SubmissionTable.message(tx, letter.messageId()));
    }

    /** A question to the rail about a message. */
    @FunctionalInterface
    private interface Question<T> {
        T put(Letter letter) throws IOException;
    }

    private static <T> List<T> each(ReportingRail rail, Collection<Letter> letters, Question<T> question) {
        List<T> answers = new ArrayList<>(letters.size());
        try (var callers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Callable<T>> calls = letters.stream()
                    .map(letter -> (Callable<T>) () -> question.put(letter))
                    .toList();
            for (Future<T> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            Log.warnf(e.getCause(), "%s could not be asked what became of payouts", rail.name());
            if (e.getCause() instanceof NotGivenBack) {
                throw new RuleViolation(
                        "rail-keeps-money",
                        rail.name() + " refuses to give back what a payout left there. Settle that with " + rail.name()
                                + ", then say it again.");
            }
            throw new TryLater(
                    "rail-unreachable",
                    rail.name() + " could not be asked what became of it, and what it knows counts; try again later.",
                    Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a rail was asked", e);
        }
    }

    /** What is done in a transaction of its own. */
    @FunctionalInterface
    private interface Work<T extends @Nullable Object> {
        T run(Connection tx) throws SQLException;
    }

    private <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return QuarkusTransaction.requiringNew().timeout(PayoutRun.STEP_SECONDS).call(() -> {
            try (var tx = database.getConnection()) {
                return work.run(tx);
            } catch (SQLException e) {
                throw new IllegalStateException("what became of payouts could not be looked up", e);
            }
        });
    }
}
