package dev.groundwork.payment.guarantee;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerWeekToppedUp;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.escrow.Escrow;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.guarantee.GuaranteeConfig.Payer;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

/**
 * Posts what reckoned weeks are owed and have not got: the difference to what was posted for them before, from the escrows of the jobs
 * that paid under the floor, each by its share of what is lacking. What an escrow cannot spare the platform advances.
 */
@ApplicationScoped
class WeekTopUps {

    private static final int BATCH = 500;

    /** A posting has 63 legs at most; the protection against exchange rates may split one more. */
    private static final int MOST_JOBS = 60;

    private final Escrow escrow;
    private final PostingEngine engine;
    private final Outbox outbox;
    private final EventJson json;
    private final GuaranteeConfig config;
    private final Clock clock;

    WeekTopUps(
            Escrow escrow, PostingEngine engine, Outbox outbox, EventJson json, GuaranteeConfig config, Clock clock) {
        this.escrow = escrow;
        this.engine = engine;
        this.outbox = outbox;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /** A worker's week that is owed more than was posted for it. */
    private record Owed(
            LocalDate week,
            UUID workerId,
            UUID requesterId,
            String currency,
            long postedMinor,
            long deltaMinor,
            long fxMinor,
            List<UUID> jobs,
            List<Long> shortfalls,
            Evidence evidence) {}

    /**
     * What is kept with the posting, so that a statement can show why it was made whatever is found later; amounts in minor units.
     *
     * @param revision the reckoning that it is of
     */
    private record Evidence(
            LocalDate week,
            UUID requesterId,
            int revision,
            long creditedSeconds,
            long floorMinor,
            String floorPlace,
            String floorSource,
            long earnedMinor,
            long dueMinor,
            long dueAtCloseMinor) {}

    /** Posts a batch in the caller's transaction; {@return how many weeks of workers got something} */
    int post(Connection tx) throws SQLException {
        List<Owed> owed = owing(tx);
        if (owed.isEmpty()) {
            return 0;
        }
        Set<UUID> jobIds = new LinkedHashSet<>();
        owed.forEach(one -> jobIds.addAll(one.jobs()));
        Purse purse = new Purse(tx, escrow.lock(tx, jobIds));
        List<Command> commands = new ArrayList<>(owed.size());
        for (Owed one : owed) {
            commands.add(command(one, purse));
        }
        List<Receipt> receipts = engine.post(tx, commands);
        Instant now = clock.instant();
        List<OutboxEvent> events = new ArrayList<>(owed.size());
        for (int i = 0; i < owed.size(); i++) {
            Owed one = owed.get(i);
            if (!receipts.get(i).posted()) {
                throw new IllegalStateException("week " + one.week() + " of worker " + one.workerId()
                        + " cannot be topped up: " + receipts.get(i).refusal());
            }
            events.add(new OutboxEvent(
                    EarningEvent.TOPIC,
                    one.workerId(),
                    new WorkerWeekToppedUp(
                            one.workerId(),
                            one.requesterId(),
                            one.week(),
                            Amounts.of(one.deltaMinor(), one.currency()),
                            now)));
        }
        escrow.advanced(tx, purse.advanced);
        savePosted(tx, owed);
        outbox.addAll(tx, events);
        return owed.size();
    }

    private static List<Owed> owing(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select week, worker_id, requester_id, currency, posted_minor, owed_minor - posted_minor,
                       greatest(0, due_at_close_minor - greatest(due_minor, earned_minor)) - posted_fx_minor, jobs, shortfalls,
                       revision, credited_seconds, floor_minor, floor_place, floor_source, earned_minor, due_minor,
                       due_at_close_minor
                from wage_week
                where owed_minor > posted_minor
                order by week, worker_id, requester_id, currency
                limit ?
                for update skip locked""")) {
            statement.setInt(1, BATCH);
            try (ResultSet row = statement.executeQuery()) {
                List<Owed> owed = new ArrayList<>();
                while (row.next()) {
                    long delta = row.getLong(6);
                    LocalDate week = Objects.requireNonNull(row.getObject(1, LocalDate.class));
                    UUID requesterId = Objects.requireNonNull(row.getObject(3, UUID.class));
                    owed.add(new Owed(
                            week,
                            Objects.requireNonNull(row.getObject(2, UUID.class)),
                            requesterId,
                            row.getString(4),
                            row.getLong(5),
                            delta,
                            Math.clamp(row.getLong(7), 0, delta),
                            List.of((UUID[]) row.getArray(8).getArray()),
                            List.of((Long[]) row.getArray(9).getArray()),
                            new Evidence(
                                    week,
                                    requesterId,
                                    row.getInt(10),
                                    row.getLong(11),
                                    row.getLong(12),
                                    row.getString(13),
                                    row.getString(14),
                                    row.getLong(15),
                                    row.getLong(16),
                                    row.getLong(17))));
                }
                return owed;
            }
        }
    }

    private Command command(Owed one, Purse purse) {
        String businessKey = "wage:" + one.week() + ":" + one.workerId() + ":" + one.requesterId() + ":"
                + one.currency() + ":" + one.postedMinor();
        AccountName payable = AccountName.payable(one.workerId(), one.currency());
        List<Leg> legs = new ArrayList<>();
        // The last of it is what exchange rates took.
        long plain = one.deltaMinor() - one.fxMinor();
        int jobs = Math.min(one.jobs().size(), MOST_JOBS);
        List<Long> parts = Shares.split(one.deltaMinor(), one.shortfalls().subList(0, jobs));
        for (int i = 0; i < jobs; i++) {
            long part = parts.get(i);
            AccountName from = purse.pay(one.jobs().get(i), part, one.currency());
            long floor = Math.min(part, plain);
            plain -= floor;
            add(legs, from, payable, floor, Reason.WAGE_TOP_UP);
            add(legs, from, payable, part - floor, Reason.FX_TOP_UP);
        }
        return Command.of("guarantee", businessKey, "wage-top-up", businessKey, json.write(one.evidence()), legs);
    }

    private static void add(List<Leg> legs, AccountName from, AccountName to, long minor, Reason reason) {
        if (minor > 0) {
            legs.add(Leg.move(from, to, minor, reason));
        }
    }

    private static void savePosted(Connection tx, List<Owed> owed) throws SQLException {
        try (var statement = tx.prepareStatement("""
                update wage_week k
                set posted_minor = k.posted_minor + t.delta, posted_fx_minor = k.posted_fx_minor + t.fx
                from unnest(?::date[], ?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[])
                         as t (week, worker_id, requester_id, currency, delta, fx)
                where k.worker_id = t.worker_id and k.week = t.week and k.requester_id = t.requester_id
                  and k.currency = t.currency""")) {
            statement.setArray(
                    1,
                    tx.createArrayOf(
                            "date",
                            owed.stream().map(one -> one.week().toString()).toArray()));
            statement.setArray(
                    2,
                    tx.createArrayOf("uuid", owed.stream().map(Owed::workerId).toArray()));
            statement.setArray(
                    3,
                    tx.createArrayOf(
                            "uuid", owed.stream().map(Owed::requesterId).toArray()));
            statement.setArray(
                    4,
                    tx.createArrayOf("text", owed.stream().map(Owed::currency).toArray()));
            statement.setArray(
                    5,
                    tx.createArrayOf(
                            "bigint", owed.stream().map(Owed::deltaMinor).toArray()));
            statement.setArray(
                    6,
                    tx.createArrayOf("bigint", owed.stream().map(Owed::fxMinor).toArray()));
            statement.executeUpdate();
        }
    }

    /** What the escrows of locked jobs can spare, and what the platform advances where they cannot. */
    private final class Purse {
        private final Connection tx;
        private final Map<UUID, JobFunds> jobs;
        private final Map<UUID, Long> left = new HashMap<>();
        private final Map<UUID, Long> advanced = new HashMap<>();

        Purse(Connection tx, Map<UUID, JobFunds> jobs) throws SQLException {
            this.tx = tx;
            this.jobs = jobs;
            if (config.payer() == Payer.REQUESTER) {
                for (JobFunds job : jobs.values()) {
                    left.put(job.jobId(), job.wasHeld() ? escrow.sparedMinor(this.tx, job) : 0);
                }
            }
        }

        /** {@return the account that pays so much for a job} */
        AccountName pay(UUID jobId, long minor, String currency) {
            JobFunds job = Objects.requireNonNull(jobs.get(jobId), "locked with the others");
            long spare = left.getOrDefault(jobId, 0L);
            if (minor <= spare) {
                left.put(jobId, spare - minor);
                return job.escrow();
            }
            if (config.payer() == Payer.REQUESTER && job.state() != JobFunds.State.RELEASED) {
                advanced.merge(jobId, minor, Math::addExact);
            }
            return AccountName.topUpCost(currency);
        }
    }
}
