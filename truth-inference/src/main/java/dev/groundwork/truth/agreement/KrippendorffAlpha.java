package dev.groundwork.truth.agreement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.Labels;
import dev.groundwork.truth.answer.Answers;

/**
 * Krippendorff's alpha, 1 − D<sub>o</sub>/D<sub>e</sub>, for any number of workers and with missing answers
 * (Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011). Tasks with fewer than two answers take no part.
 *
 * <p>It tells how clear a task is and must not decide whether its results are good: crowds with an alpha of 0.15 have
 * been aggregated to 96 % right results.
 */
public final class KrippendorffAlpha {

    private KrippendorffAlpha() {}

    /** {@return alpha for labels without an order: two differ or they do not} */
    public static Coefficient nominal(Answers<?> answers) {
        var totals = new HashMap<Object, Integer>();
        double disagreements = 0;
        long size = 0;
        for (var own : answers.byTask().values()) {
            if (own.size() < 2) {
                continue;
            }
            var counts = new HashMap<Object, Integer>();
            own.values().forEach(value -> {
                counts.merge(value, 1, Integer::sum);
                totals.merge(value, 1, Integer::sum);
            });
            disagreements += unequalPairs(counts, own.size()) / (own.size() - 1);
            size += own.size();
        }
        if (size == 0) {
            return new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
        }
        double observed = disagreements / size;
        double expected = unequalPairs(totals, size) / ((double) size * (size - 1));
        return Coefficient.beyondChance(observed, expected);
    }

    /** {@return alpha for classes without an order} */
    public static Coefficient nominal(Labels labels) {
        var counts = new ClassCounts(labels);
        double disagreements = 0;
        double size = 0;
        for (int task = 0; task < labels.tasks(); task++) {
            double own = labels.overlap(task);
            if (own > 1) {
                disagreements += (own * own - counts.squares(task)) / (own - 1);
                size += own;
            }
        }
        if (size == 0) {
            return new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
        }
        double equal = 0;
        for (double total : ClassCounts.ofPairedTasks(labels)) {
            equal += total * total;
        }
        return Coefficient.beyondChance(disagreements / size, (size * size - equal) / (size * (size - 1)));
    }

    /** {@return alpha for classes in their order: two differ by the answers that lie between them} */
    public static Coefficient ordinal(Labels labels) {
        var totals = ClassCounts.ofPairedTasks(labels);
        var ranks = new double[totals.length];
        long below = 0;
        for (int label = 0; label < ranks.length; label++) {
            ranks[label] = below + totals[label] / 2.0;
            below += totals[label];
        }
        return interval(labels, ranks);
    }

    /**
     * {@return alpha for classes that stand for numbers: two differ by the square of their distance}
     *
     * @param valueOf the number of each class, finite
     */
    public static Coefficient interval(Labels labels, double[] valueOf) {
        var starts = new int[labels.tasks() + 1];
        var values = new double[labels.size()];
        for (int task = 0; task < labels.tasks(); task++) {
            starts[task + 1] = labels.end(task);
        }
        for (int at = 0; at < values.length; at++) {
            values[at] = valueOf[labels.label(at)];
        }
        return interval(starts, values);
    }

    /**
     * {@return alpha for labels with an order: two differ by the answers that lie between them}
     *
     * @param order every label, the lowest first
     * @throws IllegalArgumentException when an answer is not among them
     */
    public static Coefficient ordinal(Answers<String> answers, List<String> order) {
        var ranks = new HashMap<String, Double>();
        order.forEach(label -> ranks.put(label, (double) ranks.size()));
        return ordinal(answers.map(label -> {
            Double rank = ranks.get(label);
            if (rank == null) {
                throw new IllegalArgumentException(
                        "The answer '%s' is not in the order %s: add it there or leave the answer out."
                                .formatted(label, order));
            }
            return rank;
        }));
    }

