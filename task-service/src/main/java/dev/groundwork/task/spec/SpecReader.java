package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.Unprocessable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads a TaskSpec v1 document and says, by JSON pointer, what in it cannot be. */
final class SpecReader {

    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_LABELS = 1000;
    private static final int LONGEST_TEXT = 100_000;
    private static final Set<String> MEMBERS =
            Set.of("spec", "title", "input", "output", "ui", "instructions", "behaviour");
    private static final Set<String> INSTRUCTIONS = Set.of("short", "full", "examples");

    private final JsonNode document;
    private final String at;
    private final List<FieldError> faults = new ArrayList<>();
    private final List<FieldError> later = new ArrayList<>();
    private final List<OutputField> outputs = new ArrayList<>();
    private final List<InputField> inputs = new ArrayList<>();

    private SpecReader(JsonNode document, String at) {
        this.document = document;
        this.at = at;
    }

    static TaskSpec read(JsonNode document, String at) {
        return new SpecReader(document, at).read();
    }

    private TaskSpec read() {
        if (!document.isObject()) {
            fault(at, "must be a TaskSpec: a JSON object with spec, input and output");
            throw refusal();
        }
        StorableJson.check(document, at, faults);
        if (!faults.isEmpty()) {
            throw refusal();
        }
        if (CanonicalJson.text(document).length() > MOST_BYTES) {
            fault(at, "is longer than 256 KB; put examples and media elsewhere and name them by URL");
            throw refusal();
        }
        if (!"task/1".equals(document.path("spec").textValue())) {
            fault(at + "/spec", "must be \"task/1\"");
        }
        refuseUnknown(document, MEMBERS, at);
        if (document.has("title")) {
            readTexts(document.get("title"), at + "/title");
        }
        readInput();
        ObjectNode answerSchema = readOutput();
        readUi();
        readInstructions();
        if (document.has("behaviour") && !document.get("behaviour").isObject()) {
            fault(at + "/behaviour", "must be an object");
        }
        if (!later.isEmpty()) {
            throw new Unprocessable(
                    "kind-not-supported-yet",
                    later.getFirst().pointer() + " " + later.getFirst().detail(),
                    Map.of("errors", List.copyOf(later)));
        }
        if (!faults.isEmpty()) {
            throw refusal();
        }
        return new TaskSpec(document, inputs, outputs, compile(document.get("input")), compile(answerSchema));
    }

    private static JsonCheck compile(JsonNode schema) {
        return FlatCheck.of(schema).orElseGet(() -> SchemaCheck.of(schema));
    }

    private void readInput() {
        String here = at + "/input";
        JsonNode input = document.path("input");
        if (!readSchema(input, here)) {
            return;
        }
        for (var property : input.path("properties").properties()) {
            JsonNode schema = property.getValue();
            inputs.add(new InputField(property.getKey(), cellType(schema.path("type")), schema.has("x-media")));
        }
    }

    private static InputField.CellType cellType(JsonNode type) {
        if (type.isMissingNode()) {
            return InputField.CellType.TEXT;
        }
        return switch (type.asText()) {
            case "string" -> InputField.CellType.TEXT;
            case "number", "integer" -> InputField.CellType.NUMBER;
            case "boolean" -> InputField.CellType.BOOLEAN;
            default -> InputField.CellType.JSON;
        };
    }

