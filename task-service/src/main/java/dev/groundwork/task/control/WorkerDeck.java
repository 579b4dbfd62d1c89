package dev.groundwork.task.control;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The control tasks that one worker may meet, and the lots that say when. A slot that the worker is about to get draws a lot;
 * where it falls below the worker's share, a control task takes the slot's place. A worker who has none left draws all the
 * same, so that nothing a worker sees depends on how many there are.
 */
public final class WorkerDeck {

    private final Lots lots;
    private final UUID workerId;
    private final double share;
    private final long firstDraw;
    private final int most;
    private final Allowance allowance;
    private final ArrayDeque<KnownTask> pool;
    private final Map<Long, KnownTask> named = new HashMap<>();
    private final Set<Long> namedBefore = new HashSet<>();
    private long draws;
    private int dealt;

    /**
     * Lays out a deck.
     *
     * @param share of the worker's slots that are to be control tasks, 0 to 1
     * @param firstDraw how many lots the worker drew in this job before
     * @param most how many control tasks the worker may still meet
     * @param pool control tasks that the worker has not met, in the order in which they are dealt
     * @param named the control task that the worker asked for by its name
     * @param namedBefore whether the worker has had it before
     */
    public WorkerDeck(
            Lots lots,
            UUID workerId,
            double share,
            long firstDraw,
            int most,
            Allowance allowance,
            List<KnownTask> pool,
            @Nullable KnownTask named,
            boolean namedBefore) {
        this.lots = lots;
        this.workerId = workerId;
        this.share = share;
        this.firstDraw = firstDraw;
        this.most = most;
        this.allowance = allowance;
        this.pool = new ArrayDeque<>(pool);
        if (named != null) {
            this.named.put(named.position(), named);
            if (namedBefore) {
                this.namedBefore.add(named.position());
            }
        }
    }

    /** Takes over what another deck of the same worker knows of tasks asked for by name. */
    public void join(WorkerDeck other) {
        named.putAll(other.named);
        namedBefore.addAll(other.namedBefore);
    }

    /** Draws for one slot; {@return the control task that takes its place, or null} */
    public @Nullable KnownTask next() {
        boolean drawn = lots.draw(workerId, firstDraw + draws++) < share;
        if (!drawn || dealt >= most || pool.isEmpty() || !allowance.take()) {
            return null;
        }
        dealt++;
        return pool.pop();
    }

    /** {@return whether the worker asked for this task by name, and it is a control task} */
    public boolean isNamed(long position) {
        return named.containsKey(position);
    }

    /** {@return whether the worker has had the named control task before} */
    public boolean hadNamed(long position) {
        return namedBefore.contains(position);
    }

    /** {@return the control task that was asked for by its name, or null when no more may be handed out} */
    public @Nullable KnownTask takeNamed(long position) {
        var task = named.get(position);
        if (task == null || !allowance.take()) {
            return null;
        }
        dealt++;
        namedBefore.add(position);
        pool.remove(task);
        return task;
    }

    /** {@return how many lots were drawn} */
    public long draws() {
        return draws;
    }

    /** {@return how many control tasks were dealt} */
    public int dealt() {
        return dealt;
    }
}
