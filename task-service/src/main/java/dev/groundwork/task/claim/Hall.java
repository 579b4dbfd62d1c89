package dev.groundwork.task.claim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.task.claim.ClaimStore.Caller;
import dev.groundwork.task.claim.ClaimStore.CursorMove;
import dev.groundwork.task.claim.ClaimStore.Take;
import dev.groundwork.task.claim.SlotDistribution.Shelf;
import dev.groundwork.task.claim.SlotDistribution.Slots;
import dev.groundwork.task.control.ControlDealer;
import dev.groundwork.task.control.KnownTask;
import dev.groundwork.task.control.WorkerDeck;

import org.jspecify.annotations.Nullable;

/** One job in a batch of claims: who asks for its tasks, which of them are handed out, and what that takes from the job. */
final class Hall {

    private final OpenJob job;
    private final SlotDistribution distribution = new SlotDistribution();
    private final Map<UUID, Caller> callers = new HashMap<>();
    private final Map<Integer, Integer> claimOfAsk = new HashMap<>();
    private final Map<UUID, WorkerDeck> decks = new HashMap<>();
    /** Training tasks by the claim that gets them. */
    private final Map<Integer, List<KnownTask>> training = new LinkedHashMap<>();

    private final long headBefore;
    private long head;

    /** @param head position up to which no fresh slot is left */
    Hall(OpenJob job, long head) {
        this.job = job;
        this.headBefore = head;
        this.head = head;
    }

    /** One task for the claim at index {@code claim}. */
    record Handout(int claim, UUID taskId, long position) {}

    /**
     * Asks for slots on behalf of a claim.
     *
     * @param position of the task that it names; null for any
     * @return the ask in {@link #distribution}
     */
    int ask(int claim, UUID workerId, Caller caller, @Nullable Long position, int count) {
        callers.putIfAbsent(workerId, caller);
        long cursor = Math.max(caller.position(), caller.head());
        int ask = position == null
                ? distribution.ask(workerId, caller.returnedSeq(), cursor, count)
                : distribution.askNamed(workerId, caller.returnedSeq(), cursor, position);
        claimOfAsk.put(ask, claim);
        return ask;
    }

    /** Gives a claim training tasks, which have no slots. */
    void train(int claim, List<KnownTask> tasks) {
        training.put(claim, tasks);
    }

    /** Mixes control tasks into what a worker gets; several claims of one worker share one deck. */
    void mixIn(UUID workerId, WorkerDeck deck) {
        var earlier = decks.putIfAbsent(workerId, deck);
        if (earlier == null) {
            distribution.mixIn(workerId, deck);
        } else {
            earlier.join(deck);
        }
    }

    void learn(SlotDistribution.Window window, List<Slots> rows) {
        distribution.found(window, rows);
        if (window.shelf() == Shelf.FRESH && window.start() == headBefore && !rows.isEmpty()) {
            // Rows never come back to this shelf, so whoever comes later starts at its first row.
            head = Math.max(head, rows.getFirst().key() - 1);
        }
    }

    /** {@return all that is handed out, training tasks last} */
    List<Handout> handouts() {
        var handouts = new ArrayList<Handout>();
        for (var given : distribution.grants()) {
            int claim = Objects.requireNonNull(claimOfAsk.get(given.ask()));
            handouts.add(new Handout(claim, given.taskId(), given.position()));
        }
        training.forEach((claim, tasks) ->
                tasks.forEach(task -> handouts.add(new Handout(claim, task.taskId(), task.position()))));
        return handouts;
    }

    /** {@return what the handouts take from the shelves} */
    List<Take> takes() {
        var taken = new TreeMap<Shelf, TreeMap<Long, Long>>();
        distribution.grants().stream().filter(given -> !given.known()).forEach(given -> taken.computeIfAbsent(
                        given.shelf(), shelf -> new TreeMap<>())
                .merge(given.key(), 1L, Long::sum));
        var takes = new ArrayList<Take>();
        taken.forEach((shelf, keys) -> keys.forEach(
                (key, count) -> takes.add(new Take(job.id(), shelf, key, count, distribution.left(shelf, key)))));
        return takes;
    }

    List<CursorMove> cursorMoves() {
        var moves = new ArrayList<CursorMove>();
        callers.forEach((workerId, caller) -> {
            long position = distribution.cursor(workerId, Shelf.FRESH);
            long returnedSeq = distribution.cursor(workerId, Shelf.RETURNED);
            if (position != caller.position() || returnedSeq != caller.returnedSeq()) {
                moves.add(new CursorMove(job.id(), workerId, position, returnedSeq));
            }
        });
        return moves;
    }

    /** Adds what was dealt of tasks with known answers; also nothing, where the job has some. */
    void addDealt(
            Collection<ControlDealer.Use> uses,
            Collection<ControlDealer.Spent> spent,
            Collection<ControlDealer.Drawn> drawn) {
        if (decks.isEmpty() && training.isEmpty()) {
            return;
        }
        var times = new TreeMap<Long, Long>();
        distribution.grants().stream()
                .filter(SlotDistribution.Grant::known)
                .forEach(grant -> times.merge(grant.position(), 1L, Long::sum));
        long controls = times.values().stream().mapToLong(Long::longValue).sum();
        long trainings = 0;
        for (var tasks : training.values()) {
            tasks.forEach(task -> times.merge(task.position(), 1L, Long::sum));
            trainings += tasks.size();
        }
        times.forEach((position, n) -> uses.add(new ControlDealer.Use(job.id(), position, n)));
        spent.add(new ControlDealer.Spent(job.id(), controls, trainings));
        new TreeMap<>(decks).forEach((workerId, deck) -> {
            if (deck.draws() + deck.dealt() > 0) {
                drawn.add(new ControlDealer.Drawn(job.id(), workerId, deck.draws(), deck.dealt()));
            }
        });
    }

    OpenJob job() {
        return job;
    }

    SlotDistribution distribution() {
        return distribution;
    }

    /** {@return as given, moved on by what {@link #learn} saw} */
    long head() {
        return head;
    }
}
