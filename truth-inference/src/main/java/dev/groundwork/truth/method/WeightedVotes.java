package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Labels;

/** Votes that count as much as their worker's weight. */
final class WeightedVotes {

    private final Labels labels;
    private final Shards shards;
    private final int[] answers;
    private final float[] posteriors;

    WeightedVotes(Labels labels) {
        this.labels = labels;
        this.shards = Shards.of(labels, labels.workers());
        this.answers = labels.answersOfWorkers();
        this.posteriors = Posteriors.of(labels);
    }

    /** {@return the weight in favour of each class as a share of all weight, after the last vote} */
    float[] posteriors() {
        return posteriors;
    }

    /**
     * Counts the votes, and how often each worker voted with the winner: the lowest class among equals.
     *
     * @return each worker's share of answers that won, 1/classes for one without answers
     */
    double[] count(double[] weights) {
        var wins = new double[shards.count()][labels.workers()];
        shards.forEach(shard -> {
            var votes = new double[labels.classes()];
            for (int task = shards.from(shard); task < shards.to(shard); task++) {
                int winner = count(task, weights, votes);
                for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                    if (labels.label(answer) == winner) {
                        wins[shard][labels.worker(answer)]++;
                    }
                }
            }
        });
        var shares = Shards.sum(wins);
        for (int worker = 0; worker < shares.length; worker++) {
            shares[worker] = answers[worker] == 0 ? 1.0 / labels.classes() : shares[worker] / answers[worker];
        }
        return shares;
    }

    private int count(int task, double[] weights, double[] votes) {
        int at = task * votes.length;
        if (labels.overlap(task) == 0) {
            Posteriors.equal(posteriors, at, votes.length);
            return 0;
        }
        Arrays.fill(votes, 0);
        double all = 0;
        for (int answer = labels.start(task); answer < labels.end(task); answer++) {
            double weight = weights[labels.worker(answer)];
            votes[labels.label(answer)] += weight;
            all += weight;
        }
        if (all == 0) {
            // Nobody here was ever right: then nobody counts more than anybody else.
            for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                votes[labels.label(answer)]++;
            }
            all = labels.overlap(task);
        }
        int winner = 0;
        for (int label = 0; label < votes.length; label++) {
            posteriors[at + label] = (float) (votes[label] / all);
            if (posteriors[at + label] > posteriors[at + winner]) {
                winner = label;
            }
        }
        return winner;
    }
}
