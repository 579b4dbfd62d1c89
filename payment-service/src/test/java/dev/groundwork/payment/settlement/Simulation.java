package dev.groundwork.payment.settlement;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.MemoryLedger.Transfer;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.SimulatedPayouts;
import dev.groundwork.payment.payout.SimulatedPayouts.Line;
import dev.groundwork.payment.payout.SimulatedPayouts.State;
import dev.groundwork.payment.settlement.Chance.Fault;
import dev.groundwork.payment.settlement.SimulatedDatabase.Message;

/**
 * A marketplace's money on one thread and one seed: requesters, jobs, approvals, payouts and corrections come in by a Kafka that repeats,
 * reorders and delays; the service dies at any step; the bank is late, says things twice or the opposite, or nothing. The invariants
 * are checked after every step; at the end the faults stop, and everything has to come to rest.
 *
 * <p>Real: settlement with parking, the posting path, the kernel, command hashes, the states and prices of jobs, reversals, repayments,
 * the postings that payouts of a batch share. Simulated: tables, Kafka, the bank, and what a failed or returned payout moves. What is
 * decided in SQL (which approvals are due, who can be paid out) is not covered here but by the tests on PostgreSQL.
 */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
final class Simulation {

    /** What a seed came to. */
    record Result(
            long seed,
            int steps,
            Map<Fault, Integer> faults,
            long checks,
            int approvals,
            int payouts,
            Postings postings) {}

    /**
     * How payouts were reserved.
     *
     * @param shared postings of more than one of them
     * @param longest how many the longest posting had
     * @param leftOut payouts whose balance had shrunk since they were collected
     */
    record Postings(int shared, int longest, int leftOut) {}

    private static final int STEPS = 150;

    private static final int MOST_QUIET_STEPS = 2_000;

    private final long seed;
    private final Chance chance;
    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedWorld world;
    private final SimulatedService service;
    private final SimulatedPayouts payouts;
    private final SimulatedMoves moves;
    private final SimulatedBank bank;
    private final Map<UUID, Integer> announced = new HashMap<>();
    private final Set<UUID> heard = new HashSet<>();
    private long checks;
    private int steps;

    Simulation(long seed) {
        this.seed = seed;
        chance = new Chance(seed);
        world = new SimulatedWorld(chance, clock);
        service = new SimulatedService(chance, clock, world);
        payouts = service.payouts;
        moves = new SimulatedMoves(chance, clock, world, service);
        bank = new SimulatedBank(chance, clock, payouts);
    }

    /** For the test of the simulation itself: a database that keeps of a crashed transaction what the ledger wrote. */
    Simulation losingRollbacks() {
        service.loseRollbacks();
        chance.enable(Fault.CRASH_BEFORE_COMMIT);
        return this;
    }

    /** @throws AssertionError with the seed, when an invariant is violated or it does not come to rest */
    Result run() {
        try {
            for (steps = 0; steps < STEPS; steps++) {
                step();
                check();
            }
            chance.endFaults();
            comeToRest();
            return new Result(
                    seed,
                    steps,
                    chance.injected(),
                    checks,
                    world.approvals.size(),
                    payouts.all().size(),
                    postings());
        } catch (AssertionError | RuntimeException | SQLException e) {
            throw new AssertionError(
                    "seed " + seed + ", step " + steps + ": " + e.getMessage() + "; again with -Dsimulation.seed="
                            + seed,
                    e);
        }
    }

    private void step() throws SQLException {
        clock.pass(Duration.ofSeconds(1 + chance.below(600)));
        if (chance.happens(Fault.CLOCK_JUMPS, 40)) {
            clock.pass(Duration.ofHours(chance.below(36)));
        }
        switch (chance.below(20)) {
            case 0 -> moves.deposit();
            case 1 -> world.publish();
            case 2, 3, 4, 16 -> world.approve();
            case 5 -> world.endJob();
            case 6 -> service.guarded(service::consumeJobs);
            case 7, 8, 9 -> service.guarded(service::consumeAssignments);
            case 10 -> service.guarded(moves::runTimer);
            case 11 -> relay();
            case 12 -> service.guarded(() -> payouts.collect(world.workers, chance::id));
            case 17 -> freezeAll();
            case 13, 18 -> sendAll();
            case 14, 19 -> service.guarded(bank::isHeard);
            default -> service.guarded(chance.even() ? moves::reverse : moves::holdForAWhile);
        }
    }

    private void relay() {
        while (!service.database.outbox.isEmpty()) {
            Message message = service.database.outbox.getFirst();
            if (chance.happens(Fault.RELAY_SENDS_TWICE, 6)) {
                hear(message);
                return;
            }
            hear(message);
            service.database.outbox.removeFirst();
        }
    }

