package dev.groundwork.truth.agreement;

import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;

import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;

/** How each worker's answers stand to those of others and to the results: what {@link WorkerView} tells, in flat arrays. */
public final class WorkerAgreement {

    private final int[] answers;
    private final int[] tasksWithOthers;
    private final double[] sameAsOthers;
    private final int[] tasksWithResult;
    private final int[] sameAsResult;

    private WorkerAgreement(int workers) {
        answers = new int[workers];
        tasksWithOthers = new int[workers];
        sameAsOthers = new double[workers];
        tasksWithResult = new int[workers];
        sameAsResult = new int[workers];
    }

    /** @param result the label that a task ended up with, {@link Inference#NO_LABEL} where it has none */
    public static WorkerAgreement of(Labels labels, IntUnaryOperator result) {
        var found = new WorkerAgreement(labels.workers());
        var votes = new int[labels.classes()];
        for (int task = 0; task < labels.tasks(); task++) {
            for (int at = labels.start(task); at < labels.end(task); at++) {
                votes[labels.label(at)]++;
            }
            int right = result.applyAsInt(task);
            int others = labels.overlap(task) - 1;
            for (int at = labels.start(task); at < labels.end(task); at++) {
                found.add(labels.worker(at), others, votes[labels.label(at)] - 1, right, labels.label(at));
            }
            for (int at = labels.start(task); at < labels.end(task); at++) {
                votes[labels.label(at)] = 0;
            }
        }
        return found;
    }

    private void add(int worker, int others, int same, int right, int label) {
        answers[worker]++;
        if (others > 0) {
            tasksWithOthers[worker]++;
            sameAsOthers[worker] += (double) same / others;
        }
        if (right != Inference.NO_LABEL) {
            tasksWithResult[worker]++;
            sameAsResult[worker] += right == label ? 1 : 0;
        }
    }

    /** {@return how many tasks the worker answered} */
    public int answers(int worker) {
        return answers[worker];
    }

    /** {@return how many of them somebody else answered too} */
    public int tasksWithOthers(int worker) {
        return tasksWithOthers[worker];
    }

    /** {@return over those tasks, the mean share of the others that gave the same label} */
    public OptionalDouble withOthers(int worker) {
        return share(sameAsOthers[worker], tasksWithOthers[worker]);
    }

    /** {@return the share of the worker's answers that equal the result, over tasks with a result} */
    public OptionalDouble withResults(int worker) {
        return share(sameAsResult[worker], tasksWithResult[worker]);
    }

    private static OptionalDouble share(double part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
    }
}
