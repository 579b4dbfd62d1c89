package dev.groundwork.truth.signal;

import java.util.List;
import java.util.Locale;

/**
 * A worker who answered faster than the task can be read.
 *
 * @param fast how many of the answers looked at were below the floor
 * @param looked how many answers were looked at, the latest ones
 * @param fastestMillis the shortest time among them
 * @param medianMillis the middle time among them, the shorter of two in the middle
 * @param floorMillis below which an answer is too fast
 * @param tasks the tasks that were answered too fast, in the order of their answers
 */
public record FastWork(
        String worker,
        int fast,
        int looked,
        long fastestMillis,
        long medianMillis,
        long floorMillis,
        List<String> tasks)
        implements Evidence {

    public FastWork {
        tasks = List.copyOf(tasks);
    }

    @Override
    public List<String> workers() {
        return List.of(worker);
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s answered %d of the last %d tasks in less than %.1f seconds (fastest %.1f, median %.1f).",
                worker,
                fast,
                looked,
                floorMillis / 1000.0,
                fastestMillis / 1000.0,
                medianMillis / 1000.0);
    }
}
