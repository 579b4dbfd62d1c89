package dev.groundwork.task.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.pairwise.BradleyTerry;
import dev.groundwork.truth.pairwise.PairCounts;
import dev.groundwork.truth.pairwise.Scores;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How the items that preferences compare stand over a whole job: Bradley–Terry on soft counts, so that a pair that many agreed
 * on weighs more than one that split them.
 */
@ApplicationScoped
class Standings {

    /** Fitting takes longer with every pair of items. */
    private static final int MOST_ITEMS = 2000;

    private final Results results;

    Standings(Results results) {
        this.results = results;
    }

    /**
     * The items of one property.
     *
     * @param items from the best to the worst
     * @param groups how many groups of items nothing compares with one another; scores of different groups say nothing
     * @param warnings what to tell people about items that cannot be compared
     */
    record Standing(List<Item> items, int groups, List<String> warnings) {}

    /**
     * One item.
     *
     * @param score the difference of two scores is the logarithm of the odds that the one is preferred to the other
     * @param tasks in how many tasks it was compared
     */
    record Item(String item, double score, int tasks) {}

    /** {@return the standing of each preference whose spec says which items its sides are} */
    Map<String, Standing> of(UUID jobId, List<OutputField> fields) throws IOException {
        var counted = new LinkedHashMap<OutputField, Count>();
        for (OutputField field : fields) {
            if (field.kind() == OutputKind.PREFERENCE && field.schema().has("x-items")) {
                counted.put(field, new Count());
            }
        }
        if (!counted.isEmpty()) {
            results.eachWithInput(
                    jobId,
                    (input, result) ->
                            counted.forEach((field, count) -> count.add(field, input, result.path(field.name()))));
        }
        var standings = new LinkedHashMap<String, Standing>();
        counted.forEach((field, count) -> standings.put(field.name(), count.standing()));
        return standings;
    }

    private static final class Count {

        private final PairCounts pairs = new PairCounts();
        private final Map<String, Integer> tasks = new HashMap<>();

        void add(OutputField field, JsonNode input, JsonNode outcome) {
            JsonNode scores = outcome.path("scores");
            var sides = new ArrayList<String>();
            for (String side : field.labels()) {
                JsonNode item = input.at(
                        field.schema().path("x-items").path(side).path("$in").asText());
                if (!item.isValueNode() || item.isMissingNode() || !scores.has(side)) {
                    return;
                }
                sides.add(item.asText());
            }
            int answers = outcome.path("share").doubleValue() > 0
                    ? (int) Math.round(outcome.path("votes").intValue()
                            / outcome.path("share").doubleValue())
                    : 1;
            for (int one = 0; one < sides.size(); one++) {
                for (int other = 0; other < one; other++) {
                    if (!sides.get(one).equals(sides.get(other))) {
                        double preferred = 1
                                / (1
                                        + Math.exp(scores.path(field.labels().get(other))
                                                        .doubleValue()
                                                - scores.path(field.labels().get(one))
                                                        .doubleValue()));
                        pairs.add(sides.get(one), sides.get(other), answers * preferred, answers * (1 - preferred));
                    }
                }
            }
            sides.stream().distinct().forEach(item -> tasks.merge(item, 1, Integer::sum));
            if (tasks.size() > MOST_ITEMS) {
                throw new Unprocessable(
                        "too-many-items",
                        "The job compares more than " + MOST_ITEMS
                                + " items; export its results and rank them elsewhere.",
                        Map.of());
            }
        }

        Standing standing() {
            if (pairs.items().isEmpty()) {
                return new Standing(List.of(), 0, List.of());
            }
            Scores scores = BradleyTerry.fit(pairs);
            var items = scores.ranking().stream()
                    .map(item -> new Item(
                            item, Math.round(scores.of(item) * 10_000) / 10_000.0, tasks.getOrDefault(item, 0)))
                    .toList();
            return new Standing(items, scores.components().size(), scores.warnings());
        }
    }
}
