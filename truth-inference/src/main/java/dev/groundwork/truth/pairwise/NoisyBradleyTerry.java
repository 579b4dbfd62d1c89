package dev.groundwork.truth.pairwise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answers;

/**
 * Bradley–Terry for workers who do not all look closely: with a probability of their own, a worker answers as the model
 * says, otherwise by throwing a coin (after Chen et al., "Pairwise ranking aggregation in a crowdsourced setting", WSDM
 * 2013). Fitted by expectation–maximisation: a step weighs every answer by the probability that it was meant, the next
 * fits {@link BradleyTerry} to the weighted counts.
 *
 * @param scores the scores of the items
 * @param attention the share of each worker's answers that were meant, between 0 and 1; a prior of {@value #MEANT} meant
 *     and {@value #THROWN} thrown answers keeps it away from both ends
 * @param rounds how many steps it took
 */
public record NoisyBradleyTerry(Scores scores, SortedMap<String, Double> attention, int rounds) {

    private static final double MEANT = 4;
    private static final double THROWN = 1;
    private static final int MOST_ROUNDS = 50;
    private static final double STILL = 1e-4;

    public NoisyBradleyTerry {
        attention = Collections.unmodifiableSortedMap(new TreeMap<>(attention));
    }

    /** @param answers what each worker said of the pair that the task asks about */
    public static NoisyBradleyTerry fit(Answers<Comparison> answers) {
        List<Meaning> meanings = new ArrayList<>();
        answers.byTask()
                .values()
                .forEach(own -> own.forEach((worker, comparison) -> meanings.add(new Meaning(worker, comparison))));
        SortedMap<String, Double> attention = new TreeMap<>();
        answers.workers().forEach(worker -> attention.put(worker, MEANT / (MEANT + THROWN)));
        var scores = BradleyTerry.fit(weighted(meanings));
        int rounds = 0;
        for (boolean moves = true; moves && rounds < MOST_ROUNDS; rounds++) {
            moves = weigh(meanings, scores, attention) > STILL;
            scores = BradleyTerry.fit(weighted(meanings), scores.byItem());
        }
        return new NoisyBradleyTerry(scores, attention, rounds);
    }

    private static PairCounts weighted(List<Meaning> meanings) {
        var counts = new PairCounts();
        for (var meaning : meanings) {
            var comparison = meaning.comparison;
            double left = share(comparison);
            counts.add(
                    comparison.left(),
                    comparison.right(),
                    meaning.probability * left,
                    meaning.probability * (1 - left));
        }
        return counts;
    }

    /** {@return the furthest that the attention of a worker moved} */
    private static double weigh(List<Meaning> meanings, Scores scores, SortedMap<String, Double> attention) {
        var meant = new HashMap<String, Double>();
        var given = new HashMap<String, Integer>();
        for (var meaning : meanings) {
            double attentive = attention.getOrDefault(meaning.worker, 0.5);
            double asMeant = attentive * probability(meaning.comparison, scores);
            meaning.probability = asMeant / (asMeant + (1 - attentive) * 0.5);
            meant.merge(meaning.worker, meaning.probability, Double::sum);
            given.merge(meaning.worker, 1, Integer::sum);
        }
        double moved = 0;
        for (var worker : attention.entrySet()) {
            double anew = (meant.getOrDefault(worker.getKey(), 0.0) + MEANT)
                    / (given.getOrDefault(worker.getKey(), 0) + MEANT + THROWN);
            moved = Math.max(moved, Math.abs(anew - worker.getValue()));
            worker.setValue(anew);
        }
        return moved;
    }

    /** A tie is as probable as the two outcomes between which it lies: the geometric mean of theirs. */
    private static double probability(Comparison comparison, Scores scores) {
        double left = scores.probabilityOf(comparison.left(), comparison.right());
        return switch (comparison.outcome()) {
            case LEFT -> left;
            case RIGHT -> 1 - left;
            case TIE -> Math.sqrt(left * (1 - left));
        };
    }

    private static double share(Comparison comparison) {
        return switch (comparison.outcome()) {
            case LEFT -> 1;
            case RIGHT -> 0;
            case TIE -> 0.5;
        };
    }

    /** An answer and the probability that it was meant. */
    private static final class Meaning {

        private final String worker;
        private final Comparison comparison;
        private double probability = 1;

        Meaning(String worker, Comparison comparison) {
            this.worker = worker;
            this.comparison = comparison;
        }
    }
}
