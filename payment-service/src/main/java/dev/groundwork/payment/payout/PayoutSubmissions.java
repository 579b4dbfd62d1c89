package dev.groundwork.payment.payout;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.payout.SubmissionTable.Claimed;
import dev.groundwork.payment.payout.SubmissionTable.State;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.Rails;
import dev.groundwork.payment.rail.SendingRail;
import dev.groundwork.payment.rail.Submission;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * Gives the messages of released batches to rails that take them from this service. One replica does so at a time, by a lease;
 * what it did is written only if nobody has picked the message up since.
 *
 * <p>A message is kept before it is sent, and marked as perhaps sent before the rail hears of it. Where the rail does not
 * answer, nobody knows: its payouts are UNKNOWN, the rail is asked, and only when it knows nothing of the message is the same
 * message sent again, under the same name, as long as the rail would know it again.
 */
@ApplicationScoped
public class PayoutSubmissions {

    private static final String LEASE = "payout-submissions";
    private static final Duration TTL = Duration.ofSeconds(20);

    /** Longer than any rail takes to answer. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** What a rail has forgotten is for a person; it is asked once a day all the same. */
    private static final Duration FORGOTTEN_PAUSE = Duration.ofDays(1);

    private static final Set<Payout.State> NOT_SENT = EnumSet.of(Payout.State.RESERVED, Payout.State.UNKNOWN);

    private final PayoutBatchRepository batches;
    private final RailOutcomes outcomes;
    private final Rails rails;
    private final Leases leases;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    PayoutSubmissions(
            PayoutBatchRepository batches,
            RailOutcomes outcomes,
            Rails rails,
            Leases leases,
            Outbox outbox,
            AgroalDataSource database,
            Clock clock) {
        this.batches = batches;
        this.outcomes = outcomes;
        this.rails = rails;
        this.leases = leases;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /** Sends what is due; called by the clock. */
    @Scheduled(
            identity = "payout-submissions",
            every = "${groundwork.payment.submissions.every:2s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        try {
            Lease lease = leases.tryAcquire(LEASE, TTL);
            if (lease == null) {
                return;
            }
            Claimed claimed = claim(lease);
            while (claimed != null) {
                Failpoint.hit("payout.after-claim-before-submit");
                Answer answer = send(claimed);
                Failpoint.hit("payout.after-submit-before-record");
                record(lease, claimed, answer);
                claimed = claim(lease);
            }
        } catch (SQLException | RuntimeException e) {
            // Nothing is lost: what was claimed is due again later.
            Log.error("Messages could not be given to their rails; trying again at the next turn", e);
        }
    }

