package dev.groundwork.truth.text;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.WorkerWeights;

/** How alike texts about the same thing are: the mean similarity by {@link WordDistance}, from 0 to 1. */
public final class TextAgreement {

    /** How steeply the weight of a worker rises with the likeness of their texts to those of others. */
    private static final double WEIGHT_EXPONENT = 6;

    private TextAgreement() {}

    /** {@return the mean similarity over the pairs of texts of one task; nothing where there is no pair} */
    public static OptionalDouble ofTask(SortedMap<String, String> texts) {
        var similarities = Similarities.of(texts);
        double sum = 0;
        for (int i = 0; i < similarities.count(); i++) {
            sum += similarities.toOthers(i);
        }
        int pairs = similarities.count() * (similarities.count() - 1);
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
    }

    /** {@return the mean similarity of every worker's texts to the texts that others wrote to the same tasks} */
    public static SortedMap<String, Double> ofWorkers(Answers<String> answers) {
        var sums = new HashMap<String, Double>();
        var counts = new TreeMap<String, Integer>();
        answers.byTask().values().forEach(texts -> {
            if (texts.size() > 1) {
                var similarities = Similarities.of(texts);
                int own = 0;
                for (var worker : texts.keySet()) {
                    sums.merge(worker, similarities.toOthers(own++), Double::sum);
                    counts.merge(worker, texts.size() - 1, Integer::sum);
                }
            }
        });
        var means = new TreeMap<String, Double>();
        counts.forEach((worker, count) -> means.put(worker, sums.getOrDefault(worker, 0.0) / count));
        return means;
    }

    /**
     * {@return weights by which the texts of careful workers count more: the sixth power of their mean similarity to
     * others; a worker who was never alongside another counts as the mean of all}
     */
    public static WorkerWeights weights(Answers<String> answers) {
        var agreement = ofWorkers(answers);
        double mean = agreement.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        Map<String, Double> weights = new HashMap<>();
        agreement.forEach((worker, similarity) -> weights.put(worker, Math.pow(similarity, WEIGHT_EXPONENT)));
        return new WorkerWeights(weights, Math.pow(mean, WEIGHT_EXPONENT));
    }
}
