package dev.groundwork.task.job;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobOpened;
import dev.groundwork.contracts.task.v1.JobEvent.JobPilotStarted;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.task.time.TimeStatistic;
import dev.groundwork.task.time.TimeStatistics;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** Whether jobs pay for the time that they take, before they open: by a pilot that measures it. */
@ApplicationScoped
class JobPilots {

    private final JobPay pay;
    private final Pilots pilots;
    private final TimeStatistics statistics;
    private final PilotConfig config;
    private final PayLooks looks;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    JobPilots(
            JobPay pay,
            Pilots pilots,
            TimeStatistics statistics,
            PilotConfig config,
            PayLooks looks,
            Outbox outbox,
            AgroalDataSource database,
            Clock clock) {
        this.pay = pay;
        this.pilots = pilots;
        this.statistics = statistics;
        this.config = config;
        this.looks = looks;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Opens a job whose money is held: its pilot, unless enough workers were measured on its spec already.
     *
     * @return false when the job does not wait for this answer
     */
    @Transactional(TxType.MANDATORY)
    boolean open(Job job, UUID attempt, Instant now) {
        int workers = Math.max(job.pilotWorkers(), config.workers());
        int measured = workers == 0 ? 0 : measuredBeforePilot(job);
        return measured < workers ? job.openPilot(attempt, workers, now) : job.open(attempt, now);
    }

    /** Locks what the pilots of jobs that are locked share with others of their specs, in one order for all. */
    @Transactional(TxType.MANDATORY)
    void lockSpecs(List<Job> locked) {
        var bySpec = new TreeMap<String, Job>();
        locked.forEach(job -> bySpec.put(job.requesterId() + " " + job.specHash(), job));
        try (var tx = database.getConnection()) {
            for (Job job : bySpec.values()) {
                Pilots.lockSpec(tx, job);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot lock the specs of jobs", failure);
        }
    }

    /** Locks in the order of every other: the job, its spec, what is measured of it. */
    private int measuredBeforePilot(Job job) {
        try (var tx = database.getConnection()) {
            Pilots.lockSpec(tx, job);
            return statistics
                    .measure(tx, job.id(), job.requesterId(), job.specHash())
                    .map(TimeStatistic::workers)
                    .orElse(0);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot measure the time of job " + job.id(), failure);
        }
    }

    /** Says that a job has opened, once its slots are there; a pilot that others have made needless ends at once. */
    @Transactional(TxType.MANDATORY)
    void opened(Job job, Instant now) {
        if (job.state() == JobState.OPEN) {
            publishOpened(job, now);
            return;
        }
        outbox.add(
                JobEvent.TOPIC,
                job.id(),
                new JobPilotStarted(
                        job.id(),
                        job.requesterId(),
                        job.title(),
                        JobPay.amountOf(job.reward()),
                        job.pilotWorkers(),
                        job.assignmentCount(),
                        now));
        judge(job, now);
    }

    private void publishOpened(Job job, Instant now) {
        outbox.add(
                JobEvent.TOPIC,
                job.id(),
                new JobOpened(
                        job.id(),
                        job.requesterId(),
                        job.title(),
                        JobPay.amountOf(job.reward()),
                        job.assignmentCount(),
                        now));
        Log.infof("job %s opened with %d tasks", job.id(), job.taskCount());
    }

    /** Looks at pilots that moved and opens or pauses those that have measured enough; {@return how many it looked at} */
    int look(int limit) {
        var moved = looks.read(tx -> pilots.moved(tx, clock.instant(), limit));
        for (UUID jobId : moved) {
            if (looks.isResting(jobId, System.nanoTime())) {
                continue;
            }
            boolean looked = PayLooks.attempt(
                    jobId,
                    () -> looks.inTransaction(jobId, job -> {
                        if (job.state() == JobState.PILOT) {
                            judge(job, clock.instant());
                        }
                    }));
            if (!looked) {
                looks.rest(jobId, TimeUnit.MINUTES.toNanos(1));
                PayLooks.attempt(jobId, () -> QuarkusTransaction.requiringNew().run(() -> putAside(jobId)));
            }
        }
        return moved.size();
    }

    private void putAside(UUID jobId) {
        try (var tx = database.getConnection()) {
            Pilots.putAside(tx, jobId, clock.instant());
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot put the pilot of job " + jobId + " aside", failure);
        }
    }

    private void judge(Job job, Instant now) {
        try (var tx = database.getConnection()) {
            Pilots.lockSpec(tx, job);
            var count = Pilots.count(tx, job.id());
            var others = pilots.others(tx, job, now);
            var measured = statistics.measure(tx, job.id(), job.requesterId(), job.specHash());
            long share = pilots.share(job, others);
            job.pilotStands(share, count.measured(), count.unmeasured());
            if (measured.isPresent() && (isEnough(job, measured.get(), count, others) || pilots.isOverdue(job, now))) {
                settle(job, measured.get(), now);
            } else {
                Instant openedAt = job.openedAt();
                job.lookAgainAt(now.plus(Pilots.rest(Duration.between(openedAt == null ? now : openedAt, now))));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look at the pilot of job " + job.id(), failure);
        }
    }

    /**
     * Whether a pilot is over: enough workers are measured, here or on other jobs of the spec; or all that it may take is measured; or
     * it may take nothing, as others took the allowance, and they have measured theirs.
     */
    private static boolean isEnough(Job job, TimeStatistic measured, Pilots.Count count, Pilots.Others others) {
        return measured.workers() >= job.pilotWorkers()
                || (job.pilotShare() > 0 ? count.measured() >= job.pilotShare() : others.running() == 0);
    }

    private void settle(Job job, TimeStatistic measured, Instant now) {
        var check = pay.check(job, job.reward(), Optional.of(measured));
        if (check.passes()) {
            job.passPilot();
            publishOpened(job, now);
        } else {
            pay.pauseUnderpaid(job, check, now);
        }
    }
}
