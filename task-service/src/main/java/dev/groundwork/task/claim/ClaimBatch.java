package dev.groundwork.task.claim;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.commit.Outcome;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.claim.ClaimStore.Caller;
import dev.groundwork.task.claim.ClaimStore.CursorMove;
import dev.groundwork.task.claim.ClaimStore.Grant;
import dev.groundwork.task.claim.ClaimStore.JobMove;
import dev.groundwork.task.claim.ClaimStore.JobPosition;
import dev.groundwork.task.claim.ClaimStore.JobWindow;
import dev.groundwork.task.claim.ClaimStore.Take;
import dev.groundwork.task.claim.SlotDistribution.NamedRefusal;
import dev.groundwork.task.control.ControlDealer;
import dev.groundwork.task.policy.ControlShare;
import dev.groundwork.task.policy.TrainingCourse;

import org.jspecify.annotations.Nullable;

/**
 * One batch of claims of many workers on many jobs, in a fixed number of statements: lock the jobs, read the callers, look at
 * slots (again only where what was seen did not decide), write.
 */
final class ClaimBatch {

    /** A worker who took thousands of tasks by name may have to be led past them; a batch does so much of it and no more. */
    private static final int MOST_LOOKS = 8;

    private final ClaimStore store;
    private final RepeatedClaims repeated;
    private final ControlDealer dealer;
    private final List<Claim> claims;
    private final Instant now;
    private final List<@Nullable Outcome<Claims>> outcomes = new ArrayList<>();
    private final Map<UUID, Hall> halls = new TreeMap<>();
    /** What claim {@code i} asked of its hall. */
    private final Map<Integer, Asked> asked = new LinkedHashMap<>();
    /** Claims that get training tasks, and ask for nothing else. */
    private final Set<Integer> inTraining = new HashSet<>();

    private record Asked(Hall hall, int ask) {}

    ClaimBatch(Connection tx, List<Claim> claims, Instant now) {
        this.store = new ClaimStore(tx);
        this.repeated = new RepeatedClaims(new ClaimKeys(tx), claims);
        this.dealer = new ControlDealer(tx, now);
        this.claims = claims;
        this.now = now;
        claims.forEach(claim -> outcomes.add(null));
    }

