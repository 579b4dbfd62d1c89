package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.WorkerModel;

/**
 * Every worker has a confusion matrix, every class a share; both are found by turns with the true labels.
 *
 * <p>One pass over the answers settles every task and, while its answers are at hand, counts them into its workers'
 * matrices. The matrices of a worker stand side by side by answer, then by truth, so that an answer reads and writes one
 * run of numbers. Every shard of tasks has matrices of its own; they are added up in order.
 */
final class ConfusionModel {

    private static final long MOST_CELLS = 1L << 28;

    private final Labels labels;
    private final int classes;
    private final Conditions conditions;
    private final Belief workerBelief;
    private final Belief classBelief;
    private final Shards shards;
    private final short[] gold;
    private final float[] posteriors;

    /** By worker, answer and truth; logarithms of probabilities once estimated. */
    private final double[] matrices;

    private final double[] shares;

    /** What each shard counts: as {@link #matrices}, then as {@link #shares}. */
    private final double[][] counts;

    ConfusionModel(Labels labels, Conditions conditions, Belief workerBelief, Belief classBelief) {
        this.labels = labels;
        this.classes = labels.classes();
        this.conditions = conditions;
        this.workerBelief = workerBelief;
        this.classBelief = classBelief;
        long cells = (long) labels.workers() * classes * classes;
        if (cells > MOST_CELLS) {
            throw new IllegalArgumentException(
                    "confusion matrices of %,d workers and %,d classes do not fit into memory: use one-coin"
                            .formatted(labels.workers(), classes));
        }
        this.gold = conditions.gold().dense(labels);
        this.posteriors = Posteriors.start(labels, gold, conditions);
        this.shards = Shards.of(labels, cells + classes);
        this.matrices = new double[(int) cells];
        this.shares = new double[classes];
        this.counts = new double[shards.count()][(int) cells + classes];
    }

    /** Goes on until the objective settles or the limit is reached. */
    Inference run() {
        shards.forEach(this::countStart);
        var course = Passes.repeat(labels, conditions.limit(), () -> {
            gather();
            return estimate() + expect();
        });
        gather();
        return new Inference(labels, conditions.gold(), posteriors, workers(), course);
    }

    /** Adds the shards' counts up, in the order of the shards, and clears them. */
    private void gather() {
        var total = counts[0];
        int parts = Math.min(16, 1 + total.length / 4096);
        Shards.inParallel(parts, part -> {
            int from = (int) ((long) total.length * part / parts);
            int to = (int) ((long) total.length * (part + 1) / parts);
            for (int shard = 1; shard < counts.length; shard++) {
                var own = counts[shard];
                for (int cell = from; cell < to; cell++) {
                    total[cell] += own[cell];
                }
                Arrays.fill(own, from, to, 0);
            }
        });
        System.arraycopy(total, 0, matrices, 0, matrices.length);
        System.arraycopy(total, matrices.length, shares, 0, classes);
        Arrays.fill(total, 0);
    }

    private double estimate() {
        int parts = Math.clamp(matrices.length / 4096, 1, 16);
        var priors = new double[parts];
        Shards.inParallel(parts, part -> {
            int from = (int) ((long) labels.workers() * part / parts);
            int to = (int) ((long) labels.workers() * (part + 1) / parts);
            double prior = 0;
            for (int worker = from; worker < to; worker++) {
                for (int truth = 0; truth < classes; truth++) {
                    prior += workerBelief.logProbabilities(
                            matrices, worker * classes * classes + truth, classes, classes, truth);
                }
            }
            priors[part] = prior;
        });
        return Arrays.stream(priors).sum() + classBelief.logProbabilities(shares, 0, 1, classes, -1);
    }

    private double expect() {
        var likelihoods = new double[shards.count()];
        shards.forEach(shard -> {
            var scores = new double[classes];
            double likelihood = 0;
            for (int task = shards.from(shard); task < shards.to(shard); task++) {
                if (labels.overlap(task) > 0) {
                    score(task, scores);
                    likelihood += Posteriors.settle(scores, gold[task], posteriors, task * classes);
                    count(task, scores, counts[shard]);
                }
            }
            likelihoods[shard] = likelihood;
        });
        return Arrays.stream(likelihoods).sum();
    }

    private void score(int task, double[] scores) {
        System.arraycopy(shares, 0, scores, 0, classes);
        for (int answer = labels.start(task); answer < labels.end(task); answer++) {
            int at = (labels.worker(answer) * classes + labels.label(answer)) * classes;
            for (int truth = 0; truth < classes; truth++) {
                scores[truth] += matrices[at + truth];
            }
        }
    }

    private void count(int task, double[] probabilities, double[] own) {
        for (int answer = labels.start(task); answer < labels.end(task); answer++) {
            int at = (labels.worker(answer) * classes + labels.label(answer)) * classes;
            for (int truth = 0; truth < classes; truth++) {
                own[at + truth] += probabilities[truth];
            }
        }
        for (int truth = 0; truth < classes; truth++) {
            own[matrices.length + truth] += probabilities[truth];
        }
    }

    private void countStart(int shard) {
        var probabilities = new double[classes];
        for (int task = shards.from(shard); task < shards.to(shard); task++) {
            if (labels.overlap(task) > 0) {
                for (int truth = 0; truth < classes; truth++) {
                    probabilities[truth] = posteriors[task * classes + truth];
                }
                count(task, probabilities, counts[shard]);
            }
        }
    }

    /** From the counts of the last pass, which the matrices hold now. */
    private WorkerModel workers() {
        var confusions = new float[matrices.length];
        for (int worker = 0; worker < labels.workers(); worker++) {
            for (int truth = 0; truth < classes; truth++) {
                int from = worker * classes * classes + truth;
                double sum = 0;
                for (int answer = 0; answer < classes; answer++) {
                    sum += matrices[from + answer * classes] + workerBelief.pseudoCount(answer == truth);
                }
                for (int answer = 0; answer < classes; answer++) {
                    double count = matrices[from + answer * classes] + workerBelief.pseudoCount(answer == truth);
                    confusions[(worker * classes + truth) * classes + answer] = (float) (count / sum);
                }
            }
        }
        double tasks = Arrays.stream(shares).sum();
        var weights = new double[classes];
        for (int truth = 0; truth < classes; truth++) {
            weights[truth] = tasks == 0 ? 1.0 / classes : shares[truth] / tasks;
        }
        return WorkerModel.ofConfusions(classes, confusions, weights);
    }
}
