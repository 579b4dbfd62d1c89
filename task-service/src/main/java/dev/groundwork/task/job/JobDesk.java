package dev.groundwork.task.job;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobCancelled;
import dev.groundwork.contracts.task.v1.JobEvent.JobCompleted;
import dev.groundwork.contracts.task.v1.JobEvent.JobPaused;
import dev.groundwork.contracts.task.v1.JobEvent.JobPublishRequested;
import dev.groundwork.contracts.task.v1.JobEvent.JobResumed;
import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.bundle.Bundles;
import dev.groundwork.task.floor.FloorCheck;
import dev.groundwork.task.floor.WageFloors;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.policy.TrainingCourse;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/** What happens to jobs: each public method is one use case and one transaction. Somebody else's job is no job. */
@ApplicationScoped
public class JobDesk {

    private final JobRepository jobs;
    private final OpenSlots slots;
    private final TaskSpecs specs;
    private final Bundles bundles;
    private final WageFloors floors;
    private final JobPilots pilots;
    private final JobPay pay;
    private final EqualPay equalPay;
    private final TopUps topUps;
    private final JobConfig config;
    private final Outbox outbox;
    private final Clock clock;

    JobDesk(
            JobRepository jobs,
            OpenSlots slots,
            TaskSpecs specs,
            Bundles bundles,
            WageFloors floors,
            JobPilots pilots,
            JobPay pay,
            EqualPay equalPay,
            TopUps topUps,
            JobConfig config,
            Outbox outbox,
            Clock clock) {
        this.jobs = jobs;
        this.slots = slots;
        this.specs = specs;
        this.bundles = bundles;
        this.floors = floors;
        this.pilots = pilots;
        this.pay = pay;
        this.equalPay = equalPay;
        this.topUps = topUps;
        this.config = config;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * A price and whether the reward meets the wage floor.
     *
     * @param price of everything that is in the job now
     */
    public record Quote(JobPrice price, FloorCheck floor) {}

    /** Drafts a job; a currency that no wage floor is known in is refused at once, not when it is too late. */
    @Transactional
    public Job draft(UUID requesterId, JobTerms terms, TaskSpec spec) {
        floors.forJob(terms.floorPolicy(), terms.places(), terms.reward().currency());
        bundles.requireDrawable(spec, "/spec");
        specs.keep(spec);
        var job = Job.draft(requesterId, terms, clock.instant());
        jobs.persist(job);
        return job;
    }

    /**
     * A job of one requester.
     *
     * @throws NotFound {@code job-not-found}
     */
    @Transactional
    public Job get(UUID requesterId, UUID jobId) {
        return jobs.find(jobId, requesterId).orElseThrow(() -> new NotFound("job", jobId));
    }

    @Transactional
    public Page<Job> list(UUID requesterId, @Nullable JobState state, @Nullable UUID before, int limit) {
        List<Job> found = jobs.ofRequester(requesterId, state, before, limit + 1);
        return Page.of(found, limit, job -> Cursor.encode(job.id()));
    }

    @Transactional
    public Quote quote(UUID requesterId, UUID jobId) {
        Job job = get(requesterId, jobId);
        return new Quote(priceOf(job), pay.check(job));
    }

    /**
     * Asks for the job's money, when its reward meets the floor and that of its variants, and its price the budget.
     *
     * @param client id of the program by which it is asked; null where the token does not say
     */
    @Transactional
    public Job publish(UUID requesterId, UUID jobId, @Nullable String client) {
        Job job = locked(requesterId, jobId);
        job.requirePublishable();
        requireContents(job);
        // Once more: a draft may be older than the rule that its page must be there.
        bundles.requireDrawable(specs.byHash(job.specHash()), "/spec");
        pay.check(job).orRefuse();
        equalPay.orRefuse(job);
        JobPrice price = priceOf(job);
        Money budget = job.budget();
        if (budget != null) {
            price.orRefuseOver(budget);
        }
        Instant now = clock.instant();
        UUID attempt = Ids.next();
        job.publish(attempt, now);
        publish(
                job,
                new JobPublishRequested(
                        job.id(),
                        job.requesterId(),
                        attempt,
                        job.title(),
                        amountOf(job.reward()),
                        job.mostPaid(),
                        now,
                        client));
        return job;
    }

    @Transactional
    public Job pause(UUID requesterId, UUID jobId) {
        Job job = locked(requesterId, jobId);
        job.pause(Job.PAUSED_BY_REQUESTER);
        publish(job, new JobPaused(job.id(), job.requesterId(), Job.PAUSED_BY_REQUESTER, clock.instant()));
        return job;
    }

    @Transactional
    public Job resume(UUID requesterId, UUID jobId) {
        Job job = locked(requesterId, jobId);
        if (job.isUnderpaid()) {
            pay.resume(job, clock.instant());
        } else {
            job.resume();
            equalPay.orRefuse(job);
            publish(job, new JobResumed(job.id(), job.requesterId(), clock.instant()));
        }
        return job;
    }

    /** Gives the job up. Its end is published once the last assignment that is in workers' hands is final. */
    @Transactional
    public Job cancel(UUID requesterId, UUID jobId) {
        Job job = locked(requesterId, jobId);
        boolean moneyAsked = job.state() == JobState.FUNDING;
        Instant now = clock.instant();
        job.cancel(now);
        slots.close(job.id());
        if (moneyAsked) {
            // Follows the request for the money on the same topic and key, so whatever is held by then is let go.
            publish(job, new JobCancelled(job.id(), job.requesterId(), 0, 0L, 0L, now));
        }
        return job;
    }

    /**
     * Opens a job whose money is held, or raises its reward; joins the transaction of the event.
     *
     * @param baseMinor of what is held now, the rewards
     * @param reserveMinor of what is held now, the reserve
     */
    @Transactional(TxType.MANDATORY)
    public void fundsHeld(UUID jobId, UUID attempt, long baseMinor, long reserveMinor) {
        Job job = jobs.findForUpdate(jobId).orElse(null);
        Instant now = clock.instant();
        if (job != null && pay.raised(job, attempt, now)) {
            job.held(baseMinor, reserveMinor);
            return;
        }
        if (job == null || !pilots.open(job, attempt, now)) {
            Log.infof("money is held for job %s, which does not wait for it (attempt %s)", jobId, attempt);
            return;
        }
        job.held(baseMinor, reserveMinor);
        QualityPolicy policy = job.quality();
        if (policy == null) {
            slots.open(jobId);
        } else {
            slots.open(jobId, policy);
        }
        pilots.opened(job, now);
    }

    /** Returns a job to its requester with the reason; joins the transaction of the event. */
    @Transactional(TxType.MANDATORY)
    public void fundsRefused(UUID jobId, UUID attempt, String reason) {
        Job job = jobs.findForUpdate(jobId).orElse(null);
        if (job == null || !(job.refuseRaise(attempt, reason) || job.refuseFunds(attempt, reason))) {
            Log.infof("money is refused for job %s, which does not wait for it (attempt %s)", jobId, attempt);
        }
    }

    /**
     * Ends jobs of which every assignment is final and that owe nothing more, each in a transaction of its own: one that cannot end keeps
     * no other from it.
     *
     * @return how many
     */
    int endFinished(int batch) {
        int all = 0;
        UUID last = new UUID(0, 0);
        List<UUID> finished;
        do {
            finished = slots.ended(last, batch);
            for (UUID jobId : finished) {
                last = jobId;
                try {
                    if (QuarkusTransaction.requiringNew().call(() -> end(jobId))) {
                        all++;
                    }
                } catch (RuntimeException failure) {
                    Log.errorf(failure, "job %s cannot be ended; trying again at the next turn", jobId);
                }
            }
        } while (finished.size() == batch);
        return all;
    }

    private boolean end(UUID jobId) {
        if (!slots.lockEnded(jobId)) {
            return false;
        }
        Job job = jobs.findByIdOptional(jobId).orElseThrow();
        // Before the end is said: what is left of the money goes back then. What is owed is made elsewhere, in pieces.
        pay.lookBeforeEnd(job);
        if (topUps.isOwed(job)) {
            return false;
        }
        Instant now = clock.instant();
        job.end(now);
        var decided = slots.decided(jobId);
        long approved = decided.approved();
        long toppedUp = topUps.count(jobId);
        publish(
                job,
                job.state() == JobState.COMPLETED
                        ? new JobCompleted(jobId, job.requesterId(), approved, decided.paid(), toppedUp, now)
                        : new JobCancelled(jobId, job.requesterId(), approved, decided.paid(), toppedUp, now));
        Log.infof("job %s ended %s with %d approved assignments", jobId, job.state(), approved);
        return true;
    }

    /** Locks jobs in the order of their ids and then what their pilots share, for whoever acts on many in one transaction. */
    @Transactional(TxType.MANDATORY)
    void lockAll(Collection<UUID> jobIds) {
        var locked = jobIds.stream()
                .distinct()
                .sorted(Comparator.comparing(UUID::toString))
                .flatMap(id -> jobs.findForUpdate(id).stream())
                .toList();
        pilots.lockSpecs(locked);
    }

    private void requireContents(Job job) {
        QualityPolicy policy = job.quality();
        if (policy == null) {
            return;
        }
        var contents = slots.contents(job.id());
        if (contents.tasks() == 0) {
            throw new Unprocessable(
                    "job-without-tasks",
                    "Every task of the job has a known answer: upload tasks without gold to /v1/jobs/" + job.id()
                            + "/tasks.");
        }
        TrainingCourse training = policy.training();
        if (training != null && contents.trainingTasks() < training.tasks()) {
            throw new Unprocessable(
                    "training-without-tasks",
                    "The training wants " + training.tasks() + " tasks of each worker and the job has "
                            + contents.trainingTasks()
                            + ": upload tasks with gold and \"training\": true, one attempt's worth for every attempt.");
        }
    }

    private Job locked(UUID requesterId, UUID jobId) {
        return jobs.findForUpdate(jobId, requesterId).orElseThrow(() -> new NotFound("job", jobId));
    }

    private JobPrice priceOf(Job job) {
        return JobPrice.of(job.reward(), job.mostPaid(), config.feeRate(), config.reserveRate());
    }

    private void publish(Job job, JobEvent event) {
        outbox.add(JobEvent.TOPIC, job.id(), event);
    }

    private static Amount amountOf(Money money) {
        return new Amount(Long.toString(money.minor()), money.currency());
    }
}