    private @Nullable Claimed claim(Lease lease) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (var tx = database.getConnection()) {
                if (!leases.renew(tx, lease, TTL)) {
                    return null;
                }
                Instant now = now();
                return SubmissionTable.claim(tx, lease.epoch(), now, now.plus(CLAIM));
            }
        });
    }

    /**
     * @param problem what went wrong, for people
     * @param atFault as of {@link Submission}
     */
    private record Answer(
            State state,
            @Nullable String reference,
            @Nullable String problem,
            Duration pause,
            @Nullable Map<String, String> atFault) {

        Answer(State state, @Nullable String reference, @Nullable String problem, Duration pause) {
            this(state, reference, problem, pause, null);
        }
    }

    private Answer send(Claimed claimed) {
        RailMessage message = claimed.message();
        try {
            SendingRail rail = rails.sending(claimed.rail());
            if (!message.repeated()) {
                return answer(rail.submit(message), claimed);
            }
            Submission known = rail.query(message);
            if (known.outcome() != Submission.Outcome.NOT_YET) {
                return answer(known, claimed);
            }
            Instant sent = claimed.firstSentAt();
            if (sent != null
                    && sent.plus(rail.capabilities().idempotencyWindow()).isBefore(now())) {
                Log.errorf(
                        "%s knows nothing of message %s and would not know it again: a person has to look",
                        claimed.rail(), message.key());
                return new Answer(
                        State.UNKNOWN,
                        null,
                        "the rail does not know it, and is not told again after so long",
                        FORGOTTEN_PAUSE);
            }
            return answer(rail.submit(message), claimed);
        } catch (IOException | RuntimeException e) {
            Log.warnf(e, "Nobody knows whether %s has message %s; it will be asked", claimed.rail(), message.key());
            return new Answer(State.UNKNOWN, null, String.valueOf(e.getMessage()), pause(claimed.tries()));
        }
    }

    private static Answer answer(Submission submission, Claimed claimed) {
        return switch (submission.outcome()) {
            case TAKEN -> new Answer(State.TAKEN, submission.reference(), null, Duration.ZERO);
            case REFUSED -> new Answer(State.REFUSED, null, submission.reason(), Duration.ZERO, submission.atFault());
            case NOT_YET -> new Answer(State.WAITING, null, "the rail is busy", pause(claimed.tries()));
        };
    }

    /** Longer with every try, and never for two messages the same. */
    static Duration pause(int tries) {
        long longest =
                Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(Math.max(tries - 1, 0), 16));
        return Duration.ofMillis(longest / 2 + RandomGenerator.getDefault().nextLong(longest / 2 + 1));
    }

    private void record(Lease lease, Claimed claimed, Answer answer) {
        QuarkusTransaction.requiringNew().timeout(PayoutRun.STEP_SECONDS).run(() -> {
            PayoutBatch batch = batches.findForUpdate(claimed.batchId()).orElseThrow();
            try (var tx = database.getConnection()) {
                Instant now = now();
                if (leases.renew(tx, lease, TTL)
                        && SubmissionTable.settle(
                                tx,
                                claimed,
                                lease.epoch(),
                                answer.state(),
                                answer.reference(),
                                answer.problem(),
                                now.plus(answer.pause()))) {
                    follow(tx, batch, claimed, answer, now);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("what became of a message could not be written", e);
            }
        });
    }

    private void follow(Connection tx, PayoutBatch batch, Claimed claimed, Answer answer, Instant now)
            throws SQLException {
        if (answer.state() == State.WAITING) {
            return;
        }
        if (batch.state() == PayoutBatch.State.RELEASED) {
            batch.submitted(now);
            PayoutActions.note(tx, batch, "SEND", "system", now);
        }
        List<Payout> all = PayoutTable.between(tx, batch.id(), claimed.first(), claimed.last());
        List<Payout> payouts =
                all.stream().filter(payout -> NOT_SENT.contains(payout.state())).toList();
        switch (answer.state()) {
            case TAKEN -> {
                PayoutTable.changeAll(tx, payouts, Payout.State.SUBMITTED, null, now);
                outbox.addAll(
                        tx,
                        payouts.stream()
                                .map(payout -> new OutboxEvent(
                                        PayoutEvent.TOPIC,
                                        payout.workerId(),
                                        new PayoutSent(
                                                payout.id(),
                                                batch.id(),
                                                payout.workerId(),
                                                Amounts.of(payout.amount()),
                                                payout.endToEndId(),
                                                now)))
                                .toList());
            }
            case REFUSED -> refused(tx, batch, claimed, notTaken(all), answer, now);
            default -> PayoutTable.changeAll(tx, payouts, Payout.State.UNKNOWN, "no-answer", now);
        }
    }

    /** Those that were not sent, also where two people said meanwhile that they arrived. */
    private static List<Payout> notTaken(List<Payout> payouts) {
        return payouts.stream()
                .filter(payout -> NOT_SENT.contains(payout.state()) || payout.wasSaidArrived())
                .toList();
    }

    private void refused(
            Connection tx, PayoutBatch batch, Claimed claimed, List<Payout> payouts, Answer answer, Instant now)
            throws SQLException {
        Map<String, String> atFault = answer.atFault();
        if (atFault == null) {
            outcomes.failed(tx, batch, payouts, answer.problem(), now);
            return;
        }
        Log.errorf(
                "%s refused message %s as a whole (%s) for %d of its payouts; the others go with the next batch",
                claimed.rail(), claimed.message().key(), answer.problem(), atFault.size());
        outcomes.refused(tx, batch, payouts, atFault, now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
