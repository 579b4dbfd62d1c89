package dev.groundwork.task.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobPaused;
import dev.groundwork.contracts.task.v1.JobEvent.JobPriceRaiseRequested;
import dev.groundwork.contracts.task.v1.JobEvent.JobPriceRaised;
import dev.groundwork.contracts.task.v1.JobEvent.JobResumed;
import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.floor.FloorCheck;
import dev.groundwork.task.floor.TaskTime;
import dev.groundwork.task.floor.WageFloors;
import dev.groundwork.task.time.TimeStatistic;
import dev.groundwork.task.time.TimeStatistics;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/**
 * Whether jobs pay for the time that they take, for as long as they are open; before, {@link JobPilots} ask it. A price may rise in a
 * job, never fall.
 */
@ApplicationScoped
public class JobPay {

    /**
     * Jobs with so many new answers that their time is worth a look: one at first, in the long run a tenth, at most fifty. What is
     * counted may also fall, when answers turn out unpaid. Work goes on in jobs that take no new claims.
     */
    private static final String MOVED = """
            select j.id, j.requester_id, j.spec_hash, n.answers
            from job j
            join job_progress p on p.job_id = j.id
            cross join lateral (select p.submitted + p.approved + p.accepted_unused + p.rejection_held + p.appealed + p.rejected
                                       as answers) n
            left join pay_watch w on w.job_id = j.id
            where j.state in ('OPEN', 'PAUSED', 'CANCELLED') and j.ended_at is null
              and abs(n.answers - coalesce(w.answers, 0)) >= greatest(1, least(50, coalesce(w.answers, 0) / 10))
            order by j.id limit ?
            """;

    private static final String SEEN = """
            insert into pay_watch (job_id, answers) values (?, ?)
            on conflict (job_id) do update set answers = excluded.answers
            """;

