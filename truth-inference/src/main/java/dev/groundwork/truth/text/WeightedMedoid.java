package dev.groundwork.truth.text;

import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.WorkerWeights;

/**
 * Chooses, of the texts of a task, the one that is most alike to all of them, each counting by its worker (the weighted
 * medoid by {@link WordDistance}). The outcome is always a text that somebody really wrote.
 */
public final class WeightedMedoid {

    private WeightedMedoid() {}

    /** {@return the chosen text of every task, the workers weighted by {@link TextAgreement#weights}} */
    public static SortedMap<String, ChosenText> choose(Answers<String> answers) {
        return choose(answers, TextAgreement.weights(answers));
    }

    /** {@return the chosen text of every task} */
    public static SortedMap<String, ChosenText> choose(Answers<String> answers, WorkerWeights weights) {
        var chosen = new TreeMap<String, ChosenText>();
        answers.byTask().forEach((task, texts) -> chosen.put(task, choose(texts, weights)));
        return chosen;
    }

    /**
     * Chooses among the texts of one task; of equally good ones the text of the weightier worker, then of the first by
     * name.
     *
     * @throws IllegalArgumentException when there is no text
     */
    public static ChosenText choose(SortedMap<String, String> texts, WorkerWeights workerWeights) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("There is no text to choose from: leave out tasks without answers.");
        }
        double[] weights = workerWeights.of(texts.keySet());
        var similarities = Similarities.of(texts);
        int best = 0;
        double bestSum = similarities.weighted(0, weights);
        for (int i = 1; i < weights.length; i++) {
            double sum = similarities.weighted(i, weights);
            // Sums of the same terms in another order differ in the last digits, which must not decide.
            double margin = 1e-12 * Math.max(sum, bestSum);
            if (sum > bestSum + margin || (sum >= bestSum - margin && weights[i] > weights[best])) {
                best = i;
                bestSum = sum;
            }
        }
        var chosen = texts.entrySet().stream().skip(best).findFirst().orElseThrow();
        return new ChosenText(chosen.getValue(), chosen.getKey(), agreement(similarities, best, weights));
    }

    private static OptionalDouble agreement(Similarities similarities, int chosen, double[] weights) {
        double total = 0;
        double sum = 0;
        for (int other = 0; other < weights.length; other++) {
            if (other != chosen) {
                total += weights[other];
                sum += weights[other] * similarities.between(chosen, other);
            }
        }
        return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
    }
}
