package dev.groundwork.truth.overlap;

import java.util.Arrays;

import dev.groundwork.truth.WorkerModel;

/**
 * How probable each class is for one task, brought up to date with every answer.
 *
 * <p>Bayes' rule with equal probabilities beforehand: an answer is right with the worker's skill q and else any other
 * class with (1 - q) / (classes - 1), as in Toloka's dynamic overlap. To use changed skills, {@link #clear} it and add the
 * task's answers again: that costs as many steps as there are answers and classes, and allocates nothing. Serves one
 * thread.
 */
public final class TaskPosterior {

    /** Nobody is believed to be always right or always wrong. */
    private static final double LEAST = 1e-6;

    private final double[] scores;
    private int answers;

    /** Starts without answers. */
    public TaskPosterior(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("%d classes: give at least 1".formatted(classes));
        }
        scores = new double[classes];
    }

    /** Forgets all answers. */
    public TaskPosterior clear() {
        Arrays.fill(scores, 0);
        answers = 0;
        return this;
    }

    /**
     * Starts from how common the classes are instead of equal probabilities; call before any answer is added.
     *
     * @param classShares a share for each class, none negative
     */
    public TaskPosterior startFrom(double[] classShares) {
        clear();
        for (int label = 0; label < scores.length; label++) {
            scores[label] = Math.log(Math.max(LEAST, classShares[label]));
        }
        return this;
    }

    /**
     * Adds an answer.
     *
     * @param skill the probability that the worker is right, 0 to 1
     */
    public TaskPosterior add(int label, double skill) {
        double right = Math.clamp(skill, LEAST, 1 - LEAST);
        scores[label] += Math.log(right * Math.max(1, scores.length - 1) / (1 - right));
        answers++;
        return this;
    }

    /** Adds an answer of a worker whose errors are known one by one. */
    public TaskPosterior add(int label, WorkerModel workers, int worker) {
        for (int truth = 0; truth < scores.length; truth++) {
            scores[truth] += Math.log(Math.max(LEAST, workers.confusion(worker, truth, label)));
        }
        answers++;
        return this;
    }

    /** {@return how many classes the task has} */
    public int classes() {
        return scores.length;
    }

    /** {@return how many answers it has seen} */
    public int answers() {
        return answers;
    }

    /** {@return the most probable class, the lowest of equals} */
    public int label() {
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            if (scores[label] > scores[best]) {
                best = label;
            }
        }
        return best;
    }

    /** {@return the probability of a class, 0 to 1} */
    public double probability(int label) {
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - scores[label]);
        }
        return 1 / sum;
    }

    /** {@return the probability of the most probable class} */
    public double confidence() {
        return probability(label());
    }

    /** {@return how far the most probable class is ahead of the second, 0 to 1} */
    public double margin() {
        int best = label();
        double second = 0;
        for (int label = 0; label < scores.length; label++) {
            if (label != best) {
                second = Math.max(second, probability(label));
            }
        }
        return probability(best) - second;
    }
}
