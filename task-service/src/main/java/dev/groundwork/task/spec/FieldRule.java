package dev.groundwork.task.spec;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * When a property of an answer may and must be there, as its block says.
 *
 * @param visible when it is shown; null where always
 * @param alwaysRequired whether it must be there whenever it is shown
 * @param required when else it must be there; null where never
 */
record FieldRule(
        OutputField field,
        @Nullable Condition visible,
        boolean alwaysRequired,
        @Nullable Condition required) {

    /** {@return whether it asks for anything but that the property be there} */
    boolean isConditional() {
        return visible != null || required != null;
    }

    /** Adds what is wrong with the property, as far as it can be known here. */
    void check(Situation situation, Faults faults) {
        JsonNode value = situation.answer().path(field.name());
        String at = Pointers.child("", field.name());
        Truth shown = visible == null ? Truth.YES : visible.evaluate(situation);
        if (shown == Truth.NO) {
            if (!value.isMissingNode()) {
                faults.add(at, "must be left out: the rest of the answer hides it");
            }
            return;
        }
        boolean needed = alwaysRequired || (required != null && required.evaluate(situation) == Truth.YES);
        if (shown == Truth.YES && needed && isNothing(value)) {
            faults.add(at, "is missing: the rest of the answer asks for it");
        }
    }

    /** An empty list may be the answer: there is nothing to draw. An empty text is none. */
    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || (value.isTextual() && value.textValue().isEmpty());
    }
}