    /** Consumers know what they have had by its id. */
    private void hear(Message message) {
        if (heard.add(message.id())) {
            int from = message.payload().indexOf("\"assignmentId\":\"") + 16;
            announced.merge(UUID.fromString(message.payload().substring(from, from + 36)), 1, Integer::sum);
        }
    }

    private void freezeAll() throws SQLException {
        for (UUID batch : payouts.batches(State.READY)) {
            var nothingToPay = new AtomicBoolean();
            service.guarded(() -> {
                if (payouts.freeze(batch) == 0) {
                    nothingToPay.set(true);
                    throw new SimulatedService.Crash();
                }
            });
            // Nothing of the attempt remains, as where the service refuses it: its maker gives the draft up.
            if (nothingToPay.get()) {
                service.guarded(() -> payouts.cancel(batch));
            }
        }
    }

    /** The bank gets what is stored, never what might be rolled back; after a crash somebody else would bring it. */
    private void sendAll() throws SQLException {
        for (UUID batch : payouts.batches(State.RESERVED)) {
            Set<UUID> before = sent(batch);
            service.guarded(() -> send(batch));
            Set<UUID> fresh = sent(batch);
            fresh.removeAll(before);
            fresh.forEach(bank::takes);
        }
    }

    private Set<UUID> sent(UUID batch) {
        Set<UUID> sent = new LinkedHashSet<>();
        payouts.in(batch, State.SUBMITTED).forEach(payout -> sent.add(payout.id()));
        return sent;
    }

    /** Some are taken out of their batch before it leaves, some batches are called off whole. */
    private void send(UUID batch) throws SQLException {
        if (chance.oneIn(8)) {
            payouts.cancel(batch);
            return;
        }
        for (Line payout : payouts.in(batch, State.RESERVED)) {
            if (chance.oneIn(6)) {
                payouts.exclude(payout);
            }
        }
        if (!payouts.in(batch, State.RESERVED).isEmpty()) {
            payouts.release(batch);
        }
    }

    private Postings postings() {
        Map<UUID, Integer> legs = new HashMap<>();
        for (Transfer transfer : service.ledger.transfers()) {
            if (transfer.reason() == Reason.PAYOUT && transfer.phase() == Leg.Phase.PENDING) {
                legs.merge(transfer.posting(), 1, Integer::sum);
            }
        }
        return new Postings(
                (int) legs.values().stream().filter(count -> count > 1).count(),
                legs.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                (int) payouts.all().stream()
                        .filter(payout -> payout.state() == State.HELD)
                        .count());
    }

    private void check() {
        List<String> wrong = SimulationInvariants.violations(
                service.ledger, service.escrow, payouts.all(), world.workers, announced);
        checks += SimulationInvariants.COUNT;
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("; ", wrong));
        }
    }

    /** No more faults: whatever was said is taken in, whatever is due is done, and nothing moves any more. */
    private void comeToRest() throws SQLException {
        world.endAllJobs();
        // Bank silence ends too: a person asks.
        clock.pass(Duration.ofDays(40));
        for (int i = 0; i < MOST_QUIET_STEPS && !isAtRest(); i++) {
            steps++;
            clock.pass(Duration.ofMinutes(1));
            service.guarded(service::consumeJobs);
            service.guarded(service::consumeAssignments);
            service.guarded(moves::runTimer);
            freezeAll();
            sendAll();
            bank.isAsked();
            service.guarded(bank::isHeard);
            relay();
            check();
        }
        if (!isAtRest()) {
            throw new AssertionError("does not come to rest: " + unrest());
        }
        SimulationInvariants.everyApprovalOfAFundedJobIsPaidOnce(service.escrow, world.approvals, announced);
    }

    private boolean isAtRest() {
        return unrest().isEmpty();
    }

    private Collection<String> unrest() {
        Set<String> unrest = new LinkedHashSet<>();
        if (!world.jobTopic.isTakenIn() || !world.assignmentTopic.isTakenIn()) {
            unrest.add("events are not taken in");
        }
        if (!service.database.outbox.isEmpty()) {
            unrest.add("the outbox is not empty");
        }
        if (!service.due().isEmpty()) {
            unrest.add("approvals are parked");
        }
        if (!service.escrow.releasable().isEmpty()) {
            unrest.add("jobs are not released");
        }
        if (!service.ledger.expiredHolds().isEmpty()) {
            unrest.add("expired holds are open");
        }
        payouts.all().stream()
                .filter(Line::isOpen)
                .forEach(payout -> unrest.add("payout " + payout.id() + " is " + payout.state()));
        return unrest;
    }
}
