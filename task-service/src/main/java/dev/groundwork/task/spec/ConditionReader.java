package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** Reads expressions of TaskSpec v1 and refuses whatever is none. */
final class ConditionReader {

    private static final int DEEPEST = 8;
    private static final int MOST_PARTS = 50;

    private final List<InputField> inputs;
    private final List<OutputField> outputs;
    private final Faults faults;

    ConditionReader(List<InputField> inputs, List<OutputField> outputs, Faults faults) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.faults = faults;
    }

    /** {@return the condition, nothing after adding what is wrong with it} */
    Optional<Condition> read(JsonNode expression, String at) {
        int before = faults.count();
        Condition condition = read(expression, at, 1);
        return faults.count() == before ? Optional.of(condition) : Optional.empty();
    }

    private Condition read(JsonNode expression, String at, int depth) {
        if (depth > DEEPEST) {
            return refuse(at, "is nested deeper than " + DEEPEST + " levels");
        }
        return switch (expression.path("op").asText("")) {
            case "eq" -> {
                refuseUnknown(expression, Set.of("op", "path", "value"), at);
                if (!expression.has("value")) {
                    yield refuse(at + "/value", "is missing: the value to compare with");
                }
                yield new Condition.Equal(place(expression, at), operand(expression.get("value"), at + "/value"));
            }
            case "in" -> {
                refuseUnknown(expression, Set.of("op", "path", "values"), at);
                yield in(expression, at);
            }
            case "notEmpty" -> {
                refuseUnknown(expression, Set.of("op", "path"), at);
                yield new Condition.NotEmpty(place(expression, at));
            }
            case "not" -> {
                refuseUnknown(expression, Set.of("op", "of"), at);
                yield new Condition.Not(read(expression.path("of"), at + "/of", depth + 1));
            }
            case "all" -> {
                refuseUnknown(expression, Set.of("op", "of"), at);
                yield new Condition.All(parts(expression.path("of"), at + "/of", depth));
            }
            case "any" -> {
                refuseUnknown(expression, Set.of("op", "of"), at);
                yield new Condition.Any(parts(expression.path("of"), at + "/of", depth));
            }
            case "playedFully" -> {
                refuseUnknown(expression, Set.of("op", "path"), at);
                yield new Condition.PlayedFully(inputPointer(expression, at));
            }
            case "opened" -> {
                refuseUnknown(expression, Set.of("op", "path"), at);
                yield new Condition.Opened(inputPointer(expression, at));
            }
            default -> refuse(at + "/op", "must be one of: eq, in, notEmpty, not, all, any, playedFully, opened");
        };
    }

    private void refuseUnknown(JsonNode expression, Set<String> known, String at) {
        faults.refuseUnknown(expression, known, at);
    }

    private Condition in(JsonNode expression, String at) {
        JsonNode values = expression.path("values");
        var value = place(expression, at);
        if (values.isObject()) {
            return new Condition.InList(value, operand(values, at + "/values"));
        }
        if (!values.isArray() || values.isEmpty() || values.size() > 1000) {
            return refuse(at + "/values", "must be a list of up to 1000 values, or {\"$in\": …} or {\"$out\": …}");
        }
        var list = new ArrayList<Condition.Operand>();
        for (JsonNode item : values) {
            list.add(operand(item, Pointers.child(at + "/values", list.size())));
        }
        return new Condition.In(value, list);
    }

    private List<Condition> parts(JsonNode list, String at, int depth) {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_PARTS) {
            faults.add(at, "must be a list of 1 to " + MOST_PARTS + " expressions");
            return List.of();
        }
        var parts = new ArrayList<Condition>();
        for (JsonNode part : list) {
            parts.add(read(part, Pointers.child(at, parts.size()), depth + 1));
        }
        return parts;
    }

    /** A bare path is one into the answer. */
    private Condition.Operand place(JsonNode expression, String at) {
        JsonNode path = expression.path("path");
        if (path.isTextual()) {
            return out(path.textValue(), at + "/path");
        }
        if (path.isObject()) {
            return operand(path, at + "/path");
        }
        faults.add(
                at + "/path", "must be a pointer into the answer such as \"/name\", or {\"$in\": …} or {\"$out\": …}");
        return new Condition.Operand.Constant(path);
    }

    private Condition.Operand operand(JsonNode value, String at) {
        if (value.isObject() && value.size() == 1) {
            if (value.path("$in").isTextual()) {
                String pointer = value.path("$in").textValue();
                int before = faults.count();
                InputReferences.check(pointer, inputs, at + "/$in", faults);
                if (faults.count() == before) {
                    return new Condition.Operand.In(JsonPointer.compile(pointer));
                }
                return new Condition.Operand.Constant(value);
            }
            if (value.path("$out").isTextual()) {
                return out(value.path("$out").textValue(), at + "/$out");
            }
        }
        return new Condition.Operand.Constant(value);
    }

    private Condition.Operand out(String pointer, String at) {
        if (!InputReferences.isPointer(pointer)) {
            faults.add(at, "is no JSON pointer: write it as \"/name\"");
            return new Condition.Operand.Out(JsonPointer.empty());
        }
        if (outputs.stream()
                .noneMatch(field -> InputReferences.isAtOrBelow(pointer, Pointers.child("", field.name())))) {
            faults.add(at, "points at " + pointer + ", which is not a property of the output");
        }
        return new Condition.Operand.Out(JsonPointer.compile(pointer));
    }

    private String inputPointer(JsonNode expression, String at) {
        JsonNode path = expression.path("path");
        String pointer = path.isObject() ? path.path("$in").asText("") : path.asText("");
        InputReferences.check(pointer, inputs, at + "/path", faults);
        return pointer;
    }

    private Condition refuse(String at, String detail) {
        faults.add(at, detail);
        return new Condition.Any(List.of());
    }
}
