package dev.groundwork.task.claim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.task.control.KnownTask;
import dev.groundwork.task.control.WorkerDeck;

import org.jspecify.annotations.Nullable;

/**
 * Gives the open slots of one job to the callers of one batch: a pure function of what was read.
 *
 * <p>Slots that came back go first, then fresh ones, both in order. Callers take turns, one slot each a round, so that a caller
 * who asks for twenty does not empty the job before one who asks for one. Nobody gets a task that they had before, and no task
 * is given more often than it has slots. What cannot be decided from the slots read so far is left wanting, and {@link #gaps}
 * names what to read next. Where a worker has a deck of control tasks, its lots decide whether one takes a slot's place.
 */
final class SlotDistribution {

    /** How many rows more than wanted the first look reads, for tasks that some callers had before. */
    private static final int MARGIN = 8;

    private static final int WIDEST = 4096;

    /** Cursors closer than this share a window: reading the rows between costs less than another window. */
    private static final long NEAR = 32;

    /** Where slots are found: fresh ones by position, returned ones by their number. */
    enum Shelf {
        RETURNED,
        FRESH
    }

    /** A stretch of a shelf to read: {@code limit} rows after {@code start}. */
    record Window(Shelf shelf, long start, int limit) {}

    /**
     * What a look at a shelf found.
     *
     * @param key position of a fresh slot, number of a returned one
     * @param had workers with an attempt at the task
     */
    record Slots(Shelf shelf, long key, long position, UUID taskId, int remaining, Set<UUID> had) {}

    /**
     * One slot given to the caller at index {@code ask}.
     *
     * @param known whether it is no slot but a control task in the place of one
     */
    record Grant(int ask, Shelf shelf, long key, long position, UUID taskId, boolean known) {

        private static Grant of(int ask, KnownTask task) {
            return new Grant(ask, Shelf.FRESH, task.position(), task.position(), task.taskId(), true);
        }
    }

    /** Why a caller who named a task did not get it. */
    enum NamedRefusal {
        HAD_BEFORE,
        NO_SLOT
    }

    private static final class Row {
        private final Slots slots;
        private int remaining;

        private Row(Slots slots) {
            this.slots = slots;
            this.remaining = slots.remaining();
        }
    }

    /** A worker's way through the shelves; shared by all calls of the worker in the batch. */
    private static final class Walker {
        private final UUID workerId;
        private final Map<Shelf, Long> cursors = new EnumMap<>(Shelf.class);
        private final Set<UUID> given = new HashSet<>();
        private @Nullable WorkerDeck deck;

        private Walker(UUID workerId) {
            this.workerId = workerId;
        }

        private long cursor(Shelf shelf) {
            return cursors.getOrDefault(shelf, 0L);
        }

        private boolean had(Slots slots) {
            return given.contains(slots.taskId()) || slots.had().contains(workerId);
        }
    }

    private static final class Ask {
        private final Walker walker;
        private final @Nullable Long named;
        private int wanting;
        private @Nullable NamedRefusal refusal;

        private Ask(Walker walker, int wanting, @Nullable Long named) {
            this.walker = walker;
            this.wanting = wanting;
            this.named = named;
        }
    }

    /** One shelf: rows read so far and the stretches of it that are known completely. */
    private static final class Seen {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        /** Start (exclusive) to end (inclusive) of what is known. */
        private final TreeMap<Long, Long> known = new TreeMap<>();

        private void learn(long start, long end) {
            long from = start;
            long to = end;
            var before = known.floorEntry(to);
            while (before != null && before.getValue() >= from) {
                from = Math.min(from, before.getKey());
                to = Math.max(to, before.getValue());
                known.remove(before.getKey());
                before = known.floorEntry(to);
            }
            known.put(from, to);
        }

        /** {@return how far beyond {@code cursor} everything is known} */
        private long knownTo(long cursor) {
            var stretch = known.floorEntry(cursor);
            return stretch == null ? cursor : Math.max(cursor, stretch.getValue());
        }
    }

