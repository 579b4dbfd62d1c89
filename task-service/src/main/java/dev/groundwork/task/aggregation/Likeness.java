package dev.groundwork.task.aggregation;

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

    Likeness(OutputField field, List<Given> values) {
        this.field = field;
        this.values = values;
    }

    /** {@return how many answers say the same as that value} */
    int votes(JsonNode value) {
        return (int) values.stream()
                .filter(given -> field.agree().isMetBy(to(value, given)))
                .count();
    }

    /** {@return the weighted mean likeness of the answers to a value, with a doubt, 0 to below 1} */
    double confidence(JsonNode value, WorkerWeights weights) {
        double[] own = weights.of(values.stream().map(Likeness::name).toList());
        double sum = 0;
        double total = 0;
        for (double weight : own) {
            total += weight;
        }
        for (int i = 0; i < own.length; i++) {
            sum += own[i] / total * to(value, values.get(i));
        }
        return sum * own.length / (own.length + DOUBT);
    }

    /** {@return the mean likeness over pairs of answers; null where there is none} */
    @Nullable Double agreement() {
        int compared = Math.min(values.size(), MOST_COMPARED);
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < compared; i++) {
            for (int j = 0; j < i; j++) {
                JsonNode one = values.get(i).answer();
                JsonNode other = values.get(j).answer();
                // Some measures look at what the first holds: agreement is the same both ways.
                sum += (GoldComparison.score(field, one, other) + GoldComparison.score(field, other, one)) / 2;
                pairs++;
            }
        }
        return pairs == 0 ? null : sum / pairs;
    }

    private double to(JsonNode value, Given given) {
        return GoldComparison.score(field, value, given.answer());
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