    /**
     * {@return alpha for numbers of which only the order means something}
     *
     * @throws IllegalArgumentException when a number is not finite
     */
    public static Coefficient ordinal(Answers<Double> answers) {
        // The ordinal difference of two values, all answers from one to the other less half of those at either end, is
        // the difference of their mean ranks: ordinal alpha is interval alpha over mean ranks.
        SortedMap<Double, Integer> counts = new TreeMap<>();
        for (var own : answers.byTask().values()) {
            if (own.size() > 1) {
                own.values().forEach(value -> counts.merge(value, 1, Integer::sum));
            }
        }
        var ranks = new HashMap<Double, Double>();
        long below = 0;
        for (var value : counts.entrySet()) {
            ranks.put(value.getKey(), below + value.getValue() / 2.0);
            below += value.getValue();
        }
        checkFinite(answers);
        return interval(answers.map(value -> ranks.getOrDefault(value, 0.0)));
    }

    /**
     * {@return alpha for numbers whose differences mean something: two differ by the square of their distance}
     *
     * @throws IllegalArgumentException when a number is not finite
     */
    public static Coefficient interval(Answers<Double> answers) {
        checkFinite(answers);
        var starts = new int[answers.byTask().size() + 1];
        var values = new double[answers.size()];
        int task = 0;
        int at = 0;
        for (var own : answers.byTask().values()) {
            for (double value : own.values()) {
                values[at++] = value;
            }
            starts[++task] = at;
        }
        return interval(starts, values);
    }

    /**
     * {@return alpha for numbers whose differences mean something, from flat arrays}
     *
     * @param starts where the answers of each task begin, and after the last task where they end
     * @param values the answers, those of a task side by side; finite
     */
    public static Coefficient interval(int[] starts, double[] values) {
        var range = Range.ofTasksWithTwo(starts, values);
        if (range.count == 0) {
            return new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
        }
        if (range.least == range.most) {
            return new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE);
        }
        double mean = 0;
        for (int task = 0; task + 1 < starts.length; task++) {
            if (starts[task + 1] - starts[task] > 1) {
                for (int at = starts[task]; at < starts[task + 1]; at++) {
                    mean += range.scaled(values[at]) / range.count;
                }
            }
        }
        double observed = 0;
        double expected = 0;
        for (int task = 0; task + 1 < starts.length; task++) {
            int own = starts[task + 1] - starts[task];
            if (own > 1) {
                double ownMean = 0;
                for (int at = starts[task]; at < starts[task + 1]; at++) {
                    ownMean += range.scaled(values[at]) / own;
                }
                double ownSquares = 0;
                for (int at = starts[task]; at < starts[task + 1]; at++) {
                    double value = range.scaled(values[at]);
                    ownSquares += (value - ownMean) * (value - ownMean);
                    expected += (value - mean) * (value - mean);
                }
                observed += ownSquares * own / (own - 1);
            }
        }
        // Squared distances summed over ordered pairs are twice the count times the squares around the mean.
        return Coefficient.beyondChance(observed / range.count, expected / (range.count - 1));
    }

    /** The ordered pairs of answers that are not the same. */
    private static double unequalPairs(Map<Object, Integer> counts, long size) {
        double equal = 0;
        for (double count : counts.values()) {
            equal += count * count;
        }
        return (double) size * size - equal;
    }

    private static void checkFinite(Answers<Double> answers) {
        answers.byTask()
                .forEach((task, own) -> own.forEach((worker, value) -> {
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException(
                                "The answer of worker %s to task %s is %s: give a finite number or leave it out."
                                        .formatted(worker, task, value));
                    }
                }));
    }

    /** The answers that have another beside them; alpha does not depend on their scale, which is taken away first. */
    private record Range(double least, double most, long count) {

        static Range ofTasksWithTwo(int[] starts, double[] values) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            long count = 0;
            for (int task = 0; task + 1 < starts.length; task++) {
                if (starts[task + 1] - starts[task] > 1) {
                    for (int at = starts[task]; at < starts[task + 1]; at++) {
                        least = Math.min(least, values[at]);
                        most = Math.max(most, values[at]);
                    }
                    count += starts[task + 1] - starts[task];
                }
            }
            return new Range(least, most, count);
        }

        double scaled(double value) {
            return (value / 2 - least / 2) / (most / 2 - least / 2);
        }
    }
}