    /** {@return the schema that answers are held to: the document's, with what each kind implies written out} */
    private ObjectNode readOutput() {
        String here = at + "/output";
        JsonNode output = document.path("output");
        if (!readSchema(output, here)) {
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode effective = output.deepCopy();
        JsonNode open = output.path("additionalProperties");
        if (!open.isMissingNode() && !(open.isBoolean() && !open.booleanValue())) {
            fault(
                    here + "/additionalProperties",
                    "must be false: an answer holds what the spec names and nothing else");
        }
        effective.put("additionalProperties", false);
        JsonNode properties = output.path("properties");
        if (properties.isEmpty()) {
            fault(here + "/properties", "must name at least one property for the answer");
            return effective;
        }
        var required = new HashSet<String>();
        output.path("required").forEach(name -> required.add(name.asText()));
        for (String name : required) {
            if (!properties.has(name)) {
                fault(here + "/required", "names " + name + ", which is not among the properties");
            }
        }
        for (var property : properties.properties()) {
            readOutputField(
                    property.getKey(),
                    (ObjectNode) effective.path("properties").path(property.getKey()),
                    required.contains(property.getKey()),
                    Pointers.child(here + "/properties", property.getKey()));
        }
        return effective;
    }

    private void readOutputField(String name, ObjectNode schema, boolean required, String here) {
        String word = schema.path("x-kind").asText("");
        var kind = OutputKind.of(word);
        if (kind.isEmpty()) {
            if (OutputKind.LATER.contains(word)) {
                later.add(new FieldError(
                        here + "/x-kind",
                        "is \"" + word + "\", which this release does not take yet; it takes " + OutputKind.SUPPORTED
                                + "."));
            } else {
                fault(here + "/x-kind", "must say what the answer means: one of " + OutputKind.SUPPORTED);
            }
            return;
        }
        List<String> labels =
                switch (kind.get()) {
                    case CHOICE -> readChoice(schema, here);
                    case MULTICHOICE -> readMultichoice(schema, here);
                    case NUMBER -> {
                        needType(schema, "number", Set.of("number", "integer"), here);
                        yield List.of();
                    }
                    case TEXT -> {
                        needType(schema, "string", Set.of("string"), here);
                        if (!schema.has("maxLength")) {
                            schema.put("maxLength", LONGEST_TEXT);
                        }
                        yield List.of();
                    }
                };
        outputs.add(new OutputField(name, kind.get(), required, labels));
    }

    private List<String> readChoice(ObjectNode schema, String here) {
        needType(schema, "string", Set.of("string"), here);
        boolean listed = schema.has("enum");
        List<String> labels = listed
                ? readLabels(schema.path("enum"), here + "/enum")
                : readLabels(schema.path("x-labels"), here + "/enum");
        schema.set("enum", asArray(labels));
        return labels;
    }

    private List<String> readMultichoice(ObjectNode schema, String here) {
        needType(schema, "array", Set.of("array"), here);
        ObjectNode items = schema.path("items") instanceof ObjectNode given ? given : schema.putObject("items");
        needType(items, "string", Set.of("string"), here + "/items");
        List<String> labels = items.has("enum")
                ? readLabels(items.path("enum"), here + "/items/enum")
                : readLabels(schema.path("x-labels"), here + "/items/enum");
        items.set("enum", asArray(labels));
        schema.put("uniqueItems", true);
        return labels;
    }

    private List<String> readLabels(JsonNode list, String here) {
        var labels = new ArrayList<String>();
        for (JsonNode label : list) {
            if (!label.isTextual() || label.textValue().isBlank()) {
                fault(Pointers.child(here, labels.size()), "must be a text: labels are texts");
                return labels;
            }
            if (labels.contains(label.textValue())) {
                fault(Pointers.child(here, labels.size()), "is in the list already");
            }
            labels.add(label.textValue());
            if (labels.size() > MOST_LABELS) {
                fault(here, "has more than " + MOST_LABELS + " labels");
                return labels;
            }
        }
        if (labels.isEmpty()) {
            fault(here, "must list the labels to choose from");
        }
        return labels;
    }

    private void needType(ObjectNode schema, String usual, Set<String> allowed, String here) {
        if (!schema.has("type")) {
            schema.put("type", usual);
        } else if (!allowed.contains(schema.path("type").asText())) {
            fault(here + "/type", "must be " + usual + " for this x-kind");
        }
    }

    /** {@return whether there is an object schema here that can be read further} */
    private boolean readSchema(JsonNode schema, String here) {
        if (!schema.isObject()) {
            fault(here, "must be a JSON Schema of an object");
            return false;
        }
        if (schema.has("$schema")
                && !SchemaCheck.DIALECT.equals(schema.path("$schema").textValue())) {
            fault(here + "/$schema", "must be " + SchemaCheck.DIALECT);
            return false;
        }
        int before = faults.size();
        SchemaCheck.checkSchema(schema, here, faults);
        if (faults.size() > before) {
            return false;
        }
        if (!"object".equals(schema.path("type").textValue())) {
            fault(here + "/type", "must be \"object\"");
            return false;
        }
        for (var property : schema.path("properties").properties()) {
            if (!property.getValue().isObject()) {
                fault(Pointers.child(here + "/properties", property.getKey()), "must be an object");
                return false;
            }
        }
        return true;
    }

    private void readUi() {
        JsonNode ui = document.path("ui");
        String here = at + "/ui";
        if (ui.isMissingNode()) {
            return;
        }
        String kind = ui.path("kind").asText("");
        if (kind.equals("html")) {
            later.add(new FieldError(
                    here + "/kind", "is \"html\", which this release does not take yet; use \"blocks\"."));
            return;
        }
        if (!kind.equals("blocks")) {
            fault(here + "/kind", "must be \"blocks\"");
            return;
        }
        JsonNode blocks = ui.path("blocks");
        if (!blocks.isArray() || blocks.isEmpty()) {
            fault(here + "/blocks", "must list at least one block");
            return;
        }
        for (int i = 0; i < blocks.size(); i++) {
            readBlock(blocks.get(i), Pointers.child(here + "/blocks", i));
        }
    }

    private void readBlock(JsonNode block, String here) {
        if (!block.isObject() || block.path("type").asText("").isEmpty()) {
            fault(here + "/type", "must name the type of the block, such as \"view.image\" or \"field.choice\"");
            return;
        }
        if (block.has("out")) {
            String out = block.path("out").asText();
            if (outputs.stream().noneMatch(field -> out.equals(Pointers.child("", field.name())))
                    && later.isEmpty()
                    && faults.isEmpty()) {
                fault(here + "/out", "points at " + out + ", which is not a property of the output");
            }
        }
        JsonNode source = block.path("value").path("$in");
        if (!source.isMissingNode()) {
            String in = source.asText();
            if (inputs.stream().noneMatch(field -> isAtOrBelow(in, Pointers.child("", field.name())))
                    && faults.isEmpty()) {
                fault(here + "/value/$in", "points at " + in + ", which is not a property of the input");
            }
        }
    }

    private static boolean isAtOrBelow(String pointer, String parent) {
        return pointer.equals(parent) || pointer.startsWith(parent + "/");
    }

    private void readInstructions() {
        JsonNode instructions = document.path("instructions");
        String here = at + "/instructions";
        if (instructions.isMissingNode()) {
            return;
        }
        if (!instructions.isObject()) {
            fault(here, "must be an object with short, full and examples");
            return;
        }
        refuseUnknown(instructions, INSTRUCTIONS, here);
        for (String name : List.of("short", "full")) {
            if (instructions.has(name)) {
                readTexts(instructions.get(name), here + "/" + name);
            }
        }
        if (instructions.has("examples") && !instructions.get("examples").isArray()) {
            fault(here + "/examples", "must be a list");
        }
    }

    /** A text, or one text for each language. */
    private void readTexts(JsonNode texts, String here) {
        if (texts.isTextual()) {
            return;
        }
        if (!texts.isObject() || texts.isEmpty()) {
            fault(here, "must be a text, or an object of texts by language such as {\"en\": \"…\"}");
            return;
        }
        for (var text : texts.properties()) {
            if (!text.getValue().isTextual()) {
                fault(Pointers.child(here, text.getKey()), "must be a text");
            }
        }
    }

    private void refuseUnknown(JsonNode object, Set<String> known, String here) {
        for (var member : object.properties()) {
            if (!known.contains(member.getKey())) {
                fault(Pointers.child(here, member.getKey()), "is not a member that TaskSpec v1 knows");
            }
        }
    }

    private static ArrayNode asArray(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private void fault(String pointer, String detail) {
        faults.add(new FieldError(pointer, detail));
    }

    private InvalidRequest refusal() {
        FieldError first = faults.getFirst();
        return new InvalidRequest(
                "invalid-task-spec",
                "The task spec cannot be used: " + first.pointer() + " " + first.detail()
                        + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more, listed in errors)" : "")
                        + ".",
                List.copyOf(faults));
    }
}
