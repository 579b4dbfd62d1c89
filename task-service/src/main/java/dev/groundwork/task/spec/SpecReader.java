package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.groundwork.kit.problem.FieldError;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads a TaskSpec v1 document and says, by JSON pointer, what in it cannot be. */
final class SpecReader {

    private static final int MOST_BYTES = 256 * 1024;
    private static final Set<String> MEMBERS =
            Set.of("spec", "title", "input", "output", "ui", "instructions", "behaviour", "screenOut");
    private static final Set<String> INSTRUCTIONS = Set.of("short", "full", "examples");
    private static final Set<String> EXAMPLE = Set.of("good", "input", "output", "why");

    private final JsonNode document;
    private final String at;
    private final boolean stored;
    private final Faults faults = new Faults();
    private final List<OutputField> outputs = new ArrayList<>();
    private final List<InputField> inputs = new ArrayList<>();

    private SpecReader(JsonNode document, String at, boolean stored) {
        this.document = document;
        this.at = at;
        this.stored = stored;
    }

    static TaskSpec read(JsonNode document, String at) {
        return new SpecReader(document, at, false).read();
    }

    /**
     * Reads a document that was accepted before, perhaps by an earlier release that looked less closely at how a task is
     * drawn: only what answers depend on has to be right.
     */
    static TaskSpec readStored(JsonNode document) {
        return new SpecReader(document, "", true).read();
    }

    private TaskSpec read() {
        if (!document.isObject()) {
            faults.add(at, "must be a TaskSpec: a JSON object with spec, input and output");
            throw faults.refusal();
        }
        StorableJson.check(document, at, faults.list());
        refuseFaults();
        if (!stored) {
            checkWhole();
        }
        readInput();
        ObjectNode answerSchema = readOutput();
        // What follows points into input and output, so it is read once those are clear.
        refuseFaults();
        var screenOut = ScreenOut.read(document.path("screenOut"), outputs, at + "/screenOut", faults);
        var drawing = stored ? new Faults() : faults;
        var rules = new UiReader(inputs, outputs, drawing).read(document.path("ui"), at + "/ui");
        BehaviourReader.check(document.path("behaviour"), document.path("ui"), inputs, at + "/behaviour", drawing);
        refuseFaults();
        var spec = new TaskSpec(
                document, inputs, outputs, rules, screenOut, compile(document.get("input")), compile(answerSchema));
        if (!stored) {
            checkExamples(spec);
            refuseFaults();
        }
        return spec;
    }

    private void checkWhole() {
        if (CanonicalJson.text(document).length() > MOST_BYTES) {
            faults.add(at, "is longer than 256 KB; put examples and media elsewhere and name them by URL");
            throw faults.refusal();
        }
        if (!"task/1".equals(document.path("spec").textValue())) {
            faults.add(at + "/spec", "must be \"task/1\"");
        }
        faults.refuseUnknown(document, MEMBERS, at);
        if (document.has("title")) {
            faults.checkTexts(document.get("title"), at + "/title");
        }
        readInstructions();
    }

    private void refuseFaults() {
        if (!faults.isEmpty()) {
            throw faults.refusal();
        }
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
            faults.add(
                    here + "/additionalProperties",
                    "must be false: an answer holds what the spec names and nothing else");
        }
        effective.put("additionalProperties", false);
        JsonNode properties = output.path("properties");
        if (properties.isEmpty()) {
            faults.add(here + "/properties", "must name at least one property for the answer");
            return effective;
        }
        var required = new HashSet<String>();
        output.path("required").forEach(name -> required.add(name.asText()));
        for (String name : required) {
            if (!properties.has(name)) {
                faults.add(here + "/required", "names " + name + ", which is not among the properties");
            }
        }
        var reader = new OutputReader(inputs, stored, faults);
        for (var property : properties.properties()) {
            outputs.addAll(reader.read(
                    property.getKey(),
                    (ObjectNode) effective.path("properties").path(property.getKey()),
                    required.contains(property.getKey()),
                    Pointers.child(here + "/properties", property.getKey())));
        }
        return effective;
    }

    /** {@return whether there is an object schema here that can be read further} */
    private boolean readSchema(JsonNode schema, String here) {
        if (!schema.isObject()) {
            faults.add(here, "must be a JSON Schema of an object");
            return false;
        }
        if (schema.has("$schema")
                && !SchemaCheck.DIALECT.equals(schema.path("$schema").textValue())) {
            faults.add(here + "/$schema", "must be " + SchemaCheck.DIALECT);
            return false;
        }
        int before = faults.count();
        SchemaCheck.checkSchema(schema, here, faults.list());
        if (faults.count() > before) {
            return false;
        }
        if (!"object".equals(schema.path("type").textValue())) {
            faults.add(here + "/type", "must be \"object\"");
            return false;
        }
        for (var property : schema.path("properties").properties()) {
            if (!property.getValue().isObject()) {
                faults.add(Pointers.child(here + "/properties", property.getKey()), "must be an object");
                return false;
            }
        }
        return true;
    }

    private void readInstructions() {
        JsonNode instructions = document.path("instructions");
        String here = at + "/instructions";
        if (instructions.isMissingNode()) {
            return;
        }
        if (!instructions.isObject()) {
            faults.add(here, "must be an object with short, full and examples");
            return;
        }
        faults.refuseUnknown(instructions, INSTRUCTIONS, here);
        for (String name : List.of("short", "full")) {
            if (instructions.has(name)) {
                faults.checkTexts(instructions.get(name), here + "/" + name);
            }
        }
        JsonNode examples = instructions.path("examples");
        if (!examples.isMissingNode() && !examples.isArray()) {
            faults.add(here + "/examples", "must be a list");
            return;
        }
        for (int i = 0; i < examples.size(); i++) {
            String example = Pointers.child(here + "/examples", i);
            if (!examples.get(i).isObject()) {
                faults.add(example, "must be an object with good, input, output and why");
                continue;
            }
            faults.refuseUnknown(examples.get(i), EXAMPLE, example);
            faults.checkFlag(examples.get(i), "good", example);
            if (examples.get(i).has("why")) {
                faults.checkTexts(examples.get(i).get("why"), example + "/why");
            }
        }
    }

    /** A good example is one that would be accepted; a bad one may be bad in any way. */
    private void checkExamples(TaskSpec spec) {
        JsonNode examples = document.path("instructions").path("examples");
        for (int i = 0; i < examples.size(); i++) {
            JsonNode example = examples.get(i);
            String here = Pointers.child(at + "/instructions/examples", i);
            if (example.has("input")) {
                below(here + "/input", spec.faultsOfInput(example.get("input")));
            }
            if (example.has("output") && example.path("good").asBoolean()) {
                below(here + "/output", spec.faultsOf(example.get("output"), example.path("input")));
            }
        }
    }

    private void below(String pointer, List<FieldError> found) {
        found.forEach(fault -> faults.add(pointer + fault.pointer(), fault.detail()));
    }
}