    /** {@return an outcome for each claim, in the same order} */
    List<Outcome<Claims>> run() throws SQLException {
        var ids = new HashSet<UUID>();
        claims.forEach(claim -> ids.add(claim.jobId()));
        var jobs = store.lockJobs(ids);
        repeated.answered().forEach(outcomes::set);
        admit(jobs, store.callers(claims));
        distribute();
        var granted = write();
        for (int i = 0; i < claims.size(); i++) {
            if (outcomes.get(i) == null) {
                outcomes.set(i, outcome(i, granted.getOrDefault(i, List.of())));
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            if (repeated.isTwin(i)) {
                outcomes.set(i, repeated.asFirst(i, outcomes));
            }
        }
        return outcomes.stream().<Outcome<Claims>>map(Objects::requireNonNull).toList();
    }

    private void admit(Map<UUID, OpenJob> jobs, List<Caller> callers) throws SQLException {
        var admitted = new ArrayList<Integer>();
        var screenedOut = screenedOut(jobs);
        for (int i = 0; i < claims.size(); i++) {
            if (outcomes.get(i) == null && !repeated.isTwin(i)) {
                var claim = claims.get(i);
                var refusal = refusal(jobs.get(claim.jobId()), claim, callers.get(i));
                if (refusal == null
                        && screenedOut.getOrDefault(claim.jobId(), Set.of()).contains(claim.workerId())) {
                    refusal = new NotAllowed(
                            "screened-out",
                            "You answered that this job is not for you, and are paid for finding out. Other jobs are not affected;"
                                    + " GET /v1/offers lists them.");
                }
                if (refusal == null) {
                    admitted.add(i);
                } else {
                    outcomes.set(i, Outcome.refused(refusal));
                }
            }
        }
        var positions = positionsOfNamed(admitted);
        train(admitted, jobs, callers);
        var partakers = partakers(jobs.values());
        for (int i : admitted) {
            if (outcomes.get(i) != null || inTraining.contains(i)) {
                // Their way leads through the job's training.
                continue;
            }
            var claim = claims.get(i);
            var position = positions.get(i);
            if (claim.isNamed() && position == null) {
                outcomes.set(
                        i,
                        Outcome.refused(new NotFound(
                                "task",
                                claim.taskId() == null ? Objects.requireNonNull(claim.externalId()) : claim.taskId())));
            } else {
                var job = Objects.requireNonNull(jobs.get(claim.jobId()));
                var taking = partakers.get(job.id());
                if (taking == null) {
                    ask(i, job, callers.get(i), position, claim.count());
                } else if (taking.size() < job.pilot().slots() && taking.add(claim.workerId())) {
                    ask(i, job, callers.get(i), position, 1);
                } else {
                    outcomes.set(i, Outcome.refused(job.pilot().refusal(taking.contains(claim.workerId()))));
                }
            }
        }
    }

    /** {@return for each job in its pilot the workers who take part; the job is locked, so nobody joins them meanwhile} */
    private Map<UUID, Set<UUID>> partakers(Collection<OpenJob> jobs) throws SQLException {
        var inPilot = jobs.stream().filter(OpenJob::isInPilot).map(OpenJob::id).toList();
        return inPilot.isEmpty() ? Map.of() : store.partakers(inPilot);
    }

    /** {@return who may get nothing more, by job; asked of the jobs that screen workers out, and mostly of none} */
    private Map<UUID, Set<UUID>> screenedOut(Map<UUID, OpenJob> jobs) throws SQLException {
        var screening = claims.stream()
                .filter(claim -> {
                    var job = jobs.get(claim.jobId());
                    return job != null && job.screensOut();
                })
                .toList();
        return screening.isEmpty() ? Map.of() : store.screenedOut(screening);
    }

    private static @Nullable DomainProblem refusal(@Nullable OpenJob job, Claim claim, Caller caller) {
        if (job == null) {
            return new NotFound("job", claim.jobId());
        }
        var refusal = job.refusalFor(caller.standing(), caller.place());
        return refusal == null && claim.isNamed() && job.hidesNames()
                ? new RuleViolation(
                        "named-claims-off", "This job hands out its tasks in its own order. Claim without naming one.")
                : refusal;
    }

    /**
     * Workers who have not passed the training of a job get its training tasks and nothing else. While the job's time is measured
     * nobody is trained: a training task is not the work, and its workers would take the places of those who do it.
     */
    private void train(List<Integer> admitted, Map<UUID, OpenJob> jobs, List<Caller> callers) throws SQLException {
        var courses = new HashMap<UUID, TrainingCourse>();
        var asks = new ArrayList<ControlDealer.Ask>();
        var claimOfAsk = new ArrayList<Integer>();
        var seen = new HashSet<List<UUID>>();
        for (int i : admitted) {
            var claim = claims.get(i);
            var job = Objects.requireNonNull(jobs.get(claim.jobId()));
            var policy = job.quality();
            if (policy != null && policy.training() != null && !job.isInPilot()) {
                courses.put(claim.jobId(), policy.training());
                asks.add(new ControlDealer.Ask(claim.jobId(), claim.workerId(), claim.count(), null, 0));
                claimOfAsk.add(i);
            }
        }
        if (asks.isEmpty()) {
            return;
        }
        for (var entry : dealer.trainees(asks, courses).entrySet()) {
            int index = claimOfAsk.get(entry.getKey());
            var claim = claims.get(index);
            var refusal = claim.isNamed()
                    ? new RuleViolation(
                            "training-first", "The job begins with a training. Claim its tasks without naming one.")
                    : entry.getValue().refusal();
            if (refusal == null && !seen.add(List.of(claim.jobId(), claim.workerId()))) {
                // A second claim of the same worker in this batch: what it may get is known after the first is written.
                refusal = new TryLater(
                        "search-unfinished",
                        "Another of your claims is under way; repeat this one.",
                        Duration.ofSeconds(1));
            }
            if (refusal != null) {
                outcomes.set(index, Outcome.refused(refusal));
                continue;
            }
            var trainee = entry.getValue();
            var hall = hall(Objects.requireNonNull(jobs.get(claim.jobId())), callers.get(index));
            hall.train(index, trainee.take(claim.count()));
            inTraining.add(index);
        }
    }

    /** Lays out the decks of those whose jobs mix in control tasks. */
    private void layOut() throws SQLException {
        var shares = new HashMap<UUID, ControlShare>();
        var asks = new ArrayList<ControlDealer.Ask>();
        asked.forEach((index, ask) -> {
            var policy = ask.hall().job().quality();
            if (policy != null && policy.control() != null) {
                var claim = claims.get(index);
                shares.put(claim.jobId(), policy.control());
                asks.add(new ControlDealer.Ask(
                        claim.jobId(),
                        claim.workerId(),
                        claim.count(),
                        ask.hall().distribution().named(ask.ask()).orElse(null),
                        ask.hall().job().overlap()));
            }
        });
        if (asks.isEmpty()) {
            return;
        }
        var decks = dealer.decks(asks, shares);
        for (int i = 0; i < asks.size(); i++) {
            Objects.requireNonNull(halls.get(asks.get(i).jobId()))
                    .mixIn(asks.get(i).workerId(), decks.get(i));
        }
    }

    private Hall hall(OpenJob job, Caller caller) {
        return halls.computeIfAbsent(job.id(), id -> new Hall(job, caller.head()));
    }

    private Map<Integer, Long> positionsOfNamed(List<Integer> admitted) throws SQLException {
        var named =
                admitted.stream().filter(index -> claims.get(index).isNamed()).toList();
        if (named.isEmpty()) {
            return Map.of();
        }
        var positions = new HashMap<Integer, Long>();
        store.positions(named.stream().map(claims::get).toList())
                .forEach((nr, position) -> positions.put(named.get(nr), position));
        return positions;
    }

    private void ask(int index, OpenJob job, Caller caller, @Nullable Long position, int count) {
        var hall = hall(job, caller);
        asked.put(index, new Asked(hall, hall.ask(index, claims.get(index).workerId(), caller, position, count)));
    }

    private void distribute() throws SQLException {
        layOut();
        lookAtNamed();
        for (int look = 0; look < MOST_LOOKS; look++) {
            var windows = new ArrayList<JobWindow>();
            var owners = new ArrayList<Hall>();
            for (var hall : halls.values()) {
                for (var window : hall.distribution().gaps()) {
                    windows.add(new JobWindow(hall.job().id(), window));
                    owners.add(hall);
                }
            }
            if (!windows.isEmpty()) {
                var found = store.look(windows);
                for (int i = 0; i < windows.size(); i++) {
                    owners.get(i).learn(windows.get(i).window(), found.get(i));
                }
            }
            halls.values().forEach(hall -> hall.distribution().distribute());
            if (windows.isEmpty()) {
                return;
            }
        }
    }

    private void lookAtNamed() throws SQLException {
        Set<JobPosition> named = new HashSet<>();
        asked.forEach((index, ask) -> ask.hall()
                .distribution()
                .named(ask.ask())
                .ifPresent(
                        position -> named.add(new JobPosition(ask.hall().job().id(), position))));
        if (!named.isEmpty()) {
            store.lookAt(named).forEach((name, slots) -> {
                var hall = Objects.requireNonNull(halls.get(name.jobId()));
                slots.forEach(hall.distribution()::found);
            });
        }
    }

    /** {@return what each claim got, by its index} */
    private Map<Integer, List<ClaimedTask>> write() throws SQLException {
        var grants = new ArrayList<Grant>();
        var claimOfGrant = new ArrayList<Integer>();
        var takes = new ArrayList<Take>();
        var moves = new ArrayList<JobMove>();
        var cursors = new ArrayList<CursorMove>();
        for (var hall : halls.values()) {
            var deadline = now.plus(hall.job().timeLimit());
            var handouts = hall.handouts();
            for (var handout : handouts) {
                claimOfGrant.add(handout.claim());
                grants.add(new Grant(
                        Ids.next(),
                        hall.job(),
                        handout.taskId(),
                        handout.position(),
                        claims.get(handout.claim()).workerId(),
                        deadline));
            }
            takes.addAll(hall.takes());
            cursors.addAll(hall.cursorMoves());
            if (!handouts.isEmpty()) {
                moves.add(new JobMove(hall.job().id(), handouts.size(), hall.head()));
            }
        }
        var granted = new HashMap<Integer, List<ClaimedTask>>();
        if (grants.isEmpty() && cursors.isEmpty()) {
            return granted;
        }
        var shown = store.write(grants, takes, cursors, moves, now);
        if (grants.isEmpty()) {
            return granted;
        }
        writeDealt();
        for (int i = 0; i < grants.size(); i++) {
            granted.computeIfAbsent(claimOfGrant.get(i), claim -> new ArrayList<>())
                    .add(task(grants.get(i), shown.get(i)));
        }
        repeated.keep(granted, now);
        return granted;
    }

    /** For every job that mixes in control tasks, whether or not one was dealt. */
    private void writeDealt() throws SQLException {
        var uses = new ArrayList<ControlDealer.Use>();
        var spent = new ArrayList<ControlDealer.Spent>();
        var drawn = new ArrayList<ControlDealer.Drawn>();
        halls.values().forEach(hall -> hall.addDealt(uses, spent, drawn));
        if (!spent.isEmpty()) {
            dealer.dealt(uses, spent, drawn);
        }
    }

    private ClaimedTask task(Grant grant, ClaimStore.Shown shown) {
        var job = grant.job();
        return new ClaimedTask(
                grant.id(),
                job.id(),
                grant.taskId(),
                job.hidesNames() ? grant.taskId().toString() : shown.externalId(),
                shown.input(),
                job.specHash(),
                MoneyBody.of(new Money(job.rewardMinor(), job.currency())),
                now,
                grant.deadlineAt());
    }

    private @Nullable Outcome<Claims> outcome(int index, List<ClaimedTask> granted) {
        if (!granted.isEmpty()) {
            return Outcome.done(new Claims(List.copyOf(granted), false));
        }
        var ask = asked.get(index);
        if (ask == null && !inTraining.contains(index)) {
            // A twin of an earlier claim: answered with it.
            return null;
        }
        var claim = claims.get(index);
        if (ask != null && ask.hall().distribution().refusal(ask.ask()) == NamedRefusal.HAD_BEFORE) {
            return Outcome.refused(
                    new RuleViolation(
                            "already-claimed",
                            "You have had this task before, and nobody gets a task twice. Claim without naming one to get another."));
        }
        if (ask != null && !claim.isNamed() && !ask.hall().distribution().isExhausted(ask.ask())) {
            return Outcome.refused(new TryLater(
                    "search-unfinished",
                    "You have had so many of the next tasks that the search takes another request; repeat it.",
                    Duration.ofSeconds(1)));
        }
        return Outcome.refused(new RuleViolation(
                "no-tasks-left",
                claim.isNamed()
                        ? "Every answer wanted for this task is taken. It may come back when somebody returns it."
                        : "No task of this job is open to you now. One may come back when somebody returns it; GET /v1/offers"
                                + " lists jobs with open tasks."));
    }
}
