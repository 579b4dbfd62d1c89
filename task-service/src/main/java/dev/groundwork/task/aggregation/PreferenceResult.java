package dev.groundwork.task.aggregation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.groundwork.task.aggregation.Categories.Classified;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.pairwise.BradleyTerry;
import dev.groundwork.truth.pairwise.PairCounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Preferences: the side that is most probably the better one, overall and for each dimension a question of its own; and how strong
 * the sides are next to one another, from the probabilities of the overall answers (Bradley and Terry on soft counts).
 *
 * @param sides the sides, and the tie where there may be one
 * @param overall the question which is better
 * @param dimensions the same by dimension
 */
record PreferenceResult(OutputField field, List<String> sides, Categories overall, Map<String, Categories> dimensions)
        implements FieldResult {

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        var given = classified(values, sides, value -> value.path("choice"));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        double[] probabilities = overall.probabilities(position, given.who(), given.what());
        int chosen = Categories.best(probabilities);
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("choice", sides.get(chosen));
        if (!dimensions.isEmpty()) {
            ObjectNode byDimension = value.putObject("dimensions");
            dimensions.forEach((dimension, question) -> {
                var own = classified(
                        values, sides, answer -> answer.path("dimensions").path(dimension));
                if (!own.isEmpty()) {
                    double[] likely = question.probabilities(position, own.who(), own.what());
                    byDimension.put(dimension, sides.get(Categories.best(likely)));
                }
            });
        }
        return Optional.of(Outcome.of(
                        value,
                        given.votes(chosen),
                        given.what().length,
                        Categories.isTie(probabilities, chosen),
                        overall.confidence(probabilities[chosen], given.what().length),
                        Likeness.agreement(field, values),
                        overall.method().method())
                .withScores(strengths(probabilities, given.what().length)));
    }

    @Override
    public MethodUsed method() {
        return overall.method();
    }

    /** A side wins against every other as often as the answers are probably for it; a tie is half a win for each. */
    private Map<String, Double> strengths(double[] probabilities, int answers) {
        var counts = new PairCounts();
        for (int one = 0; one < sides.size(); one++) {
            for (int other = 0; other < one; other++) {
                if (!isTie(one) && !isTie(other)) {
                    double tie = isTie(sides.size() - 1) ? probabilities[sides.size() - 1] / 2 : 0;
                    counts.add(
                            sides.get(one),
                            sides.get(other),
                            answers * (probabilities[one] + tie),
                            answers * (probabilities[other] + tie));
                }
            }
        }
        return BradleyTerry.fit(counts).byItem();
    }

    private boolean isTie(int side) {
        return sides.get(side).equals(TaskSpec.TIE);
    }

    private static Classified classified(List<Given> values, List<String> sides, UnaryOperator<JsonNode> part) {
        return Classified.of(
                values, given -> sides.indexOf(part.apply(given.answer()).asText()));
    }

    private boolean isByMajority() {
        return overall.isMajority() && dimensions.values().stream().allMatch(Categories::isMajority);
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof PreferenceResult same && same.isByMajority() && isByMajority();
    }

    static Learner learner(OutputField field, Controls controls, Limit limit, @Nullable FieldResult previous) {
        var sides = new ArrayList<>(field.labels());
        if (field.schema().path("x-ties").asBoolean(true)) {
            sides.add(TaskSpec.TIE);
        }
        return new Learner() {
            private final Categories.Builder overall = new Categories.Builder(sides.size());
            private final Map<String, Categories.Builder> dimensions = new LinkedHashMap<>();

            {
                field.dimensions()
                        .forEach(dimension -> dimensions.put(dimension, new Categories.Builder(sides.size())));
            }

            @Override
            public void see(long position, List<Given> values) {
                JsonNode right = controls.value(position, field.name());
                var given = classified(values, sides, value -> value.path("choice"));
                overall.see(
                        position,
                        given.who(),
                        given.what(),
                        sides.indexOf(right.path("choice").asText("")));
                dimensions.forEach((dimension, builder) -> {
                    var own = classified(
                            values, sides, value -> value.path("dimensions").path(dimension));
                    builder.see(
                            position,
                            own.who(),
                            own.what(),
                            sides.indexOf(
                                    right.path("dimensions").path(dimension).asText("")));
                });
            }

            @Override
            public FieldResult learn() {
                var before = previous instanceof PreferenceResult same ? same : null;
                var byDimension = new LinkedHashMap<String, Categories>();
                dimensions.forEach((dimension, builder) -> byDimension.put(
                        dimension,
                        builder.infer(
                                limit,
                                before == null ? null : before.dimensions().get(dimension),
                                null)));
                return new PreferenceResult(
                        field,
                        List.copyOf(sides),
                        overall.infer(limit, before == null ? null : before.overall(), null),
                        byDimension);
            }
        };
    }
}
