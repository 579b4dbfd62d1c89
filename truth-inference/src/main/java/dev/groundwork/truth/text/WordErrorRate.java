package dev.groundwork.truth.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How far texts are from the true ones, in words to insert, delete or replace per word of the true text.
 *
 * <p>The two rates answer different questions and must not be mixed up: the mean over utterances counts every task
 * alike, the corpus rate every word. A true text without words counts as one word, so that a rate exists.
 *
 * @param perUtterance the mean of the rates of the single texts; may exceed 1
 * @param corpus all errors over all words of the true texts; may exceed 1
 * @param utterances how many texts were compared
 * @param missing the tasks whose truth is known and for which there was no text; they are part of neither rate
 */
public record WordErrorRate(double perUtterance, double corpus, int utterances, List<String> missing) {

    public WordErrorRate {
        missing = List.copyOf(missing);
    }

    /**
     * @param texts the texts to judge, by task; those of tasks without a known truth are not looked at
     * @param truths the true texts by task
     * @throws IllegalArgumentException when no task has both
     */
    public static WordErrorRate of(Map<String, String> texts, Map<String, String> truths) {
        double rates = 0;
        long errors = 0;
        long words = 0;
        int utterances = 0;
        var missing = new ArrayList<String>();
        for (var truth : truths.entrySet()) {
            String text = texts.get(truth.getKey());
            if (text == null) {
                missing.add(truth.getKey());
                continue;
            }
            var reference = Words.of(truth.getValue());
            int own = WordDistance.between(Words.of(text), reference);
            int length = Math.max(1, reference.size());
            rates += (double) own / length;
            errors += own;
            words += length;
            utterances++;
        }
        if (utterances == 0) {
            throw new IllegalArgumentException(
                    "No task has both a text and a true text: give the truth under the names of the tasks.");
        }
        missing.sort(null);
        return new WordErrorRate(rates / utterances, (double) errors / words, utterances, missing);
    }
}