    private final JobRepository jobs;
    private final TimeStatistics statistics;
    private final WageFloors floors;
    private final JobConfig prices;
    private final PayLooks looks;
    private final EqualPay equalPay;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    JobPay(
            JobRepository jobs,
            TimeStatistics statistics,
            WageFloors floors,
            JobConfig prices,
            PayLooks looks,
            EqualPay equalPay,
            Outbox outbox,
            AgroalDataSource database,
            Clock clock) {
        this.jobs = jobs;
        this.statistics = statistics;
        this.floors = floors;
        this.prices = prices;
        this.looks = looks;
        this.equalPay = equalPay;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /** {@return whether the job's reward meets the floor, by what was measured of its spec, or by the requester's estimate} */
    @Transactional(TxType.MANDATORY)
    FloorCheck check(Job job) {
        return check(job, job.reward(), measured(job));
    }

    /** Where too little is measured by now to set a price, an underpaid job has to pay what it is known to owe. */
    @Transactional(TxType.MANDATORY)
    FloorCheck check(Job job, Money reward, Optional<TimeStatistic> measured) {
        long estimate = job.timeEstimate().toSeconds();
        Money owed = job.owed();
        var check = FloorCheck.of(
                reward,
                floors.forJob(job.floorPolicy(), job.places(), reward.currency()),
                measured.map(statistic -> TaskTime.measured(statistic, estimate))
                        .orElseGet(() -> TaskTime.estimatedBy(estimate)));
        boolean canPrice = measured.map(TimeStatistic::canPrice).orElse(false);
        return owed == null || !job.isUnderpaid() || canPrice ? check : check.atLeast(owed);
    }

    private Optional<TimeStatistic> measured(Job job) {
        try (var tx = database.getConnection()) {
            return statistics.measure(tx, job.id(), job.requesterId(), job.specHash());
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot measure the time of job " + job.id(), failure);
        }
    }

    /** Pauses a job that is locked, until it pays what the check asks for. */
    @Transactional(TxType.MANDATORY)
    void pauseUnderpaid(Job job, FloorCheck check, Instant now) {
        job.pauseUnderpaid(check.required());
        outbox.add(JobEvent.TOPIC, job.id(), new JobPaused(job.id(), job.requesterId(), Job.PAUSED_UNDERPAID, now));
        Log.infof(
                "job %s pays %s for %d seconds and is paused until it pays %s",
                job.id(), job.reward(), check.time().seconds(), check.required());
    }

    private record Due(UUID jobId, UUID requesterId, String specHash, long answers) {}

    /**
     * Measures jobs anew that got new answers, and pauses open ones that turn out underpaid; others owe what they lack.
     *
     * @return how many it looked at
     */
    public int lookAtPay(int limit) {
        long now = System.nanoTime();
        int looked = 0;
        for (Due due : looks.read(tx -> moved(tx, limit))) {
            if (!looks.isResting(due.jobId(), now)) {
                PayLooks.attempt(due.jobId(), () -> look(due));
                looked++;
            }
        }
        return looked;
    }

    private static List<Due> moved(Connection tx, int limit) throws SQLException {
        try (var query = tx.prepareStatement(MOVED)) {
            query.setInt(1, limit);
            var due = new ArrayList<Due>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getLong(4)));
                }
            }
            return due;
        }
    }

    private void look(Due due) {
        long started = System.nanoTime();
        var measured = QuarkusTransaction.requiringNew().call(() -> measured(due));
        looks.rest(due.jobId(), System.nanoTime() - started);
        if (measured.isPresent() && measured.get().canPrice() && isUnderpaid(due, measured)) {
            // Only now, as claims wait while the job is locked; and afresh, as its price may have risen meanwhile.
            looks.inTransaction(due.jobId(), job -> {
                var check = check(job, job.reward(), measured);
                if (check.passes() || job.endedAt() != null) {
                    return;
                }
                if (job.state() == JobState.OPEN) {
                    pauseUnderpaid(job, check, clock.instant());
                } else if (job.state() == JobState.PAUSED || job.state() == JobState.CANCELLED) {
                    job.owe(check.required());
                }
            });
        }
    }

    private boolean isUnderpaid(Due due, Optional<TimeStatistic> measured) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var job = jobs.findByIdOptional(due.jobId()).orElseThrow();
            var check = check(job, job.reward(), measured);
            Money owed = job.owed();
            return !check.passes()
                    && (job.state() == JobState.OPEN
                            || owed == null
                            || owed.minor() < check.required().minor());
        });
    }

    /** The last look at a job that is about to end and is locked: what its answers turn out to be worth is owed before its money goes back. */
    @Transactional(TxType.MANDATORY)
    void lookBeforeEnd(Job job) {
        measured(job).filter(TimeStatistic::canPrice).ifPresent(statistic -> {
            var check = check(job, job.reward(), Optional.of(statistic));
            if (!check.passes()) {
                job.owe(check.required());
            }
        });
    }

    private Optional<TimeStatistic> measured(Due due) {
        try (var tx = database.getConnection();
                var seen = tx.prepareStatement(SEEN)) {
            seen.setObject(1, due.jobId());
            seen.setLong(2, due.answers());
            seen.executeUpdate();
            return statistics.measure(tx, due.jobId(), due.requesterId(), due.specHash());
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot measure the time of job " + due.jobId(), failure);
        }
    }

    /**
     * Asks for the money of a higher reward, where no open variant of the job is left behind.
     *
     * @param client id of the program that asks, where its token says
     * @throws NotFound {@code job-not-found}
     */
    @Transactional
    public Job raise(UUID requesterId, UUID jobId, Money higher, @Nullable String client) {
        Job job = jobs.findForUpdate(jobId, requesterId).orElseThrow(() -> new NotFound("job", jobId));
        if (!higher.currency().equals(job.reward().currency())) {
            throw new InvalidRequest(
                    "invalid-request",
                    "The job pays in " + job.reward().currency() + ".",
                    List.of(new FieldError(
                            "/reward/currency", "must be " + job.reward().currency())));
        }
        UUID attempt = Ids.next();
        job.askRaise(attempt, higher);
        Money budget = job.budget();
        if (budget != null) {
            JobPrice.of(higher, job.mostPaid(), prices.feeRate(), prices.reserveRate())
                    .orRefuseOver(budget);
        }
        if (job.isUnderpaid()) {
            check(job, higher, measured(job)).orRefuse();
        }
        equalPay.orRefuseRaise(job, higher);
        outbox.add(
                JobEvent.TOPIC,
                job.id(),
                new JobPriceRaiseRequested(
                        job.id(),
                        job.requesterId(),
                        attempt,
                        amountOf(higher),
                        job.mostPaid(),
                        clock.instant(),
                        client));
        return job;
    }

    /** The money of a raise is held; {@return false when the job does not wait for it} */
    @Transactional(TxType.MANDATORY)
    boolean raised(Job job, UUID attempt, Instant now) {
        if (!job.raise(attempt)) {
            return false;
        }
        outbox.add(
                JobEvent.TOPIC, job.id(), new JobPriceRaised(job.id(), job.requesterId(), amountOf(job.reward()), now));
        // A variant may have been raised meanwhile: then it is for the requester to resume it, who is told what it
        // lacks.
        if (job.isUnderpaid() && check(job).passes() && equalPay.allows(job)) {
            resumePaid(job, now);
        }
        return true;
    }

    /** Takes up a job again that was paused as underpaid; refuses while it still is, or pays less than a variant. */
    @Transactional(TxType.MANDATORY)
    void resume(Job job, Instant now) {
        job.requireNoRaiseUnderWay();
        check(job).orRefuse();
        equalPay.orRefuse(job);
        resumePaid(job, now);
    }

    private void resumePaid(Job job, Instant now) {
        job.resumePaid();
        outbox.add(JobEvent.TOPIC, job.id(), new JobResumed(job.id(), job.requesterId(), now));
    }

    static Amount amountOf(Money money) {
        return new Amount(Long.toString(money.minor()), money.currency());
    }
}
