package dev.groundwork.payment.settlement;

import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.escrow.SimulatedEscrow;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.MemoryLedger;
import dev.groundwork.payment.ledger.MemoryLedger.Transfer;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.payout.SimulatedPayouts;
import dev.groundwork.payment.payout.SimulatedPayouts.Line;
import dev.groundwork.payment.payout.SimulatedPayouts.State;
import dev.groundwork.payment.settlement.SimulatedDatabase.Message;
import dev.groundwork.payment.testing.Loose;

/**
 * A marketplace's money on one thread and one seed: requesters, jobs, approvals, payouts and corrections come in by a Kafka that repeats,
 * reorders and delays; the service dies at any step; the bank is late, says things twice or the opposite, or nothing. The invariants
 * are checked after every step; at the end the faults stop, and everything has to come to rest.
 *
 * <p>Real: settlement with parking, the posting path, the kernel, command hashes, the states and prices of jobs, reversals, repayments,
 * the postings that payouts of a batch share. Simulated: tables, Kafka, the bank. What is decided in SQL (which approvals are due, who can be paid out) is not covered here but by the
 * tests on PostgreSQL.
 */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
final class Simulation {

    /** What may go wrong; a seed switches each on or off. */
    enum Fault {
        CRASH_BEFORE_COMMIT,
        CRASH_AFTER_COMMIT,
        COMMIT_OUTCOME_UNKNOWN,
        MESSAGE_REPEATED,
        MESSAGE_REORDERED,
        REPLAY_FROM_START,
        RELAY_SENDS_TWICE,
        BANK_LATE,
        BANK_TWICE,
        BANK_CONTRADICTS,
        BANK_SILENT,
        CLOCK_JUMPS
    }

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

    /** One seed in so many has more workers than one posting has legs, who work in bursts. */
    private static final int CROWDS = 40;

    private static final int CROWD = Command.MOST_LEGS + 7;

    private final long seed;
    private final Random random;
    private final Set<Fault> enabled = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private final VirtualClock clock = new VirtualClock();

    // The service: code and memory that a crash does not outlive are made anew from what is stored.
    private final MemoryLedger ledger = new MemoryLedger(clock);
    private final PostingEngine engine = ledger.engine();
    private final SimulatedEscrow escrow = new SimulatedEscrow(ledger, clock);
    private final SimulatedDatabase database = new SimulatedDatabase();
    private final Connection connection = database.connection();
    private final Settlement settlement;
    private Set<UUID> inbox = new HashSet<>();
    private final SimulatedPayouts payouts = new SimulatedPayouts(ledger, connection, clock);

    // Kafka
    private final List<Event> jobTopic = new ArrayList<>();
    private final List<Event> assignmentTopic = new ArrayList<>();
    private int jobOffset;
    private int assignmentOffset;
    private final Map<UUID, Integer> announced = new HashMap<>();
    private final Set<UUID> heard = new HashSet<>();

    // The bank
    private final List<BankWord> bankWords = new ArrayList<>();

    // The truth, which only the world outside knows
    private final List<UUID> requesters = new ArrayList<>();
    private final List<UUID> workers = new ArrayList<>();
    private final Map<UUID, Job> jobs = new LinkedHashMap<>();
    private final List<AssignmentApproved> approvals = new ArrayList<>();

    private final boolean crowded;
    private boolean quiet;
    private boolean losesRollbacks;
    private long checks;
    private int steps;

    /** Something said on a topic. */
    private record Event(UUID id, Object body) {}

    /** What a requester publishes; ended once all is approved that there will be. */
    private static final class Job {
        private final UUID id;
        private final UUID requester;
        private final long reward;
        private final long assignments;
        private int approved;
        private boolean ended;

        Job(UUID id, UUID requester, long reward, long assignments) {
            this.id = id;
            this.requester = requester;
            this.reward = reward;
            this.assignments = assignments;
        }
    }

    /** The end of a job as it is said. */
    private record JobEnded(UUID jobId, long payments) {}

    /** What the bank says of a payout, at the earliest at a time. */
    private record BankWord(UUID payout, State outcome, Instant from) {}

    /** The process is gone; what was not committed with it. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class VirtualClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T23:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        for (Fault fault : Fault.values()) {
            if (random.nextInt(3) > 0) {
                enabled.add(fault);
            }
        }
        Outbox outbox = outbox();
        settlement = new Settlement(escrow, new TopUps(escrow), engine, outbox, clock);
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            requesters.add(id());
        }
        crowded = random.nextInt(CROWDS) == 0;
        int people = crowded ? CROWD : 2 + random.nextInt(3);
        for (int i = 0; i < people; i++) {
            workers.add(id());
        }
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

    /** For the test of the simulation itself: a database that keeps of a crashed transaction what the ledger wrote. */
    Simulation losingRollbacks() {
        losesRollbacks = true;
        enabled.add(Fault.CRASH_BEFORE_COMMIT);
        return this;
    }

