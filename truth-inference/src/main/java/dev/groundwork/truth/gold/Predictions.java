package dev.groundwork.truth.gold;

import java.util.Arrays;

import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;

/** What a method thought of control tasks whose right labels it did not know. */
public final class Predictions {

    /** Probability that stands for 0 where a logarithm is taken. */
    static final double LEAST = 1e-9;

    private final int classes;
    private float[] probabilities;
    private int[] truths;
    private int size;

    /** Starts without any. */
    public Predictions(int classes) {
        this.classes = classes;
        this.probabilities = new float[16 * classes];
        this.truths = new int[16];
    }

    /** Adds what a result says of control tasks that were not used for it; tasks without answers are passed over. */
    public Predictions add(Inference inference, ControlLabels held) {
        for (int n = 0; n < held.size(); n++) {
            int task = held.task(n);
            if (inference.label(task) != Inference.NO_LABEL) {
                int at = append(held.label(n));
                for (int label = 0; label < classes; label++) {
                    probabilities[at + label] = inference.posterior(task, label);
                }
            }
        }
        return this;
    }

    /** Adds one task by its probabilities and its true label. */
    public Predictions add(int truth, float... probabilitiesOfTask) {
        if (probabilitiesOfTask.length != classes || truth < 0 || truth >= classes) {
            throw new IllegalArgumentException("a task has a truth and %d probabilities".formatted(classes));
        }
        int at = append(truth);
        System.arraycopy(probabilitiesOfTask, 0, probabilities, at, classes);
        return this;
    }

    private int append(int truth) {
        if (size == truths.length) {
            truths = Arrays.copyOf(truths, 2 * size);
            probabilities = Arrays.copyOf(probabilities, 2 * size * classes);
        }
        truths[size] = truth;
        return size++ * classes;
    }

    /** {@return how many tasks there are} */
    public int size() {
        return size;
    }

    /** {@return how many classes a task has} */
    public int classes() {
        return classes;
    }

    /** {@return the share of tasks whose most probable label is right, a tie of m counting 1/m; 0 without tasks} */
    public double accuracy() {
        double right = 0;
        for (int n = 0; n < size; n++) {
            float top = top(n);
            int equals = 0;
            for (int label = 0; label < classes; label++) {
                if (probability(n, label) == top) {
                    equals++;
                }
            }
            right += probability(n, truths[n]) == top ? 1.0 / equals : 0;
        }
        return size == 0 ? 0 : right / size;
    }

    /** {@return the mean probability of the most probable labels: the accuracy that they promise; 0 without tasks} */
    public double confidence() {
        double sum = 0;
        for (int n = 0; n < size; n++) {
            sum += top(n);
        }
        return size == 0 ? 0 : sum / size;
    }

    /** {@return the mean of -ln of the truth's probability: 0 is perfect; 0 without tasks} */
    public double logLoss(Calibration calibration) {
        double loss = 0;
        var row = new double[classes];
        for (int n = 0; n < size; n++) {
            calibrated(n, calibration, row);
            loss -= Math.log(Math.max(LEAST, row[truths[n]]));
        }
        return size == 0 ? 0 : loss / size;
    }

    /**
     * {@return the expected calibration error: by how much confidence and accuracy differ, averaged over ten equal ranges
     * of confidence weighted by their tasks; 0 to 1; 0 without tasks}
     *
     * <p>Source: Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks, ICML 2017.
     */
    public double calibrationError(Calibration calibration) {
        int ranges = 10;
        var confidence = new double[ranges];
        var right = new double[ranges];
        var row = new double[classes];
        for (int n = 0; n < size; n++) {
            calibrated(n, calibration, row);
            int best = 0;
            for (int label = 1; label < classes; label++) {
                best = row[label] > row[best] ? label : best;
            }
            int range = Math.min(ranges - 1, (int) (ranges * row[best]));
            confidence[range] += row[best];
            right[range] += best == truths[n] ? 1 : 0;
        }
        double error = 0;
        for (int range = 0; range < ranges; range++) {
            error += Math.abs(confidence[range] - right[range]);
        }
        return size == 0 ? 0 : error / size;
    }

    /** {@return every second task, from the first or from the second on} */
    Predictions half(int first) {
        var half = new Predictions(classes);
        for (int n = first; n < size; n += 2) {
            half.add(truths[n], Arrays.copyOfRange(probabilities, n * classes, (n + 1) * classes));
        }
        return half;
    }

    private void calibrated(int n, Calibration calibration, double[] row) {
        for (int label = 0; label < classes; label++) {
            row[label] = probability(n, label);
        }
        calibration.apply(row);
    }

    private float probability(int n, int label) {
        return probabilities[n * classes + label];
    }

    private float top(int n) {
        float top = 0;
        for (int label = 0; label < classes; label++) {
            top = Math.max(top, probability(n, label));
        }
        return top;
    }
}
