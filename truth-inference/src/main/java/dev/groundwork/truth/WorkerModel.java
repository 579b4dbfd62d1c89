package dev.groundwork.truth;

import org.jspecify.annotations.Nullable;

/** What a method thinks of each worker: how often they are right, and where known which mistakes they make. */
public final class WorkerModel {

    private final int classes;
    private final float[] accuracies;
    private final float @Nullable [] confusions;

    private WorkerModel(int classes, float[] accuracies, float @Nullable [] confusions) {
        this.classes = classes;
        this.accuracies = accuracies;
        this.confusions = confusions;
    }

    /** {@return workers of whom only the probability of a right answer is known, 0 to 1} */
    public static WorkerModel ofAccuracies(int classes, double[] accuracies) {
        var kept = new float[accuracies.length];
        for (int worker = 0; worker < kept.length; worker++) {
            kept[worker] = (float) accuracies[worker];
        }
        return new WorkerModel(classes, kept, null);
    }

    /**
     * {@return workers whose confusion matrices are known}
     *
     * @param confusions for each worker, for each true class, the probability of each answer; kept, not copied
     * @param classShares the share of each true class, which weighs the diagonal to an accuracy
     */
    public static WorkerModel ofConfusions(int classes, float[] confusions, double[] classShares) {
        int cells = classes * classes;
        var accuracies = new float[confusions.length / cells];
        for (int worker = 0; worker < accuracies.length; worker++) {
            double right = 0;
            for (int truth = 0; truth < classes; truth++) {
                right += classShares[truth] * confusions[worker * cells + truth * (classes + 1)];
            }
            accuracies[worker] = (float) Math.min(1, right);
        }
        return new WorkerModel(classes, accuracies, confusions);
    }

    /** {@return how many workers there are} */
    public int size() {
        return accuracies.length;
    }

    /** {@return the probability that the worker's answer to a task of this job is right, 0 to 1} */
    public float accuracy(int worker) {
        return accuracies[worker];
    }

    /** {@return whether the method tells one mistake from another} */
    public boolean hasConfusions() {
        return confusions != null;
    }

    /**
     * {@return the probability that the worker answers so when the truth is that}
     *
     * <p>Where the method knows only accuracies, all mistakes are equally probable.
     */
    public double confusion(int worker, int truth, int answer) {
        if (confusions != null) {
            return confusions[(worker * classes + truth) * classes + answer];
        }
        double right = classes == 1 ? 1 : accuracies[worker];
        return truth == answer ? right : (1 - right) / (classes - 1);
    }
}
