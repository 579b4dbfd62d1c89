package dev.groundwork.task.result;

import java.util.List;
import java.util.Map;

import dev.groundwork.task.aggregation.Outcome;
import dev.groundwork.task.spec.OutputField;

import org.jspecify.annotations.Nullable;

/**
 * What the usable answers to a task come to.
 *
 * @param answers how many there are
 * @param result the outcomes by property, as JSON
 * @param confidence of the least certain property; null where nothing can be said
 */
record Decided(
        long position, int answers, String result, @Nullable Double confidence, ResultState state) {

    /** {@return the lowest confidence of all outcomes; null where none has any} */
    static @Nullable Double confidence(Map<String, Outcome> outcomes) {
        Double least = null;
        for (Outcome outcome : outcomes.values()) {
            Double own = outcome.confidence();
            if (own != null && (least == null || own < least)) {
                least = own;
            }
        }
        return least;
    }

    /**
     * {@return the state of a task}
     *
     * @param overlap how many answers it wants
     */
    static ResultState state(List<OutputField> fields, int overlap, int answers, Map<String, Outcome> outcomes) {
        if (answers < overlap) {
            return ResultState.OPEN;
        }
        for (OutputField field : fields) {
            Outcome outcome = outcomes.get(field.name());
            if (field.required() && outcome != null && outcome.isDisputed()) {
                return ResultState.DISPUTED;
            }
        }
        return ResultState.DONE;
    }
}
