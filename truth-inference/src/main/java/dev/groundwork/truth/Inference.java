package dev.groundwork.truth;

import java.util.OptionalDouble;

/**
 * What a method found: how probable each class is for each task, and what is to be thought of each worker.
 *
 * <p>The probabilities of a task sum to 1 and are never NaN. A task that nobody answered and that is no control task has
 * equal probabilities and no label.
 */
public final class Inference {

    /** Stands for "nobody answered this task". */
    public static final int NO_LABEL = -1;

    /**
     * How a method came to its end.
     *
     * @param iterations passes over the answers
     * @param settled whether it ended by itself and not at the limit
     * @param logLikelihood of the answers under the fitted model, natural logarithm; for variational methods its lower
     *     bound; empty where the method has no likelihood
     */
    public record Course(int iterations, boolean settled, OptionalDouble logLikelihood) {

        /** {@return the course of a method that needs no repetition} */
        public static Course direct() {
            return new Course(1, true, OptionalDouble.empty());
        }
    }

    private final Labels labels;
    private final ControlLabels gold;
    private final float[] posteriors;
    private final WorkerModel workers;
    private final Course course;

    /**
     * Puts a result together.
     *
     * @param gold the control tasks that were used
     * @param posteriors probabilities, those of a task side by side; kept, not copied
     */
    public Inference(Labels labels, ControlLabels gold, float[] posteriors, WorkerModel workers, Course course) {
        if (posteriors.length != (long) labels.tasks() * labels.classes()) {
            throw new IllegalArgumentException("%d probabilities for %d tasks of %d classes"
                    .formatted(posteriors.length, labels.tasks(), labels.classes()));
        }
        this.labels = labels;
        this.gold = gold;
        this.posteriors = posteriors;
        this.workers = workers;
        this.course = course;
    }

    /** {@return how many tasks there are} */
    public int tasks() {
        return labels.tasks();
    }

    /** {@return how many classes there are} */
    public int classes() {
        return labels.classes();
    }

    /** {@return the probability that a class is the true one of a task, 0 to 1} */
    public float posterior(int task, int label) {
        return posteriors[task * labels.classes() + label];
    }

    /** {@return the most probable label of a task, the lowest one of equals; {@link #NO_LABEL} where nobody answered} */
    public int label(int task) {
        return hasLabel(task) ? best(task) : NO_LABEL;
    }

    /** {@return the probability of the most probable label, 1/classes where nobody answered} */
    public float confidence(int task) {
        return posterior(task, best(task));
    }

    /** {@return how far the most probable label is ahead of the second, 0 to 1} */
    public float margin(int task) {
        int best = best(task);
        float second = 0;
        for (int label = 0; label < labels.classes(); label++) {
            if (label != best) {
                second = Math.max(second, posterior(task, label));
            }
        }
        return posterior(task, best) - second;
    }

    /** {@return the share of each class, averaged over the tasks that have a label; equal shares when none has} */
    public double[] classShares() {
        var shares = new double[labels.classes()];
        int counted = 0;
        for (int task = 0; task < labels.tasks(); task++) {
            if (hasLabel(task)) {
                counted++;
                for (int label = 0; label < shares.length; label++) {
                    shares[label] += posterior(task, label);
                }
            }
        }
        for (int label = 0; label < shares.length; label++) {
            shares[label] = counted == 0 ? 1.0 / shares.length : shares[label] / counted;
        }
        return shares;
    }

    /** {@return what is to be thought of each worker} */
    public WorkerModel workers() {
        return workers;
    }

    /** {@return how the method came to its end} */
    public Course course() {
        return course;
    }

    private boolean hasLabel(int task) {
        return labels.overlap(task) > 0 || gold.labelOf(task) != ControlLabels.UNKNOWN;
    }

    private int best(int task) {
        int best = 0;
        for (int label = 1; label < labels.classes(); label++) {
            if (posterior(task, label) > posterior(task, best)) {
                best = label;
            }
        }
        return best;
    }
}