    private final Map<Shelf, Seen> shelves = new EnumMap<>(Shelf.class);
    private final Map<UUID, Walker> walkers = new HashMap<>();
    private final List<Ask> asks = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private int round;

    SlotDistribution() {
        for (Shelf shelf : Shelf.values()) {
            shelves.put(shelf, new Seen());
        }
    }

    /** Adds a caller who takes what comes; {@return its index} */
    int ask(UUID workerId, long returnedCursor, long freshCursor, int wanted) {
        asks.add(new Ask(walker(workerId, returnedCursor, freshCursor), wanted, null));
        return asks.size() - 1;
    }

    /** Adds a caller who wants the task at a position and no other; {@return its index} */
    int askNamed(UUID workerId, long returnedCursor, long freshCursor, long position) {
        asks.add(new Ask(walker(workerId, returnedCursor, freshCursor), 1, position));
        return asks.size() - 1;
    }

    /** Mixes control tasks into what a caller gets; nothing of it shows but the task. */
    void mixIn(UUID workerId, WorkerDeck deck) {
        Objects.requireNonNull(walkers.get(workerId)).deck = deck;
    }

    private Walker walker(UUID workerId, long returnedCursor, long freshCursor) {
        return walkers.computeIfAbsent(workerId, id -> {
            var walker = new Walker(id);
            walker.cursors.put(Shelf.RETURNED, returnedCursor);
            walker.cursors.put(Shelf.FRESH, freshCursor);
            return walker;
        });
    }

    /** {@return what must be read before {@link #distribute} can go on; nothing when every caller is answered} */
    List<Window> gaps() {
        var windows = new ArrayList<Window>();
        for (Shelf shelf : Shelf.values()) {
            var wanting = new TreeMap<Long, Integer>();
            for (Ask ask : asks) {
                if (ask.named == null && ask.wanting > 0) {
                    long cursor = ask.walker.cursor(shelf);
                    if (seen(shelf).knownTo(cursor) != Long.MAX_VALUE) {
                        wanting.merge(cursor, ask.wanting, Integer::sum);
                    }
                }
            }
            addWindows(shelf, wanting, windows);
        }
        round++;
        return windows;
    }

    private void addWindows(Shelf shelf, Map<Long, Integer> wanting, List<Window> windows) {
        long margin = Math.min(WIDEST, (long) MARGIN << Math.min(20, 2 * round));
        @Nullable Long start = null;
        long last = 0;
        long rows = 0;
        for (var entry : wanting.entrySet()) {
            if (start != null && entry.getKey() - last > NEAR) {
                windows.add(new Window(shelf, start, (int) Math.min(Integer.MAX_VALUE, last - start + rows + margin)));
                start = null;
            }
            if (start == null) {
                start = entry.getKey();
                rows = 0;
            }
            last = entry.getKey();
            rows += entry.getValue();
        }
        if (start != null) {
            windows.add(new Window(shelf, start, (int) Math.min(Integer.MAX_VALUE, last - start + rows + margin)));
        }
    }

    /** Takes in what a window held: fewer rows than its limit mean that the shelf ends there. */
    void found(Window window, List<Slots> rows) {
        rows.forEach(this::found);
        long end =
                rows.size() < window.limit() ? Long.MAX_VALUE : rows.getLast().key();
        seen(window.shelf()).learn(window.start(), end);
    }

    /** Takes in a slot that was looked up by its task. */
    void found(Slots slots) {
        seen(slots.shelf()).rows.computeIfAbsent(slots.key(), key -> new Row(slots));
    }

