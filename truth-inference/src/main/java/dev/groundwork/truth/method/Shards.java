package dev.groundwork.truth.method;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import dev.groundwork.truth.Labels;

/**
 * Ranges of tasks with about as many answers each, worked on side by side.
 *
 * <p>How many there are follows from the data and never from the machine, and what they sum is added up in their order:
 * so a result does not depend on the number of cores.
 */
final class Shards {

    private static final int MOST = 16;
    private static final int FEWEST_ANSWERS = 1 << 13;
    private static final long MOST_CELLS = 1 << 23;

    private final int[] bounds;

    private Shards(int[] bounds) {
        this.bounds = bounds;
    }

    /**
     * Divides the tasks.
     *
     * @param cells numbers that every shard sums up on its own; the more, the fewer shards, so that they fit into memory
     */
    static Shards of(Labels labels, long cells) {
        long byMemory = MOST_CELLS / Math.max(1, cells);
        long byAnswers = labels.size() / FEWEST_ANSWERS;
        int count = (int) Math.max(1, Math.min(MOST, Math.min(byMemory, byAnswers)));
        var bounds = new int[count + 1];
        int task = 0;
        for (int shard = 1; shard < count; shard++) {
            long answers = (long) labels.size() * shard / count;
            while (labels.start(task) < answers) {
                task++;
            }
            bounds[shard] = task;
        }
        bounds[count] = labels.tasks();
        return new Shards(bounds);
    }

    int count() {
        return bounds.length - 1;
    }

    /** {@return the first task of a shard} */
    int from(int shard) {
        return bounds[shard];
    }

    /** {@return the task after the last one of a shard} */
    int to(int shard) {
        return bounds[shard + 1];
    }

    /** Works on all shards, on all cores. */
    void forEach(IntConsumer work) {
        inParallel(count(), work);
    }

    /** Works on all parts, on all cores. */
    static void inParallel(int parts, IntConsumer work) {
        if (parts == 1) {
            work.accept(0);
        } else {
            IntStream.range(0, parts).parallel().forEach(work);
        }
    }

    /** {@return the shards' sums added up in the order of the shards} */
    static double[] sum(double[][] sums) {
        var total = sums[0].clone();
        for (int shard = 1; shard < sums.length; shard++) {
            for (int cell = 0; cell < total.length; cell++) {
                total[cell] += sums[shard][cell];
            }
        }
        return total;
    }
}
