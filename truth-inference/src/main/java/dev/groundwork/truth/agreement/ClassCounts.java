package dev.groundwork.truth.agreement;

import dev.groundwork.truth.Labels;

/** How often each class was chosen in one task after the other, in one array that is used again and again. */
final class ClassCounts {

    private final Labels labels;
    private final int[] counts;

    ClassCounts(Labels labels) {
        this.labels = labels;
        this.counts = new int[labels.classes()];
    }

    /** {@return the squares of the counts of a task's classes, summed: the ordered pairs of equal answers, each with itself too} */
    double squares(int task) {
        for (int at = labels.start(task); at < labels.end(task); at++) {
            counts[labels.label(at)]++;
        }
        double squares = 0;
        for (int at = labels.start(task); at < labels.end(task); at++) {
            squares += counts[labels.label(at)];
        }
        for (int at = labels.start(task); at < labels.end(task); at++) {
            counts[labels.label(at)] = 0;
        }
        return squares;
    }

    /** {@return how often each class was chosen over all tasks with at least two answers} */
    static long[] ofPairedTasks(Labels labels) {
        var totals = new long[labels.classes()];
        for (int task = 0; task < labels.tasks(); task++) {
            if (labels.overlap(task) > 1) {
                for (int at = labels.start(task); at < labels.end(task); at++) {
                    totals[labels.label(at)]++;
                }
            }
        }
        return totals;
    }
}
