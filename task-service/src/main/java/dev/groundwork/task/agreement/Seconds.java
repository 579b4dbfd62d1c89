package dev.groundwork.task.agreement;

import java.util.Arrays;

/** The active seconds of answers and who spent them, collected in flat arrays. */
final class Seconds {

    private int[] workers = new int[256];
    private int[] seconds = new int[256];
    private int size;

    void add(int worker, int activeSeconds) {
        if (size == workers.length) {
            workers = Arrays.copyOf(workers, 2 * size);
            seconds = Arrays.copyOf(seconds, 2 * size);
        }
        workers[size] = worker;
        seconds[size++] = activeSeconds;
    }

    /** {@return the middle time of each worker; every one of them has spent some} */
    double[] mediansOf(int count) {
        var starts = new int[count + 1];
        for (int at = 0; at < size; at++) {
            starts[workers[at] + 1]++;
        }
        for (int worker = 0; worker < count; worker++) {
            starts[worker + 1] += starts[worker];
        }
        var sorted = new int[size];
        var next = Arrays.copyOf(starts, count);
        for (int at = 0; at < size; at++) {
            sorted[next[workers[at]]++] = seconds[at];
        }
        var medians = new double[count];
        for (int worker = 0; worker < count; worker++) {
            Arrays.sort(sorted, starts[worker], starts[worker + 1]);
            medians[worker] = middle(sorted, starts[worker], starts[worker + 1], 0.5);
        }
        return medians;
    }

    /** {@return the time below which that share of all answers lies, nothing without answers} */
    double[] quantiles(double... shares) {
        var sorted = Arrays.copyOf(seconds, size);
        Arrays.sort(sorted);
        return size == 0
                ? new double[0]
                : Arrays.stream(shares)
                        .map(share -> middle(sorted, 0, size, share))
                        .toArray();
    }

    /** {@return how many answers took at least one bound and less than the next; the last count is open above} */
    long[] histogram(int[] bounds) {
        var counts = new long[bounds.length];
        for (int at = 0; at < size; at++) {
            int place = Arrays.binarySearch(bounds, seconds[at]);
            counts[place >= 0 ? place : Math.max(0, -place - 2)]++;
        }
        return counts;
    }

    private static double middle(int[] sorted, int from, int to, double share) {
        double place = from + share * (to - 1 - from);
        int below = (int) place;
        int above = Math.min(below + 1, to - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
