package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * The contract of a job's tasks: what a task's input holds, what a valid answer is, how both are shown. Immutable and
 * known by the hash of its content; its schemas are compiled once. Safe for use by many threads.
 */
public final class TaskSpec {

    /** How a task's input names an uploaded medium. */
    public static final String MEDIA_PREFIX = "media:";

    private static final String BUNDLE_PREFIX = "sha256-";

    /** What a preference says where no side is better. */
    public static final String TIE = "tie";

    private final String hash;
    private final JsonNode document;
    private final List<InputField> inputs;
    private final List<OutputField> outputs;
    private final List<FieldRule> rules;
    private final @Nullable ScreenOut screenOut;
    private final boolean needsInput;
    private final JsonCheck inputCheck;
    private final JsonCheck answerCheck;

    TaskSpec(
            JsonNode document,
            List<InputField> inputs,
            List<OutputField> outputs,
            List<FieldRule> rules,
            @Nullable ScreenOut screenOut,
            JsonCheck inputCheck,
            JsonCheck answerCheck) {
        this.hash = CanonicalJson.hash(document);
        this.document = document;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.rules = List.copyOf(rules);
        this.screenOut = screenOut;
        this.needsInput = outputs.stream().anyMatch(ValueCheck::needsInput)
                || rules.stream().anyMatch(FieldRule::isConditional);
        this.inputCheck = inputCheck;
        this.answerCheck = answerCheck;
    }

    /**
     * Reads a TaskSpec v1 document.
     *
     * @param at pointer of the document in the request, such as {@code /spec}; every fault is named below it
     * @throws InvalidRequest {@code invalid-task-spec}, with a pointer for each fault
     */
    public static TaskSpec parse(JsonNode document, String at) {
        return SpecReader.read(document, at);
    }

    /** {@return SHA-256 of the canonical document, in hex} */
    public String hash() {
        return hash;
    }

    /** {@return the document as posted; not to be changed} */
    public JsonNode document() {
        return document;
    }

    /** {@return SHA-256, in hex, of the page that draws a task; empty where it is drawn by blocks or not said how} */
    public Optional<String> bundle() {
        JsonNode ui = document.path("ui");
        String name = ui.path("bundle").asText("");
        return "html".equals(ui.path("kind").textValue()) && name.startsWith(BUNDLE_PREFIX)
                ? Optional.of(name.substring(BUNDLE_PREFIX.length()))
                : Optional.empty();
    }

    /** {@return the declared properties of a task's input, in the order of the schema} */
    public List<InputField> inputs() {
        return inputs;
    }

    /** {@return whether an input may hold properties that the schema does not name} */
    public boolean takesOtherInputs() {
        JsonNode other = document.path("input").path("additionalProperties");
        return !(other.isBoolean() && !other.booleanValue());
    }

    /** {@return the properties of an answer, in the order of the schema} */
    public List<OutputField> outputs() {
        return outputs;
    }

    /** {@return which answers say that the task is not for the worker; null where none does} */
    public @Nullable ScreenOut screenOut() {
        return screenOut;
    }

    /**
     * {@return whether an answer is checked in a time that grows with its own size alone}: without the task's input, and against
     * a schema without patterns and combinations, which can take as long as their author likes
     */
    public boolean isQuicklyChecked() {
        return !needsInput && answerCheck instanceof FlatCheck;
    }

    /** {@return whether some faults of an answer show only next to the task's input} */
    public boolean needsInput() {
        return needsInput;
    }

    /**
     * What is wrong with an answer, as far as it can be told without the task's input.
     *
     * @return faults with JSON pointers into the answer; empty when it is valid
     */
    public List<FieldError> faultsOf(JsonNode answer) {
        return faultsOf(answer, MissingNode.getInstance());
    }

    /**
     * What is wrong with an answer to a task: it breaks the schema, does not fit the input, holds what is hidden or lacks what
     * the rest of it asks for. One that says that the task is not for the worker is no answer to it.
     *
     * @param input of the task
     * @return faults with JSON pointers into the answer; empty when it is valid
     */
    public List<FieldError> faultsOf(JsonNode answer, JsonNode input) {
        List<FieldError> broken = faults(answerCheck, answer);
        if (!broken.isEmpty()) {
            return broken;
        }
        var faults = new Faults();
        for (OutputField field : outputs) {
            ValueCheck.check(field, answer.path(field.name()), input, faults);
        }
        var situation = Situation.submitted(input, answer);
        rules.forEach(rule -> rule.check(situation, faults));
        if (screenOut != null && screenOut.in(answer) != null) {
            faults.add(
                    Pointers.child("", screenOut.output().name()),
                    "says that the task is not for the worker, and so is no answer to it");
        }
        return faults.list();
    }

    /**
     * What is wrong with a task's input.
     *
     * @return faults with JSON pointers into the input; empty when it is valid
     */
    public List<FieldError> faultsOfInput(JsonNode input) {
        List<FieldError> faults = faults(inputCheck, input);
        boolean framed = bundle().isPresent();
        for (InputField field : inputs) {
            JsonNode value = input.path(field.name());
            if (framed
                    && field.media()
                    && value.isTextual()
                    && mediumIn(value.textValue()).isEmpty()) {
                faults.add(new FieldError(
                        Pointers.child("", field.name()),
                        "must be media:<id> of an uploaded medium: a page of your own loads nothing from other sites"));
            } else if (field.media() && value.isTextual() && !isMedium(value.textValue())) {
                faults.add(new FieldError(
                        Pointers.child("", field.name()), "must be media:<id> of an uploaded medium, or an https URL"));
            }
        }
        if (faults.isEmpty()) {
            var found = new Faults();
            outputs.forEach(field -> ValueCheck.checkInput(field, input, found));
            faults.addAll(found.list());
        }
        return faults;
    }

    /** Hands every medium that an input names to {@code visitor}, wherever it stands. */
    public static void eachMedium(JsonNode input, Consumer<UUID> visitor) {
        if (input.isTextual()) {
            mediumIn(input.textValue()).ifPresent(visitor);
        } else if (input.isContainerNode()) {
            for (JsonNode child : input) {
                eachMedium(child, visitor);
            }
        }
    }

    /** {@return the id in {@code media:<id>}; empty for any other text} */
    public static Optional<UUID> mediumIn(@Nullable String text) {
        // The exact form only: UUID.fromString also takes shorter spellings, which would name one medium in two ways.
        if (text == null || text.length() != MEDIA_PREFIX.length() + 36 || !text.startsWith(MEDIA_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text.substring(MEDIA_PREFIX.length())));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static boolean isMedium(String text) {
        return mediumIn(text).isPresent() || (text.startsWith("https://") && text.length() > "https://".length());
    }

    private static List<FieldError> faults(JsonCheck check, JsonNode document) {
        var faults = new ArrayList<FieldError>(0);
        StorableJson.check(document, "", faults);
        check.check(document, faults);
        return faults;
    }
}
