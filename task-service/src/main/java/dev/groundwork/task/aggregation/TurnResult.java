package dev.groundwork.task.aggregation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.WorkerWeights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Ratings of turns: for each turn that at least half of the workers rated, the rating with the least expected distance, and every
 * label that more than half of its raters gave it.
 */
record TurnResult(OutputField field, WorkerWeights weights, MethodUsed method) implements FieldResult {

    private static final String METHOD = "weighted-median";

    /** What one worker said of one turn. */
    private record Rated(int rating, JsonNode labels, double weight) {}

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] own = weights.of(values.stream().map(Likeness::name).toList());
        double total = 0;
        var byTurn = new TreeMap<Integer, List<Rated>>();
        for (int i = 0; i < own.length; i++) {
            total += own[i];
            for (JsonNode item : values.get(i).answer()) {
                byTurn.computeIfAbsent(item.path("turn").intValue(), turn -> new ArrayList<>())
                        .add(new Rated(item.path("rating").intValue(), item.path("labels"), own[i]));
            }
        }
        ArrayNode value = JsonNodeFactory.instance.arrayNode();
        boolean tie = false;
        for (var turn : byTurn.entrySet()) {
            var ratings = turn.getValue();
            double weight = ratings.stream().mapToDouble(Rated::weight).sum();
            if (weight < total / 2 * (1 - 1e-9)) {
                continue;
            }
            int rating = median(ratings, weight);
            tie = tie || isBetween(ratings, rating, weight);
            ObjectNode item = value.addObject().put("turn", turn.getKey()).put("rating", rating);
            addLabels(item, ratings, weight);
        }
        var likeness = Likeness.to(value, field, values);
        return Optional.of(Outcome.of(
                value,
                likeness.votes(),
                values.size(),
                tie,
                likeness.confidence(weights),
                likeness.agreement(),
                METHOD));
    }

    private static int median(List<Rated> ratings, double total) {
        var byRating = new TreeMap<Integer, Double>();
        ratings.forEach(rated -> byRating.merge(rated.rating(), rated.weight(), Double::sum));
        double below = 0;
        for (var weight : byRating.entrySet()) {
            below += weight.getValue();
            if (below >= total / 2 * (1 - 1e-9)) {
                return weight.getKey();
            }
        }
        return byRating.lastKey();
    }

    private static boolean isBetween(List<Rated> ratings, int rating, double total) {
        double below = ratings.stream()
                .filter(rated -> rated.rating() <= rating)
                .mapToDouble(Rated::weight)
                .sum();
        return Math.abs(below - total / 2) <= 1e-9 * total;
    }

    private void addLabels(ObjectNode item, List<Rated> ratings, double total) {
        if (field.labels().isEmpty()) {
            return;
        }
        Map<String, Double> support = new HashMap<>();
        ratings.forEach(
                rated -> rated.labels().forEach(label -> support.merge(label.asText(), rated.weight(), Double::sum)));
        ArrayNode labels = item.putArray("labels");
        for (String label : field.labels()) {
            if (2 * support.getOrDefault(label, 0.0) > total) {
                labels.add(label);
            }
        }
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof TurnResult same && same.weights().equals(weights);
    }

    static Learner learner(OutputField field, Controls controls) {
        return new WeightLearner(field, controls, METHOD, (weights, method) -> new TurnResult(field, weights, method));
    }
}
