package dev.groundwork.task.aggregation;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.WorkerWeights;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How far the answers to one task support its value and one another, by the measure of their property. */
final class Likeness {

    /** A single answer supports itself: one more that says something else keeps it from looking certain. */
    private static final double DOUBT = 1;

    /** Beyond this, all pairs take longer than they tell. */
    private static final int MOST_COMPARED = 25;

    private final OutputField field;
    private final List<Given> values;
    private final double[] toValue;

    private Likeness(OutputField field, List<Given> values, double[] toValue) {
        this.field = field;
        this.values = values;
        this.toValue = toValue;
    }

    /** {@return how far answers support a value} */
    static Likeness to(JsonNode value, OutputField field, List<Given> values) {
        double[] toValue = values.stream()
                .mapToDouble(given -> GoldComparison.score(field, value, given.answer()))
                .toArray();
        return new Likeness(field, values, toValue);
    }

    /** {@return how many answers say the same as the value} */
    int votes() {
        return (int) Arrays.stream(toValue).filter(field.agree()::isMetBy).count();
    }

    /** {@return the weighted mean likeness of the answers to the value, with a doubt, 0 to below 1} */
    double confidence(WorkerWeights weights) {
        double[] own = weights.of(values.stream().map(Likeness::name).toList());
        double sum = 0;
        double total = 0;
        for (int i = 0; i < own.length; i++) {
            sum += own[i] * toValue[i];
            total += own[i];
        }
        return sum / total * own.length / (own.length + DOUBT);
    }

    /** {@return the mean likeness over pairs of answers; null where there is none} */
    @Nullable Double agreement() {
        return agreement(field, values);
    }

    /** {@return the mean likeness over pairs of answers; null where there is none} */
    static @Nullable Double agreement(OutputField field, List<Given> values) {
        int compared = Math.min(values.size(), MOST_COMPARED);
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < compared; i++) {
            for (int j = 0; j < i; j++) {
                sum += bothWays(field, values.get(i).answer(), values.get(j).answer());
                pairs++;
            }
        }
        return pairs == 0 ? null : sum / pairs;
    }

    /** Some measures look at what the first holds: agreement is the same both ways. */
    private static double bothWays(OutputField field, JsonNode one, JsonNode other) {
        double likeness = GoldComparison.score(field, one, other);
        return switch (field.kind()) {
            case NUMBER, PREFERENCE, CHAT_RATINGS -> (likeness + GoldComparison.score(field, other, one)) / 2;
            default -> likeness;
        };
    }

    /** {@return the values by the name of their worker, in another form} */
    static <V> SortedMap<String, V> byWorker(List<Given> values, Function<JsonNode, V> form) {
        var byWorker = new TreeMap<String, V>();
        values.forEach(given -> byWorker.put(name(given), form.apply(given.answer())));
        return byWorker;
    }

    static String name(Given given) {
        return given.worker().toString();
    }
}
