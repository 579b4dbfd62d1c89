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
 * moves the scores of {@link BradleyTerry} towards the weighted counts.
 *
 * <p>The model knows no ties, which fit neither the coin nor somebody who always finds a difference: they move neither
 * scores nor attention. Items that are joined to the others by ties only are a component of their own.
 *
 * @param scores the scores of the items
 * @param attention the share of each worker's answers that were meant, between 0 and 1, ties left out; a prior of
 *     {@value #MEANT} meant and {@value #THROWN} thrown answers keeps it away from both ends
 * @param rounds how many steps it took
 */
public record NoisyBradleyTerry(Scores scores, SortedMap<String, Double> attention, int rounds) {

    private static final double MEANT = 4;
    private static final double THROWN = 1;
    private static final int MOST_ROUNDS = 100;
    private static final double STILL = 1e-4;

    /** Every step of a fit makes the answers more probable; the fit of an early round need not be finished. */
    private static final int STEPS_A_ROUND = 20;

    public NoisyBradleyTerry {
        attention = Collections.unmodifiableSortedMap(new TreeMap<>(attention));
    }

    /** @param answers what each worker said of the pair that the task asks about */
    public static NoisyBradleyTerry fit(Answers<Comparison> answers) {
        var counts = new PairCounts();
        List<Decision> decisions = new ArrayList<>();
        answers.byTask()
                .values()
                .forEach(own -> own.forEach((worker, comparison) -> {
                    counts.name(comparison.left()).name(comparison.right());
                    switch (comparison.outcome()) {
                        case LEFT -> decisions.add(new Decision(worker, comparison.left(), comparison.right()));
                        case RIGHT -> decisions.add(new Decision(worker, comparison.right(), comparison.left()));
                        case TIE -> {}
                    }
                }));
        decisions.forEach(decision -> counts.addWin(decision.winner, decision.loser));
        var model = BradleyTerry.of(counts);
        var meanings = decisions.stream()
                .map(decision -> new Meaning(decision.worker, model.place(decision.winner, decision.loser)))
                .toList();
        SortedMap<String, Double> attention = new TreeMap<>();
        answers.workers().forEach(worker -> attention.put(worker, MEANT / (MEANT + THROWN)));
        model.climb(BradleyTerry.MOST_ROUNDS);
        int rounds = 0;
        for (boolean moves = true; moves && rounds < MOST_ROUNDS; rounds++) {
            moves = weigh(meanings, model, attention) > STILL;
            model.forgetCounts();
            meanings.forEach(meaning -> model.addWin(meaning.place, meaning.probability));
            model.climb(STEPS_A_ROUND);
        }
        model.climb(BradleyTerry.MOST_ROUNDS);
        return new NoisyBradleyTerry(model.scores(), attention, rounds);
    }

    /** {@return the furthest that the attention of a worker moved} */
    private static double weigh(List<Meaning> meanings, BradleyTerry model, SortedMap<String, Double> attention) {
        var meant = new HashMap<String, Double>();
        var given = new HashMap<String, Integer>();
        for (var meaning : meanings) {
            double attentive = attention.getOrDefault(meaning.worker, 0.5);
            double asMeant = attentive * model.probabilityOf(meaning.place);
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

    private record Decision(String worker, String winner, String loser) {}

    /** An answer that found a difference and the probability that it was meant. */
    private static final class Meaning {

        private final String worker;
        private final BradleyTerry.Place place;
        private double probability = 1;

        Meaning(String worker, BradleyTerry.Place place) {
            this.worker = worker;
            this.place = place;
        }
    }
}