    /** @throws AssertionError with the seed, when an invariant is violated or it does not come to rest */
    Result run() {
        try {
            for (steps = 0; steps < STEPS; steps++) {
                step();
                check();
            }
            quiet = true;
            comeToRest();
            return new Result(
                    seed,
                    steps,
                    injected,
                    checks,
                    approvals.size(),
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
        clock.now = clock.now.plusSeconds(1 + random.nextInt(600));
        if (happens(Fault.CLOCK_JUMPS, 40)) {
            clock.now = clock.now.plus(Duration.ofHours(random.nextInt(36)));
        }
        switch (random.nextInt(20)) {
            case 0 -> deposit();
            case 1 -> publish();
            case 2, 3, 4, 16 -> approve();
            case 5 -> endJob();
            case 6 -> guarded(this::consumeJobs);
            case 7, 8, 9 -> guarded(this::consumeAssignments);
            case 10 -> guarded(this::clocks);
            case 11 -> relay();
            case 12 -> guarded(() -> payouts.collect(workers, this::id));
            case 17 -> freezeAll();
            case 13, 18 -> sendAll();
            case 14, 19 -> guarded(this::hearBank);
            default -> guarded(random.nextBoolean() ? this::reverse : this::holdForAWhile);
        }
    }

    private boolean happens(Fault fault, int oneIn) {
        if (quiet || !enabled.contains(fault) || random.nextInt(oneIn) != 0) {
            return false;
        }
        injected.merge(fault, 1, Integer::sum);
        return true;
    }

    // The world

    private void deposit() throws SQLException {
        UUID requester = any(requesters);
        String key = "deposit:" + id();
        Command command = Command.of(
                "deposit",
                key,
                "deposit",
                key,
                "{}",
                List.of(Leg.move(
                        AccountName.cash("EUR"),
                        AccountName.available(requester, "EUR"),
                        100L + random.nextInt(5_000),
                        Reason.DEPOSIT)));
        // Whoever does not hear an answer asks again under the same key.
        for (boolean answered = false; !answered; ) {
            answered = guarded(() -> engine.post(connection, List.of(command)));
        }
    }

    private void publish() {
        Job job = crowded
                ? new Job(id(), any(requesters), 1L + random.nextInt(9), CROWD)
                : new Job(id(), any(requesters), 1L + random.nextInt(60), 1L + random.nextInt(8));
        jobs.put(job.id, job);
        jobTopic.add(new Event(id(), job));
    }

    private void approve() {
        List<Job> open = jobs.values().stream()
                .filter(job -> !job.ended && job.approved < job.assignments)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Job job = any(open);
        for (int i = 0; i < (crowded ? CROWD : 1) && job.approved < job.assignments; i++) {
            approve(job);
        }
    }

    private void approve(Job job) {
        job.approved++;
        AssignmentApproved approved = new AssignmentApproved(
                id(),
                job.id,
                job.requester,
                id(),
                crowded ? workers.get(job.approved - 1) : any(workers),
                new Amount(Long.toString(job.reward), "EUR"),
                10,
                "requester",
                clock.now);
        approvals.add(approved);
        assignmentTopic.add(new Event(id(), approved));
    }

    private void endJob() {
        List<Job> open = jobs.values().stream().filter(job -> !job.ended).toList();
        if (!open.isEmpty()) {
            Job job = any(open);
            job.ended = true;
            jobTopic.add(new Event(id(), new JobEnded(job.id, job.approved)));
        }
    }

    // The service

    /** Runs one transaction of the service; {@return whether its caller learns that it committed} */
    private boolean guarded(Work work) throws SQLException {
        MemoryLedger.Mark ledgerMark = ledger.mark();
        Map<UUID, JobFunds> jobsMark = escrow.mark();
        Set<UUID> inboxMark = new HashSet<>(inbox);
        Map<UUID, Line> payoutsMark = payouts.mark();
        Map<UUID, Map<Integer, Object>> parkedMark = new LinkedHashMap<>(database.parked);
        int outboxMark = database.outbox.size();
        int jobOffsetMark = jobOffset;
        int assignmentOffsetMark = assignmentOffset;
        try {
            work.run();
            if (happens(Fault.CRASH_BEFORE_COMMIT, 8)) {
                throw new Crash();
            }
        } catch (Crash crash) {
            if (!losesRollbacks) {
                ledger.backTo(ledgerMark);
            }
            escrow.backTo(jobsMark);
            inbox = inboxMark;
            jobOffset = jobOffsetMark;
            assignmentOffset = assignmentOffsetMark;
            payouts.backTo(payoutsMark);
            database.parked.clear();
            database.parked.putAll(parkedMark);
            while (database.outbox.size() > outboxMark) {
                database.outbox.removeLast();
            }
            return false;
        }
        return !happens(Fault.COMMIT_OUTCOME_UNKNOWN, 10) && !happens(Fault.CRASH_AFTER_COMMIT, 8);
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void consumeJobs() throws SQLException {
        int to = jobOffset;
        for (Event event : batch(jobTopic, jobOffset, 3)) {
            to = Math.max(to, jobTopic.indexOf(event) + 1);
            if (!inbox.add(event.id())) {
                continue;
            }
            switch (event.body()) {
                case Job job -> hold(job);
                case JobEnded over -> escrow.ended(over.jobId(), over.payments());
                default -> throw new IllegalStateException();
            }
        }
        jobOffset = acknowledged(jobOffset, to);
    }

    /** A refused hold is refused for good here: nobody publishes again. */
    private void hold(Job job) throws SQLException {
        Command command = escrow.holding(job.id, job.requester, job.reward, job.assignments);
        if (command != null
                && engine.post(connection, List.of(command)).getFirst().posted()) {
            escrow.held(job.id, job.requester, job.reward, job.assignments);
        }
    }

    private void consumeAssignments() throws SQLException {
        int to = assignmentOffset;
        List<Approval> fresh = new ArrayList<>();
        for (Event event : batch(assignmentTopic, assignmentOffset, crowded ? CROWD : 6)) {
            to = Math.max(to, assignmentTopic.indexOf(event) + 1);
            if (inbox.add(event.id())) {
                fresh.add(Approval.of((AssignmentEvent) event.body()));
            }
        }
        settle(fresh, false);
        assignmentOffset = acknowledged(assignmentOffset, to);
    }

    private void settle(List<Approval> approvals, boolean parked) {
        Loose.call(settlement, "settle", connection, approvals, List.of(), parked);
    }

    /** What a poll gives: what follows, and with faults what was had before, or the other way round. */
    private List<Event> batch(List<Event> topic, int offset, int most) {
        int from = offset;
        if (happens(Fault.REPLAY_FROM_START, 25)) {
            from = 0;
        } else if (offset > 0 && happens(Fault.MESSAGE_REPEATED, 6)) {
            from = Math.max(0, offset - 1 - random.nextInt(4));
        }
        int to = Math.min(topic.size(), Math.max(offset, from) + 1 + random.nextInt(most));
        List<Event> batch = new ArrayList<>(topic.subList(from, to));
        if (happens(Fault.MESSAGE_REORDERED, 6)) {
            Collections.shuffle(batch, random);
        }
        return batch;
    }

    /** Offsets only matter once the transaction is through; a crash after it leaves them behind. */
    private int acknowledged(int before, int after) {
        return happens(Fault.CRASH_AFTER_COMMIT, 8) ? before : after;
    }

    /** What timers do: parked approvals, releases, expired holds, repayments. */
    private void clocks() throws SQLException {
        switch (random.nextInt(4)) {
            case 0 -> settle(due(), true);
            case 1 -> release();
            case 2 ->
                engine.post(
                        connection,
                        ledger.expiredHolds().stream().map(Simulation::expiring).toList());
            default -> repay();
        }
    }

    /** Which parked approvals are due is decided in SQL; this says the same of what is in memory. */
    private List<Approval> due() {
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

    private void release() throws SQLException {
        for (JobFunds job : escrow.releasable()) {
            Receipt receipt = engine.post(connection, List.of(SimulatedEscrow.releasing(job)))
                    .getFirst();
            if (receipt.posted()) {
                escrow.released(job, receipt.amountsMinor().getLast());
            }
        }
    }

    private void repay() throws SQLException {
        LocalDate day = LocalDate.ofInstant(clock.now, ZoneOffset.UTC);
        for (UUID worker : workers) {
            long owed = ledger.available(AccountName.debt(worker, "EUR"));
            long earned = 0;
            long repaid = 0;
            for (Transfer transfer : ledger.transfers()) {
                if (LocalDate.ofInstant(transfer.at(), ZoneOffset.UTC).equals(day)
                        && transfer.credit().ownerId().equals(worker)) {
                    earned += transfer.reason() == Reason.REWARD ? transfer.amount() : 0;
                    repaid += transfer.reason() == Reason.DEBT_REPAID ? transfer.amount() : 0;
                }
            }
            long due = Math.min(owed, earned / 4 - repaid);
            if (due > 0 && ledger.available(AccountName.payable(worker, "EUR")) > 0) {
                engine.post(connection, List.of(DebtRepayments.command(worker, "EUR", day, due, repaid)));
            }
        }
    }

    private void reverse() throws SQLException {
        if (approvals.isEmpty()) {
            return;
        }
        Command reversal = ledger.reversalOf("approve:" + any(approvals).assignmentId());
        if (reversal == null) {
            return;
        }
        UUID jobId = reversal.legs().getFirst().credit().ownerId();
        JobFunds job = escrow.lock(connection, List.of(jobId)).get(jobId);
        List<Command> commands = new ArrayList<>(List.of(reversal));
        if (job.state() == JobFunds.State.RELEASED) {
            commands.add(ApprovalReversals.releasing(job, reversal));
        }
        engine.post(connection, commands);
    }

    private void holdForAWhile() throws SQLException {
        UUID requester = any(requesters);
        String key = "block:" + id();
        engine.post(
                connection,
                List.of(Command.of(
                        "simulation",
                        key,
                        "block",
                        key,
                        "{}",
                        List.of(Leg.holdUntil(
                                AccountName.available(requester, "EUR"),
                                AccountName.suspense("EUR"),
                                1L + random.nextInt(300),
                                Reason.HOLD,
                                clock.now.plusSeconds(random.nextInt(20_000)))))));
    }

    private static Command expiring(Transfer hold) {
        String key = "expire:" + hold.seq();
        return Command.of(
                "ledger",
                key,
                "expire",
                key,
                "{}",
                List.of(Leg.voidHold(hold.seq(), hold.debit(), hold.credit(), hold.reason())));
    }

    private void relay() {
        while (!database.outbox.isEmpty()) {
            Message message = database.outbox.getFirst();
            if (happens(Fault.RELAY_SENDS_TWICE, 6)) {
                hear(message);
                return;
            }
            hear(message);
            database.outbox.removeFirst();
        }
    }

    /** Consumers know what they have had by its id. */
    private void hear(Message message) {
        if (heard.add(message.id())) {
            int from = message.payload().indexOf("\"assignmentId\":\"") + 16;
            announced.merge(UUID.fromString(message.payload().substring(from, from + 36)), 1, Integer::sum);
        }
    }

    // Payouts

    private void freezeAll() throws SQLException {
        for (UUID batch : payouts.batches(State.READY)) {
            var nothingToPay = new AtomicBoolean();
            guarded(() -> {
                if (payouts.freeze(batch) == 0) {
                    nothingToPay.set(true);
                    throw new Crash();
                }
            });
            // Nothing of the attempt remains, as where the service refuses it: its maker gives the draft up.
            if (nothingToPay.get()) {
                guarded(() -> payouts.cancel(batch));
            }
        }
    }

    /** The bank gets what is stored, never what might be rolled back; after a crash somebody else would bring it. */
    private void sendAll() throws SQLException {
        for (UUID batch : payouts.batches(State.RESERVED)) {
            Set<UUID> before = sent(batch);
            guarded(() -> send(batch));
            Set<UUID> fresh = sent(batch);
            fresh.removeAll(before);
            for (UUID id : fresh) {
                bankTakes(id);
            }
        }
    }

    private Set<UUID> sent(UUID batch) {
        Set<UUID> sent = new LinkedHashSet<>();
        payouts.in(batch, State.SUBMITTED).forEach(payout -> sent.add(payout.id()));
        return sent;
    }

    /** Some are taken out of their batch before it leaves, some batches are called off whole. */
    private void send(UUID batch) throws SQLException {
        if (random.nextInt(8) == 0) {
            payouts.cancel(batch);
            return;
        }
        for (Line payout : payouts.in(batch, State.RESERVED)) {
            if (random.nextInt(6) == 0) {
                payouts.exclude(payout);
            }
        }
        if (!payouts.in(batch, State.RESERVED).isEmpty()) {
            payouts.release(batch);
        }
    }

    private void bankTakes(UUID payout) {
        if (happens(Fault.BANK_SILENT, 6)) {
            return;
        }
        State outcome = random.nextInt(4) == 0 ? State.FAILED : State.SETTLED;
        Instant from = happens(Fault.BANK_LATE, 4) ? clock.now.plus(Duration.ofDays(random.nextInt(20))) : clock.now;
        say(payout, outcome, from);
        if (happens(Fault.BANK_TWICE, 4)) {
            say(payout, outcome, from);
        }
        if (happens(Fault.BANK_CONTRADICTS, 6)) {
            say(payout, outcome == State.SETTLED ? State.FAILED : State.SETTLED, from);
        }
        if (outcome == State.SETTLED && random.nextInt(5) == 0) {
            say(payout, State.RETURNED, from.plus(Duration.ofDays(3)));
        }
    }

    private void say(UUID payout, State outcome, Instant from) {
        bankWords.add(new BankWord(payout, outcome, from));
    }

    private void hearBank() throws SQLException {
        for (BankWord word : List.copyOf(bankWords)) {
            if (!word.from().isAfter(clock.now)) {
                believe(word);
            }
        }
        for (UUID batch : payouts.batches(State.SUBMITTED)) {
            if (random.nextInt(6) == 0 && isAllTakenByNow(batch)) {
                payouts.settleRest(batch);
            }
        }
    }

    /** {@return whether what is left of the batch was taken as one sum, of which no more than the sum is said} */
    private boolean isAllTakenByNow(UUID batch) {
        Set<UUID> rest = sent(batch);
        return bankWords.stream().noneMatch(word -> rest.contains(word.payout()) && word.outcome() != State.SETTLED);
    }

    /** A payout is settled or failed once, and returned only after it was settled; the rest is for a person to look at. */
    private void believe(BankWord word) throws SQLException {
        Line payout = payouts.get(word.payout());
        if (payout == null) {
            return;
        }
        if (word.outcome() == State.SETTLED && payout.state() == State.SUBMITTED) {
            payouts.settle(payout);
        } else if (word.outcome() == State.FAILED && payout.state() == State.SUBMITTED) {
            payouts.fail(payout);
        } else if (word.outcome() == State.RETURNED && payout.state() == State.SETTLED) {
            payouts.comeBack(payout);
        }
    }

    private Postings postings() {
        Map<UUID, Integer> legs = new HashMap<>();
        for (Transfer transfer : ledger.transfers()) {
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

    // What has to hold

    private void check() {
        List<String> wrong = SimulationInvariants.violations(ledger, escrow, payouts.all(), workers, announced);
        checks += SimulationInvariants.COUNT;
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("; ", wrong));
        }
    }

    /** No more faults: whatever was said is taken in, whatever is due is done, and nothing moves any more. */
    private void comeToRest() throws SQLException {
        jobs.values().stream().filter(job -> !job.ended).forEach(job -> {
            job.ended = true;
            jobTopic.add(new Event(id(), new JobEnded(job.id, job.approved)));
        });
        // Bank silence ends too: a person asks.
        clock.now = clock.now.plus(Duration.ofDays(40));
        for (int i = 0; i < MOST_QUIET_STEPS && !isAtRest(); i++) {
            steps++;
            clock.now = clock.now.plusSeconds(60);
            guarded(this::consumeJobs);
            guarded(this::consumeAssignments);
            guarded(this::clocks);
            freezeAll();
            sendAll();
            for (Line payout : payouts.all()) {
                if (payout.state() == State.SUBMITTED
                        && bankWords.stream().noneMatch(word -> word.payout().equals(payout.id()))) {
                    say(payout.id(), State.SETTLED, clock.now);
                }
            }
            guarded(this::hearBank);
            relay();
            check();
        }
        if (!isAtRest()) {
            throw new AssertionError("does not come to rest: " + unrest());
        }
        SimulationInvariants.everyApprovalOfAFundedJobIsPaidOnce(escrow, approvals, announced);
    }

    private boolean isAtRest() {
        return unrest().isEmpty();
    }

    private Collection<String> unrest() {
        Set<String> unrest = new LinkedHashSet<>();
        if (jobOffset < jobTopic.size() || assignmentOffset < assignmentTopic.size()) {
            unrest.add("events are not taken in");
        }
        if (!database.outbox.isEmpty()) {
            unrest.add("the outbox is not empty");
        }
        if (!due().isEmpty()) {
            unrest.add("approvals are parked");
        }
        if (!escrow.releasable().isEmpty()) {
            unrest.add("jobs are not released");
        }
        if (!ledger.expiredHolds().isEmpty()) {
            unrest.add("expired holds are open");
        }
        payouts.all().stream()
                .filter(Line::isOpen)
                .forEach(payout -> unrest.add("payout " + payout.id() + " is " + payout.state()));
        return unrest;
    }

    /** From the seed as everything is, so that a seed says the same twice. */
    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
