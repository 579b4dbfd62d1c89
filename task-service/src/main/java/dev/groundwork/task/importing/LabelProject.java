package dev.groundwork.task.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.groundwork.task.importing.LabelConfig.Control;
import dev.groundwork.task.importing.LabelConfig.Shown;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A Label Studio project as a task spec, and its tasks and annotations as inputs and answers. */
final class LabelProject {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final LabelConfig config;
    private final List<Question> questions = new ArrayList<>();

    LabelProject(LabelConfig config) {
        this.config = config;
        for (Control control : config.controls()) {
            if (!isAroundJoints(control)) {
                List<Shown> about = control.about().stream().map(config::object).toList();
                questions.add(new Question(control, about, boxesOf(control).orElse(null)));
            }
        }
    }

    /** Rectangles named after keypoints are the boxes of skeletons, as our own exports have them. */
    private Optional<Control> boxesOf(Control keypoints) {
        return config.controls().stream()
                .filter(control -> keypoints.tag().equals("KeyPointLabels")
                        && control.tag().equals("RectangleLabels")
                        && control.name().equals(keypoints.name() + "_box")
                        && control.about().equals(keypoints.about()))
                .findFirst();
    }

    private boolean isAroundJoints(Control control) {
        return config.controls().stream()
                .anyMatch(other -> boxesOf(other).filter(control::equals).isPresent());
    }

    /** {@return the spec as a document; whoever takes it in reads it like any other} */
    ObjectNode spec() {
        ObjectNode spec = NODES.objectNode().put("spec", "task/1");
        ObjectNode input = spec.putObject("input").put("type", "object");
        ObjectNode inputs = NODES.objectNode();
        ArrayNode required = NODES.arrayNode();
        ArrayNode blocks = NODES.arrayNode();
        for (Shown shown : config.objects()) {
            if (!inputs.has(shown.property())) {
                ObjectNode property = inputs.putObject(shown.property()).put("type", "string");
                if (!shown.medium().isEmpty()) {
                    property.put("x-media", shown.medium());
                }
                required.add(shown.property());
            }
            ObjectNode block =
                    blocks.addObject().put("type", "view." + (shown.medium().isEmpty() ? "text" : shown.medium()));
            block.putObject("value").put("$in", Question.pointer(shown.property()));
        }
        input.set("required", required);
        input.set("properties", inputs);
        ObjectNode output = spec.putObject("output").put("type", "object").put("additionalProperties", false);
        ArrayNode needed = NODES.arrayNode();
        ObjectNode properties = NODES.objectNode();
        for (Question question : questions) {
            properties.set(question.name(), question.schema());
            blocks.add(question.block());
            if (question.required()) {
                needed.add(question.name());
            }
        }
        if (!needed.isEmpty()) {
            output.set("required", needed);
        }
        output.set("properties", properties);
        spec.putObject("ui").put("kind", "blocks").set("blocks", blocks);
        return spec;
    }

    /** {@return the data of a task: of an exported task its data, else the object itself} */
    static JsonNode dataOf(JsonNode task) {
        return task.path("data").isObject() ? task.path("data") : task;
    }

    /** {@return the name of a task: the one that our exports keep, its id, or its place in the file} */
    static String externalIdOf(JsonNode task, long number) {
        String ours = task.path("meta").path("externalId").asText("");
        if (!ours.isBlank()) {
            return ours;
        }
        JsonNode id = task.path("id");
        return id.isValueNode() && !id.asText("").isBlank() && !id.isNull() ? id.asText() : "task-" + number;
    }

    /**
     * The answer that an annotation of a task gives: the one that is marked as the truth, or the first that was not cancelled.
     *
     * @return empty when there is none, or when it is no valid answer
     */
    Optional<JsonNode> answerIn(JsonNode task, TaskSpec spec) {
        JsonNode chosen = null;
        for (JsonNode annotation : task.path("annotations")) {
            if (annotation.path("was_cancelled").asBoolean()) {
                continue;
            }
            if (chosen == null || annotation.path("ground_truth").asBoolean()) {
                chosen = annotation;
            }
            if (annotation.path("ground_truth").asBoolean()) {
                break;
            }
        }
        if (chosen == null) {
            return Optional.empty();
        }
        ObjectNode answer = NODES.objectNode();
        for (Question question : questions) {
            Optional<JsonNode> value = question.value(chosen.path("result"), dataOf(task));
            value.filter(found -> !found.isMissingNode()).ifPresent(found -> answer.set(question.name(), found));
        }
        return spec.faultsOf(answer, dataOf(task)).isEmpty() ? Optional.of(answer) : Optional.empty();
    }

    /** {@return what was left behind} */
    List<String> notes() {
        return config.notes();
    }

    /** {@return for each tag that is asked the property and the kind that it has become} */
    Map<String, String> kinds() {
        var kinds = new LinkedHashMap<String, String>();
        questions.forEach(question -> kinds.put(question.name(), question.kind()));
        return kinds;
    }
}