    /** Gives out what can be given from what is known. */
    void distribute() {
        for (int i = 0; i < asks.size(); i++) {
            var ask = asks.get(i);
            if (ask.named != null && ask.wanting > 0 && ask.refusal == null) {
                giveNamed(i, ask, ask.named);
            }
        }
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < asks.size(); i++) {
                var ask = asks.get(i);
                if (ask.named == null && ask.wanting > 0) {
                    moved |= giveNext(i, ask);
                }
            }
        }
    }

    private void giveNamed(int index, Ask ask, long position) {
        ask.refusal = NamedRefusal.NO_SLOT;
        var deck = ask.walker.deck;
        if (deck != null && deck.isNamed(position)) {
            giveNamedControl(index, ask, deck, position);
            return;
        }
        for (Shelf shelf : Shelf.values()) {
            for (Row row : named(shelf, position)) {
                if (ask.walker.had(row.slots)) {
                    ask.refusal = NamedRefusal.HAD_BEFORE;
                    return;
                }
                if (row.remaining > 0) {
                    ask.refusal = null;
                    give(index, ask, row);
                    return;
                }
            }
        }
    }

    private void giveNamedControl(int index, Ask ask, WorkerDeck deck, long position) {
        if (deck.hadNamed(position)) {
            ask.refusal = NamedRefusal.HAD_BEFORE;
            return;
        }
        var task = deck.takeNamed(position);
        if (task != null) {
            ask.refusal = null;
            give(index, ask, task);
        }
    }

    private List<Row> named(Shelf shelf, long position) {
        var rows = seen(shelf).rows;
        if (shelf == Shelf.FRESH) {
            var row = rows.get(position);
            return row == null ? List.of() : List.of(row);
        }
        return rows.values().stream()
                .filter(row -> row.slots.position() == position)
                .toList();
    }

    private boolean giveNext(int index, Ask ask) {
        for (Shelf shelf : Shelf.values()) {
            var seen = seen(shelf);
            var walker = ask.walker;
            long end = seen.knownTo(walker.cursor(shelf));
            for (var entry = seen.rows.higherEntry(walker.cursor(shelf));
                    entry != null && entry.getKey() <= end;
                    entry = seen.rows.higherEntry(entry.getKey())) {
                var row = entry.getValue();
                if (row.remaining > 0 && !walker.had(row.slots)) {
                    var control = walker.deck == null ? null : walker.deck.next();
                    if (control != null) {
                        // The slot stays before the cursor: it is the worker's next.
                        give(index, ask, control);
                        return true;
                    }
                    walker.cursors.put(shelf, entry.getKey());
                    give(index, ask, row);
                    return true;
                }
                walker.cursors.put(shelf, entry.getKey());
            }
            if (end != Long.MAX_VALUE) {
                // The rest of this shelf has not been read; a later one must not be touched before.
                walker.cursors.put(shelf, end);
                return false;
            }
        }
        return false;
    }

    private void give(int index, Ask ask, Row row) {
        row.remaining--;
        ask.wanting--;
        ask.walker.given.add(row.slots.taskId());
        grants.add(
                new Grant(index, row.slots.shelf(), row.slots.key(), row.slots.position(), row.slots.taskId(), false));
    }

    private void give(int index, Ask ask, KnownTask control) {
        ask.wanting--;
        ask.walker.given.add(control.taskId());
        grants.add(Grant.of(index, control));
    }

    private Seen seen(Shelf shelf) {
        return Objects.requireNonNull(shelves.get(shelf));
    }

    /** {@return the position that the caller at this index named} */
    Optional<Long> named(int ask) {
        return Optional.ofNullable(asks.get(ask).named);
    }

    /** {@return whether everything that the caller at this index could have got was looked at} */
    boolean isExhausted(int ask) {
        var walker = asks.get(ask).walker;
        for (Shelf shelf : Shelf.values()) {
            if (seen(shelf).knownTo(walker.cursor(shelf)) != Long.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    /** {@return everything given, in the order of giving} */
    List<Grant> grants() {
        return grants;
    }

    /** {@return why the named task was not given to the caller at this index} */
    @Nullable NamedRefusal refusal(int ask) {
        return asks.get(ask).refusal;
    }

    /** {@return how many slots of a row are left after what was given} */
    int left(Shelf shelf, long key) {
        var row = seen(shelf).rows.get(key);
        return row == null ? 0 : row.remaining;
    }

    /** {@return where the worker's next search starts on a shelf: all before it is gone or was theirs} */
    long cursor(UUID workerId, Shelf shelf) {
        return Objects.requireNonNull(walkers.get(workerId)).cursor(shelf);
    }
}
