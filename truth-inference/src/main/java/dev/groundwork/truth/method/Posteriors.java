package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Labels;

/** The probabilities of each task's classes, side by side in one array. */
final class Posteriors {

    private Posteriors() {}

    /** {@return room for the probabilities of all tasks} */
    static float[] of(Labels labels) {
        long cells = (long) labels.tasks() * labels.classes();
        if (cells > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%,d tasks of %,d classes need more numbers than an array holds: divide the job"
                            .formatted(labels.tasks(), labels.classes()));
        }
        return new float[(int) cells];
    }

    /** {@return where to begin: certainty for control tasks, what an earlier result says, else the shares of the votes} */
    static float[] start(Labels labels, short[] gold, Conditions conditions) {
        var posteriors = of(labels);
        int classes = labels.classes();
        var previous = conditions.previous();
        if (previous != null && previous.classes() != classes) {
            throw new IllegalArgumentException(
                    "the earlier result has %d classes, these answers have %d".formatted(previous.classes(), classes));
        }
        for (int task = 0; task < labels.tasks(); task++) {
            int at = task * classes;
            if (gold[task] != ControlLabels.UNKNOWN) {
                certain(posteriors, at, classes, gold[task]);
            } else if (labels.overlap(task) == 0) {
                equal(posteriors, at, classes);
            } else if (previous != null && task < previous.tasks() && previous.label(task) >= 0) {
                for (int label = 0; label < classes; label++) {
                    posteriors[at + label] = previous.posterior(task, label);
                }
            } else {
                float vote = 1f / labels.overlap(task);
                for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                    posteriors[at + labels.label(answer)] += vote;
                }
            }
        }
        return posteriors;
    }

    static void certain(float[] posteriors, int at, int classes, int label) {
        Arrays.fill(posteriors, at, at + classes, 0);
        posteriors[at + label] = 1;
    }

    static void equal(float[] posteriors, int at, int classes) {
        Arrays.fill(posteriors, at, at + classes, 1f / classes);
    }

    /**
     * Turns logarithmic scores into probabilities, without overflow.
     *
     * @param scores become probabilities
     * @return the logarithm of the sum of what the scores are logarithms of
     */
    static double normalize(double[] scores) {
        double top = scores[0];
        for (double score : scores) {
            top = Math.max(top, score);
        }
        double sum = 0;
        for (int label = 0; label < scores.length; label++) {
            scores[label] = Math.exp(scores[label] - top);
            sum += scores[label];
        }
        for (int label = 0; label < scores.length; label++) {
            scores[label] /= sum;
        }
        return top + Math.log(sum);
    }

    /**
     * Settles one task from its scores, a control task by its right label.
     *
     * @param scores logarithms on entry, probabilities on exit
     * @return the task's part of the log-likelihood, as far as the scores know it
     */
    static double settle(double[] scores, int gold, float[] posteriors, int at) {
        double likelihood;
        if (gold == ControlLabels.UNKNOWN) {
            likelihood = normalize(scores);
        } else {
            likelihood = scores[gold];
            Arrays.fill(scores, 0);
            scores[gold] = 1;
        }
        for (int label = 0; label < scores.length; label++) {
            posteriors[at + label] = (float) scores[label];
        }
        return likelihood;
    }
}
