package dev.groundwork.task.aggregation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.pairwise.Rankings;
import dev.groundwork.truth.pairwise.Scores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Rankings: the order of the strengths that explain all pairs of all rankings best (Bradley and Terry). */
record RankingResult(OutputField field, WorkerWeights weights, MethodUsed method) implements FieldResult {

    private static final String METHOD = "bradley-terry";

    private static final double EQUALLY_STRONG = 1e-6;

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var scores = Rankings.bradleyTerry(Likeness.byWorker(values, RankingResult::items), weights);
        if (scores.byItem().isEmpty()) {
            // A ranking of one has no pair to learn from.
            scores = Rankings.borda(Likeness.byWorker(values, RankingResult::items), weights);
        }
        ArrayNode value = JsonNodeFactory.instance.arrayNode();
        scores.ranking().forEach(value::add);
        var likeness = Likeness.to(value, field, values);
        return Optional.of(Outcome.of(
                        value,
                        likeness.votes(),
                        values.size(),
                        hasEquals(scores) || !scores.isConnected(),
                        likeness.confidence(weights),
                        likeness.agreement(),
                        METHOD)
                .withScores(scores.byItem()));
    }

    private static boolean hasEquals(Scores scores) {
        var ranking = scores.ranking();
        for (int i = 1; i < ranking.size(); i++) {
            if (scores.of(ranking.get(i - 1)) - scores.of(ranking.get(i)) < EQUALLY_STRONG) {
                return true;
            }
        }
        return false;
    }

    private static List<String> items(JsonNode list) {
        var items = new ArrayList<String>(list.size());
        list.forEach(item -> items.add(item.asText()));
        return items;
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof RankingResult same && same.weights().equals(weights);
    }

    static Learner learner(OutputField field, Controls controls) {
        return new WeightLearner(
                field, controls, METHOD, (weights, method) -> new RankingResult(field, weights, method));
    }
}
