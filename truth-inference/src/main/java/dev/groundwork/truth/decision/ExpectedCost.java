package dev.groundwork.truth.decision;

import java.util.Arrays;

import dev.groundwork.truth.Inference;
import dev.groundwork.truth.WorkerModel;

/**
 * Decides by what an error costs: the label with the least expected cost, not the most probable one.
 *
 * <p>For ordered classes a near miss costs less than a far one. Source: Ipeirotis, Provost and Wang, Quality management on
 * Amazon Mechanical Turk, HCOMP 2010.
 */
public final class ExpectedCost {

    private final double[][] costs;

    private ExpectedCost(double[][] costs) {
        this.costs = costs;
    }

    /**
     * {@return decisions by a matrix of costs}
     *
     * @param costs for each true class, the cost of each label; finite, not negative
     */
    public static ExpectedCost of(double[][] costs) {
        var kept = Arrays.stream(costs).map(double[]::clone).toArray(double[][]::new);
        for (var row : kept) {
            if (row.length != kept.length
                    || !Arrays.stream(row).allMatch(cost -> cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a cost matrix has a row and a column for each class and no negative or infinite cost, unlike "
                                + Arrays.deepToString(costs));
            }
        }
        return new ExpectedCost(kept);
    }

    /** {@return decisions in which every error costs 1: those of the most probable label} */
    public static ExpectedCost ofAnyError(int classes) {
        return byDistance(classes, 0);
    }

    /** {@return decisions for ordered classes, in which an error costs its distance: those of the median} */
    public static ExpectedCost ofDistance(int classes) {
        return byDistance(classes, 1);
    }

    /** {@return decisions for ordered classes, in which an error costs its distance squared: those near the mean} */
    public static ExpectedCost ofSquaredDistance(int classes) {
        return byDistance(classes, 2);
    }

    private static ExpectedCost byDistance(int classes, int power) {
        var costs = new double[classes][classes];
        for (int truth = 0; truth < classes; truth++) {
            for (int label = 0; label < classes; label++) {
                costs[truth][label] = truth == label ? 0 : Math.pow(Math.abs(truth - label), power);
            }
        }
        return new ExpectedCost(costs);
    }

    /** {@return the label of a task with the least expected cost, the lowest of equals; {@link Inference#NO_LABEL} where nobody answered} */
    public int label(Inference inference, int task) {
        return inference.label(task) == Inference.NO_LABEL ? Inference.NO_LABEL : cheapest(row(inference, task));
    }

    /** {@return what a label for a task is expected to cost} */
    public double of(Inference inference, int task, int label) {
        return cost(row(inference, task), label);
    }

    /**
     * {@return how much a worker's answers tell, whatever their bias: 1 for one whose answer gives the truth away, even if
     * always wrong; 0 for one whose answer tells nothing}
     *
     * <p>One minus the expected cost after seeing the answer, divided by the expected cost without it.
     *
     * @param classShares the share of each true class
     */
    public double quality(WorkerModel workers, int worker, double[] classShares) {
        requireClasses(classShares.length);
        double without = cost(classShares, cheapest(classShares));
        double with = 0;
        var joint = new double[costs.length];
        for (int answer = 0; answer < costs.length; answer++) {
            for (int truth = 0; truth < costs.length; truth++) {
                joint[truth] = classShares[truth] * workers.confusion(worker, truth, answer);
            }
            with += cost(joint, cheapest(joint));
        }
        return without == 0 ? 0 : Math.clamp(1 - with / without, 0, 1);
    }

    private double[] row(Inference inference, int task) {
        requireClasses(inference.classes());
        var row = new double[costs.length];
        for (int label = 0; label < row.length; label++) {
            row[label] = inference.posterior(task, label);
        }
        return row;
    }

    private void requireClasses(int classes) {
        if (classes != costs.length) {
            throw new IllegalArgumentException("costs of %d classes do not fit %d".formatted(costs.length, classes));
        }
    }

    private int cheapest(double[] weights) {
        int best = 0;
        for (int label = 1; label < costs.length; label++) {
            if (cost(weights, label) < cost(weights, best)) {
                best = label;
            }
        }
        return best;
    }

    private double cost(double[] weights, int label) {
        double cost = 0;
        for (int truth = 0; truth < costs.length; truth++) {
            cost += weights[truth] * costs[truth][label];
        }
        return cost;
    }
}
