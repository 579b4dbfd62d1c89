package dev.groundwork.payment.settlement;

import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.escrow.SimulatedEscrow;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.MemoryLedger;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.SimulatedPayouts;
import dev.groundwork.payment.payout.SimulatedPayouts.Line;
import dev.groundwork.payment.settlement.Chance.Fault;
import dev.groundwork.payment.settlement.SimulatedTopic.Event;
import dev.groundwork.payment.settlement.SimulatedWorld.Job;
import dev.groundwork.payment.settlement.SimulatedWorld.JobEnded;
import dev.groundwork.payment.testing.Loose;

/** The service and what it has stored. Its code and memory outlive a crash here, as they would be made anew from what is stored. */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
final class SimulatedService {

    /** The process is gone; what was not committed with it. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What is done in one transaction. */
    interface Work {
        void run() throws SQLException;
    }

    final MemoryLedger ledger;
    final PostingEngine engine;
    final SimulatedEscrow escrow;
    final SimulatedDatabase database = new SimulatedDatabase();
    final Connection connection = database.connection();
    final SimulatedPayouts payouts;

    private final Chance chance;
    private final SimulatedWorld world;
    private final Settlement settlement;
    private Set<UUID> inbox = new HashSet<>();
    private boolean losesRollbacks;

    SimulatedService(Chance chance, Clock clock, SimulatedWorld world) {
        this.chance = chance;
        this.world = world;
        ledger = new MemoryLedger(clock);
        engine = ledger.engine();
        escrow = new SimulatedEscrow(ledger, clock);
        payouts = new SimulatedPayouts(ledger, connection, clock);
        settlement = new Settlement(escrow, new TopUps(escrow), engine, outbox(), clock);
    }

    /** The real outbox, of which only what writes to the connection is used. */
    private static Outbox outbox() {
        try {
            Constructor<?> json = EventJson.class.getDeclaredConstructors()[0];
            json.setAccessible(true);
            Constructor<?> outbox = Outbox.class.getDeclaredConstructors()[0];
            outbox.setAccessible(true);
            Object[] arguments = new Object[outbox.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                if (outbox.getParameterTypes()[i] == EventJson.class) {
                    arguments[i] = json.newInstance(new Object[json.getParameterCount()]);
                }
            }
            return (Outbox) outbox.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the outbox is made otherwise now", e);
        }
    }

    /** From now on the database keeps of a crashed transaction what the ledger wrote. */
    void loseRollbacks() {
        losesRollbacks = true;
    }

    /** Runs one transaction; {@return whether its caller learns that it committed} */
    boolean guarded(Work work) throws SQLException {
        MemoryLedger.Mark ledgerMark = ledger.mark();
        Map<UUID, JobFunds> jobsMark = escrow.mark();
        Set<UUID> inboxMark = new HashSet<>(inbox);
        Map<UUID, Line> payoutsMark = payouts.mark();
        Map<UUID, Map<Integer, Object>> parkedMark = new LinkedHashMap<>(database.parked);
        int outboxMark = database.outbox.size();
        int jobsRead = world.jobTopic.mark();
        int assignmentsRead = world.assignmentTopic.mark();
        try {
            work.run();
            if (chance.happens(Fault.CRASH_BEFORE_COMMIT, 8)) {
                throw new Crash();
            }
        } catch (Crash crash) {
            if (!losesRollbacks) {
                ledger.backTo(ledgerMark);
            }
            escrow.backTo(jobsMark);
            inbox = inboxMark;
            world.jobTopic.backTo(jobsRead);
            world.assignmentTopic.backTo(assignmentsRead);
            payouts.backTo(payoutsMark);
            database.parked.clear();
            database.parked.putAll(parkedMark);
            while (database.outbox.size() > outboxMark) {
                database.outbox.removeLast();
            }
            return false;
        }
        return !chance.happens(Fault.COMMIT_OUTCOME_UNKNOWN, 10) && !chance.happens(Fault.CRASH_AFTER_COMMIT, 8);
    }

    void consumeJobs() throws SQLException {
        List<Event> batch = world.jobTopic.poll(3);
        for (Event event : batch) {
            if (!inbox.add(event.id())) {
                continue;
            }
            switch (event.body()) {
                case Job job -> hold(job);
                case JobEnded over -> escrow.ended(over.jobId(), over.payments());
                default -> throw new IllegalStateException();
            }
        }
        world.jobTopic.acknowledge(batch);
    }

    /** A refused hold is refused for good here: nobody publishes again. */
    private void hold(Job job) throws SQLException {
        Command command = escrow.holding(job.id, job.requester, job.reward, job.assignments);
        if (command != null
                && engine.post(connection, List.of(command)).getFirst().posted()) {
            escrow.held(job.id, job.requester, job.reward, job.assignments);
        }
    }

    void consumeAssignments() {
        List<Event> batch = world.assignmentTopic.poll(world.mostHeard());
        List<Approval> fresh = new ArrayList<>();
        for (Event event : batch) {
            if (inbox.add(event.id())) {
                fresh.add(Approval.of((AssignmentEvent) event.body()));
            }
        }
        settle(fresh, false);
        world.assignmentTopic.acknowledge(batch);
    }

    void settleParked() {
        settle(due(), true);
    }

    private void settle(List<Approval> approvals, boolean parked) {
        Loose.call(settlement, "settle", connection, approvals, List.of(), parked);
    }

    /** Which parked approvals are due is decided in SQL; this says the same of what is in memory. */
    List<Approval> due() {
        Map<UUID, JobFunds> funds = new HashMap<>();
        escrow.jobs().forEach(job -> funds.put(job.jobId(), job));
        List<Approval> due = new ArrayList<>();
        for (Map<Integer, Object> row : database.parked.values()) {
            JobFunds job = funds.get((UUID) row.get(2));
            if (job != null && job.wasHeld() && !row.containsKey(9)) {
                due.add(new Approval(
                        (UUID) row.get(1),
                        (UUID) row.get(2),
                        (UUID) row.get(3),
                        Reason.of((Integer) row.get(12)),
                        (Long) row.get(4),
                        (Long) row.get(5),
                        (Boolean) row.get(6),
                        (String) row.get(7),
                        (String) row.get(8),
                        (Integer) row.get(10)));
            }
        }
        return due;
    }
}
