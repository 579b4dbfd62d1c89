package dev.groundwork.payment.escrow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsHeld;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsRefused;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobCancelled;
import dev.groundwork.contracts.task.v1.JobEvent.JobCompleted;
import dev.groundwork.contracts.task.v1.JobEvent.JobPriceRaiseRequested;
import dev.groundwork.contracts.task.v1.JobEvent.JobPublishRequested;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.escrow.JobFunds.Terms;
import dev.groundwork.payment.escrow.KeyCaps.Cap;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import org.jspecify.annotations.Nullable;

/** Holds money for jobs that want to open, and notes when a job is over. */
@ApplicationScoped
public class Escrow {

    private final PostingEngine engine;
    private final Ledger ledger;
    private final Outbox outbox;
    private final JobPricing pricing;
    private final KeyCaps keyCaps;
    private final Clock clock;

    Escrow(PostingEngine engine, Ledger ledger, Outbox outbox, JobPricing pricing, KeyCaps keyCaps, Clock clock) {
        this.engine = engine;
        this.ledger = ledger;
        this.outbox = outbox;
        this.pricing = pricing;
        this.keyCaps = keyCaps;
        this.clock = clock;
    }

    /**
     * Locks the money side of jobs until the transaction ends. Comes before any posting of the same transaction.
     *
     * @return one for each id; {@link JobFunds.State#AWAITED} where the terms are not known yet
     */
    public Map<UUID, JobFunds> lock(Connection tx, Collection<UUID> jobIds) throws SQLException {
        return JobFundsTable.lock(tx, new LinkedHashSet<>(jobIds));
    }

    /** Keeps the counts of settled approvals of jobs that were locked in this transaction. */
    public void saveSettled(Connection tx, Collection<JobFunds> jobs) throws SQLException {
        JobFundsTable.saveSettled(tx, jobs);
    }

    /** Acts on what the task-service says of its jobs, in the order in which it said it. */
    void on(Connection tx, List<JobEvent> events) throws SQLException {
        var jobIds = new LinkedHashSet<UUID>();
        for (JobEvent event : events) {
            UUID jobId = concerned(event);
            if (jobId != null) {
                jobIds.add(jobId);
            }
        }
        if (jobIds.isEmpty()) {
            return;
        }
        Map<UUID, JobFunds> jobs = JobFundsTable.lock(tx, jobIds);
        Holds holds = hold(tx, events, jobs);
        Map<UUID, Long> topUps = new HashMap<>();
        Instant now = clock.instant();
        List<OutboxEvent> answers = new ArrayList<>();
        for (JobEvent event : events) {
            switch (event) {
                case JobPublishRequested wish -> {
                    var answer = answer(tx, wish, find(jobs, wish.jobId()), holds, now);
                    answers.add(new OutboxEvent(FundsEvent.TOPIC, wish.jobId(), answer));
                }
                case JobPriceRaiseRequested wish -> {
                    var answer = answer(tx, wish, find(jobs, wish.jobId()), holds, now);
                    answers.add(new OutboxEvent(FundsEvent.TOPIC, wish.jobId(), answer));
                }
                case JobCompleted over -> {
                    find(jobs, over.jobId()).ended(paid(over.paid(), over.approved()), now);
                    topUps.put(over.jobId(), none(over.topUps()));
                }
                case JobCancelled over -> {
                    find(jobs, over.jobId()).ended(paid(over.paid(), over.approved()), now);
                    topUps.put(over.jobId(), none(over.topUps()));
                }
                default -> {
                    // Opening, pausing and resuming move no money.
                }
            }
        }
        JobFundsTable.save(tx, jobs.values());
        JobFundsTable.saveTopUps(tx, topUps);
        outbox.addAll(tx, answers);
    }

    /** Events from before answers were paid that are not approved know of approved ones only. */
    private static long paid(@Nullable Long paid, long approved) {
        return paid == null ? approved : paid;
    }

