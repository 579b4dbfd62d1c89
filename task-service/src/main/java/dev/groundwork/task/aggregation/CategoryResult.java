package dev.groundwork.task.aggregation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.groundwork.task.aggregation.Categories.Classified;
import dev.groundwork.task.spec.Consensus;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.Limit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Choices, booleans and ratings: the most probable class, or on an ordered scale the one with the least expected distance. */
record CategoryResult(OutputField field, Categories categories) implements FieldResult {

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        var given = Classified.of(values, value -> field.classOf(value.answer()));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        double[] probabilities = categories.probabilities(position, given.who(), given.what());
        boolean ordered = field.kind().consensus() == Consensus.ORDINAL;
        int chosen = ordered ? middle(probabilities) : Categories.best(probabilities);
        boolean tie = ordered ? isBetween(probabilities, chosen) : Categories.isTie(probabilities, chosen);
        return Optional.of(Outcome.of(
                field.valueOf(field.labels().get(chosen)),
                given.votes(chosen),
                given.what().length,
                tie,
                categories.confidence(probabilities[chosen], given.what().length),
                Likeness.agreement(field, values),
                categories.method().method()));
    }

    @Override
    public MethodUsed method() {
        return categories.method();
    }

    /** The class with the least expected distance is the one in the middle of the probability; of two such the lower. */
    private static int middle(double[] probabilities) {
        double below = 0;
        for (int label = 0; label < probabilities.length; label++) {
            below += probabilities[label];
            if (below >= 0.5 - 1e-9) {
                return label;
            }
        }
        return probabilities.length - 1;
    }

    private static boolean isBetween(double[] probabilities, int chosen) {
        double below = Arrays.stream(probabilities, 0, chosen + 1).sum();
        return Math.abs(below - 0.5) <= 1e-9;
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof CategoryResult same && same.categories().isMajority() && categories.isMajority();
    }

    static Learner learner(OutputField field, Controls controls, Limit limit, @Nullable FieldResult previous) {
        return new Learner() {
            private final Categories.Builder builder =
                    new Categories.Builder(field.labels().size());

            @Override
            public void see(long position, List<Given> values) {
                var given = Classified.of(values, value -> field.classOf(value.answer()));
                JsonNode right = controls.value(position, field.name());
                builder.see(
                        position,
                        given.who(),
                        given.what(),
                        right.isMissingNode() ? OutputField.NO_CLASS : field.classOf(right));
            }

            @Override
            public FieldResult learn() {
                var before = previous instanceof CategoryResult same ? same.categories() : null;
                return new CategoryResult(field, builder.infer(limit, before, null));
            }
        };
    }
}
