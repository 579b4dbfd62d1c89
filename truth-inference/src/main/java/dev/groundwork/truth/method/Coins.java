package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Labels;

/**
 * The pass over the answers when each worker is right with one probability and errs evenly: P(answer | truth) is q for
 * the truth and (1 - q) / (classes - 1) for each other class, and all classes are equally probable beforehand.
 */
final class Coins {

    /** No worker is believed to be always right or always wrong: one answer could then outweigh any number. */
    private static final double LEAST = 1e-6;

    private final Labels labels;
    private final short[] gold;
    private final float[] posteriors;
    private final Shards shards;

    Coins(Labels labels, short[] gold, float[] posteriors) {
        this.labels = labels;
        this.gold = gold;
        this.posteriors = posteriors;
        this.shards = Shards.of(labels, labels.workers());
    }

    /**
     * Settles every task by Bayes' rule.
     *
     * @return the log-likelihood of the answers
     */
    double expect(double[] accuracies) {
        int classes = labels.classes();
        double others = Math.max(1, classes - 1);
        var weights = new double[accuracies.length];
        var wrong = new double[accuracies.length];
        for (int worker = 0; worker < weights.length; worker++) {
            double right = Math.clamp(accuracies[worker], LEAST, 1 - LEAST);
            wrong[worker] = Math.log((1 - right) / others);
            weights[worker] = Math.log(right) - wrong[worker];
        }
        var likelihoods = new double[shards.count()];
        shards.forEach(shard -> {
            var scores = new double[classes];
            double likelihood = 0;
            for (int task = shards.from(shard); task < shards.to(shard); task++) {
                Arrays.fill(scores, -Math.log(classes));
                for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                    int worker = labels.worker(answer);
                    scores[labels.label(answer)] += weights[worker];
                    likelihood += wrong[worker];
                }
                double settled = Posteriors.settle(scores, gold[task], posteriors, task * classes);
                likelihood += labels.overlap(task) == 0 ? 0 : settled;
            }
            likelihoods[shard] = likelihood;
        });
        return Arrays.stream(likelihoods).sum();
    }

    /** {@return how many of each worker's answers are right, as far as the tasks are settled} */
    double[] expectedRight() {
        int classes = labels.classes();
        var sums = new double[shards.count()][labels.workers()];
        shards.forEach(shard -> {
            var right = sums[shard];
            for (int task = shards.from(shard); task < shards.to(shard); task++) {
                for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                    right[labels.worker(answer)] += posteriors[task * classes + labels.label(answer)];
                }
            }
        });
        return Shards.sum(sums);
    }
}
