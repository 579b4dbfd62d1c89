package dev.groundwork.task.spec;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Which answers say that a task is not for the worker who gives them, such as that they do not speak the dialect: the rest of such
 * an answer is not asked for.
 *
 * @param output the property that says so
 * @param labels the values of it that do, as {@link OutputField#labels()} names them
 */
public record ScreenOut(OutputField output, Set<String> labels) {

    private static final Set<String> MEMBERS = Set.of("output", "values");

    /** Kinds whose values are of a closed list. */
    private static final Set<OutputKind> KINDS =
            EnumSet.of(OutputKind.CHOICE, OutputKind.MULTICHOICE, OutputKind.BOOLEAN, OutputKind.RATING);

    public ScreenOut {
        labels = Set.copyOf(labels);
    }

    /** {@return what of an answer says that the task is not for the worker, an answer of its own; null where nothing does} */
    public @Nullable ObjectNode in(JsonNode answer) {
        JsonNode given = answer.path(output.name());
        if (output.kind() != OutputKind.MULTICHOICE) {
            return isScreening(given) ? alone(given) : null;
        }
        if (!given.isArray()) {
            return null;
        }
        var found = JsonNodeFactory.instance.arrayNode();
        var seen = new HashSet<JsonNode>();
        for (JsonNode label : given) {
            if (isScreening(label) && seen.add(label)) {
                found.add(label);
            }
        }
        return found.isEmpty() ? null : alone(found);
    }

    private boolean isScreening(JsonNode value) {
        return output.isLabel(value) && labels.contains(output.labelOf(value));
    }

    private ObjectNode alone(JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(output.name(), value);
    }

    /** Reads the member of a spec; {@return null where it is left out or faulty} */
    static @Nullable ScreenOut read(JsonNode member, List<OutputField> outputs, String at, Faults faults) {
        if (member.isMissingNode()) {
            return null;
        }
        if (!member.isObject()) {
            faults.add(at, "must be an object with output and values");
            return null;
        }
        int before = faults.count();
        faults.refuseUnknown(member, MEMBERS, at);
        var output = outputs.stream()
                .filter(field -> field.name().equals(member.path("output").textValue()))
                .findFirst()
                .orElse(null);
        if (output == null) {
            faults.add(at + "/output", "must name a property of the output");
            return null;
        }
        if (!KINDS.contains(output.kind())) {
            faults.add(
                    at + "/output",
                    "must name a property whose values are of a closed list: x-kind choice, multichoice, boolean or rating");
            return null;
        }
        var labels = labels(member.path("values"), output, at + "/values", faults);
        return faults.count() > before ? null : new ScreenOut(output, labels);
    }

    private static Set<String> labels(JsonNode values, OutputField output, String at, Faults faults) {
        var labels = new LinkedHashSet<String>();
        if (!values.isArray() || values.isEmpty()) {
            faults.add(at, "must list at least one value of " + output.name());
            return labels;
        }
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            if (!output.isLabel(value)) {
                faults.add(
                        Pointers.child(at, i),
                        "must be a value of " + output.name() + ": one of " + String.join(", ", output.labels()));
            } else if (!labels.add(output.labelOf(value))) {
                faults.add(Pointers.child(at, i), "is in the list already");
            }
        }
        if (labels.size() > 1 && 2 * labels.size() >= output.labels().size()) {
            faults.add(
                    at,
                    "must be one value of " + output.name()
                            + ", or fewer than half of them: most who come are to do the task");
        } else if (labels.containsAll(output.labels())) {
            faults.add(
                    at,
                    "must leave out at least one value of " + output.name()
                            + ": with all of them nobody could do the task");
        }
        return labels;
    }
}