    /** Events from before there were top-ups say nothing of them. */
    private static long none(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    /** Counts top-ups that were paid to workers of jobs that were locked in this transaction. */
    public void toppedUp(Connection tx, Map<UUID, Long> paid) throws SQLException {
        JobFundsTable.toppedUp(tx, paid);
    }

    /**
     * {@return what the escrow of a job that was locked in this transaction has beyond what its unpaid answers need: that much may go
     * into top-ups}
     */
    public long sparedMinor(Connection tx, JobFunds job) throws SQLException {
        return Math.max(0, ledger.available(tx, job.escrow()) - job.neededMinor());
    }

    /** Remembers what the platform paid for jobs that were locked in this transaction; it gets that back when they are released. */
    public void advanced(Connection tx, Map<UUID, Long> minor) throws SQLException {
        JobFundsTable.advanced(tx, minor);
    }

    private static @Nullable UUID concerned(JobEvent event) {
        return switch (event) {
            case JobPublishRequested wish -> wish.jobId();
            case JobPriceRaiseRequested wish -> wish.jobId();
            case JobCompleted over -> over.jobId();
            case JobCancelled over -> over.jobId();
            default -> null;
        };
    }

    /**
     * What became of wishes for money.
     *
     * @param receipts of those that the ledger was asked for
     * @param capped those that would have taken a key above its cap
     */
    private record Holds(IdentityHashMap<JobEvent, Receipt> receipts, IdentityHashMap<JobEvent, Cap> capped) {}

    private Holds hold(Connection tx, List<JobEvent> events, Map<UUID, JobFunds> jobs) throws SQLException {
        var over = new HashSet<UUID>();
        List<JobEvent> wishes = new ArrayList<>();
        IdentityHashMap<JobEvent, Cap> capped = new IdentityHashMap<>();
        KeyCaps.Locked caps = keyCaps.lock(tx, events);
        List<Command> commands = new ArrayList<>();
        for (JobEvent event : events) {
            UUID jobId = concerned(event);
            if (jobId == null) {
                continue;
            }
            if (event instanceof JobPublishRequested wish) {
                if (!over.contains(jobId) && find(jobs, jobId).mayBeHeld() && pricing.refusalOfTerms(wish) == null) {
                    Cap cap = caps.exceededBy(wish, pricing.price(wish).total());
                    if (cap == null) {
                        wishes.add(wish);
                        commands.add(holdCommand(wish));
                    } else {
                        capped.put(wish, cap);
                    }
                }
            } else if (event instanceof JobPriceRaiseRequested wish) {
                if (!over.contains(jobId) && pricing.refusalOfRaise(wish, find(jobs, jobId)) == null) {
                    Cap cap = caps.exceededBy(
                            wish, pricing.added(wish, find(jobs, jobId)).total());
                    if (cap == null) {
                        wishes.add(wish);
                        commands.add(raiseCommand(wish, find(jobs, jobId)));
                    } else {
                        capped.put(wish, cap);
                    }
                }
            } else {
                over.add(jobId);
            }
        }
        List<Receipt> receipts = engine.post(tx, commands);
        IdentityHashMap<JobEvent, Receipt> holds = new IdentityHashMap<>();
        for (int i = 0; i < wishes.size(); i++) {
            holds.put(wishes.get(i), receipts.get(i));
        }
        return new Holds(holds, capped);
    }

    private Command holdCommand(JobPublishRequested wish) {
        String currency = wish.reward().currency();
        return Command.of(
                "escrow",
                "hold:" + wish.publicationId(),
                "hold",
                "hold:" + wish.jobId(),
                "{\"jobId\":\"" + wish.jobId() + "\"}",
                List.of(Leg.move(
                        AccountName.available(wish.requesterId(), currency),
                        AccountName.escrow(wish.jobId(), currency),
                        pricing.price(wish).total(),
                        Reason.HOLD)));
    }

    /** Only what the higher reward adds to the price is held. */
    private Command raiseCommand(JobPriceRaiseRequested wish, JobFunds job) {
        String currency = job.terms().currency();
        return Command.of(
                "escrow",
                "raise:" + wish.raiseId(),
                "raise",
                "raise:" + wish.raiseId(),
                "{\"jobId\":\"" + wish.jobId() + "\"}",
                List.of(Leg.move(
                        AccountName.available(wish.requesterId(), currency),
                        job.escrow(),
                        pricing.added(wish, job).total(),
                        Reason.HOLD)));
    }

    private FundsEvent answer(Connection tx, JobPriceRaiseRequested wish, JobFunds job, Holds holds, Instant now)
            throws SQLException {
        Cap cap = holds.capped().get(wish);
        Receipt receipt = holds.receipts().get(wish);
        String currency = wish.reward().currency();
        String code =
                cap != null ? KeyCaps.REACHED : receipt == null ? pricing.refusalOfRaise(wish, job) : receipt.refusal();
        if (receipt != null && receipt.posted()) {
            JobPrice added = pricing.added(wish, job);
            keyCaps.spent(tx, wish, wish.jobId(), wish.raiseId(), added.total());
            job.raised(job.terms().withReward(Long.parseLong(wish.reward().minor()), pricing.raisedPrice(wish, job)));
            return new FundsHeld(
                    wish.jobId(),
                    wish.requesterId(),
                    wish.raiseId(),
                    Amounts.of(added.total(), currency),
                    Amounts.of(added.base(), currency),
                    Amounts.of(added.fee(), currency),
                    Amounts.of(added.reserve(), currency),
                    now);
        }
        String stable = code == null ? "job-ended" : code;
        long required =
                receipt == null && cap == null ? 0 : pricing.added(wish, job).total();
        long available = ledger.available(tx, AccountName.available(wish.requesterId(), currency));
        return new FundsRefused(
                wish.jobId(),
                wish.requesterId(),
                wish.raiseId(),
                stable,
                cap != null
                        ? cap.refusal(required)
                        : stable.equals(Kernel.INSUFFICIENT_FUNDS)
                                ? "Raising the reward needs %s more; %s is available. Deposit at least %s and raise again."
                                        .formatted(
                                                new Money(required, currency),
                                                new Money(available, currency),
                                                new Money(Math.max(0, required - available), currency))
                                : "The money for the raise could not be held (" + stable + ").",
                Amounts.of(required, currency),
                Amounts.of(available, currency),
                now);
    }

    private FundsEvent answer(Connection tx, JobPublishRequested wish, JobFunds job, Holds holds, Instant now)
            throws SQLException {
        String code = pricing.refusalOfTerms(wish);
        if (code != null) {
            return refused(tx, wish, code, now);
        }
        if (job.isOver()) {
            return refused(tx, wish, "job-ended", now);
        }
        if (job.wasHeld()) {
            return job.terms().sameWorkAs(pricing.terms(wish, null))
                    ? held(wish, job.terms(), now)
                    : refused(tx, wish, "already-held", now);
        }
        Cap cap = holds.capped().get(wish);
        if (cap != null) {
            job.refused(pricing.terms(wish, null));
            return refused(
                    tx, wish, KeyCaps.REACHED, cap.refusal(pricing.price(wish).total()), now);
        }
        Receipt receipt = holds.receipts().get(wish);
        if (receipt == null) {
            throw new IllegalStateException("the ledger was not asked for job " + wish.jobId());
        }
        if (receipt.posted()) {
            job.held(pricing.terms(wish, now));
            keyCaps.spent(
                    tx,
                    wish,
                    wish.jobId(),
                    wish.publicationId(),
                    job.terms().price().total());
            return held(wish, job.terms(), now);
        }
        job.refused(pricing.terms(wish, null));
        return refused(tx, wish, receipt.refusal(), now);
    }

    private static FundsHeld held(JobPublishRequested wish, Terms terms, Instant now) {
        String currency = terms.currency();
        return new FundsHeld(
                wish.jobId(),
                wish.requesterId(),
                wish.publicationId(),
                Amounts.of(terms.price().total(), currency),
                Amounts.of(terms.price().base(), currency),
                Amounts.of(terms.price().fee(), currency),
                Amounts.of(terms.price().reserve(), currency),
                now);
    }

    private FundsRefused refused(Connection tx, JobPublishRequested wish, @Nullable String code, Instant now)
            throws SQLException {
        return refused(tx, wish, code, null, now);
    }

    /** @param detail null for what the code says by itself */
    private FundsRefused refused(
            Connection tx, JobPublishRequested wish, @Nullable String code, @Nullable String detail, Instant now)
            throws SQLException {
        String currency = wish.reward().currency();
        boolean priced = pricing.refusalOfTerms(wish) == null;
        long required = priced ? pricing.price(wish).total() : 0;
        long available = priced ? ledger.available(tx, AccountName.available(wish.requesterId(), currency)) : 0;
        String stable = code == null ? Kernel.INSUFFICIENT_FUNDS : code;
        return new FundsRefused(
                wish.jobId(),
                wish.requesterId(),
                wish.publicationId(),
                stable,
                detail == null ? sentence(stable, wish, required, available) : detail,
                Amounts.of(required, currency),
                Amounts.of(available, currency),
                now);
    }

    private String sentence(String code, JobPublishRequested wish, long required, long available) {
        String currency = wish.reward().currency();
        return switch (code) {
            case Kernel.INSUFFICIENT_FUNDS -> {
                JobPrice price = pricing.price(wish);
                yield "Publishing needs %s (rewards %s, fees %s, reserve %s); %s is available. Deposit at least %s and publish again."
                        .formatted(
                                new Money(required, currency),
                                new Money(price.base(), currency).decimal(),
                                new Money(price.fee(), currency).decimal(),
                                new Money(price.reserve(), currency).decimal(),
                                new Money(available, currency),
                                new Money(Math.max(0, required - available), currency));
            }
            case "unsupported-currency" ->
                "No accounts are kept in " + currency + "; set the reward in another currency, such as EUR or USD.";
            case "price-out-of-range" ->
                "Reward times assignments is more than this ledger can count; split the job or lower the reward.";
            case "job-ended" -> "The job ended before its money was held; create a new one.";
            case "already-held" ->
                "Money is already held for this job on other terms; they cannot be changed any more.";
            default -> "The money could not be held (" + code + "); publish again.";
        };
    }

    private static JobFunds find(Map<UUID, JobFunds> jobs, UUID jobId) {
        JobFunds job = jobs.get(jobId);
        if (job == null) {
            throw new IllegalStateException("not locked: job " + jobId);
        }
        return job;
    }
}
