package dev.groundwork.task.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the task spec that a page stands for: a beginning, which the requester completes. */
final class PageSpec {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int USUAL_HEIGHT = 400;

    private PageSpec() {}

    static ObjectNode of(Page page, String bundle) {
        ObjectNode spec = NODES.objectNode().put("spec", "task/1");
        ObjectNode input = spec.putObject("input").put("type", "object");
        ArrayNode needed = input.putArray("required");
        ObjectNode inputs = input.putObject("properties");
        for (String variable : page.variables()) {
            needed.add(variable);
            ObjectNode schema = inputs.putObject(variable);
            String medium = page.media().get(variable);
            schema.put("type", "string");
            if (medium != null) {
                schema.put("format", "uri").put("x-media", medium);
            }
        }
        ObjectNode output = spec.putObject("output").put("type", "object").put("additionalProperties", false);
        ArrayNode required = output.putArray("required");
        ObjectNode outputs = output.putObject("properties");
        for (PageField field : page.fields()) {
            outputs.set(field.name(), schema(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        spec.putObject("ui")
                .put("kind", "html")
                .put("bundle", bundle)
                .put("entry", "index.html")
                .put("minHeight", USUAL_HEIGHT);
        return spec;
    }

    private static ObjectNode schema(PageField field) {
        ObjectNode schema = NODES.objectNode().put("x-kind", field.kind().word());
        schema.put("type", field.kind().type());
        switch (field.kind()) {
            case CHOICE -> field.labels().forEach(schema.putArray("enum")::add);
            case MULTICHOICE -> field.labels().forEach(schema.putArray("x-labels")::add);
            case NUMBER -> {
                if (field.least() != null) {
                    schema.put("minimum", field.least());
                }
                if (field.most() != null) {
                    schema.put("maximum", field.most());
                }
            }
            case TEXT -> {
                if (field.longest() != null) {
                    schema.put("maxLength", field.longest());
                }
            }
            default -> {
                // The kind says all.
            }
        }
        return schema;
    }
}
