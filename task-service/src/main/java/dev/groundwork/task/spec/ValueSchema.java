package dev.groundwork.task.spec;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form of the values of each kind, as a JSON Schema: a row a kind. */
final class ValueSchema {

    static final int LOWEST_RATING = 1;
    static final int HIGHEST_RATING = 5;
    static final int LONGEST_TEXT = 100_000;

    /** More shapes than a person draws in one task. */
    private static final int MOST_ITEMS = 5000;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private static final String PLACE = """
            {"type": "number", "minimum": 0, "maximum": 1000000}""";

    /** Thinner than a hundredth of a pixel is nothing that anybody drew. */
    private static final String LENGTH = """
            {"type": "number", "minimum": 0.01, "maximum": 1000000}""";

    private static final String OFFSET = """
            {"type": "integer", "minimum": 0, "maximum": 1000000000}""";

    private static final String BOX = """
            {"type": "object", "additionalProperties": false, "required": ["label", "x", "y", "width", "height"],
             "properties": {"label": {"type": "string"}, "x": %1$s, "y": %1$s, "width": %2$s, "height": %2$s}}
            """.formatted(PLACE, LENGTH);

    private static final String POLYGON = """
            {"type": "object", "additionalProperties": false, "required": ["label", "points"],
             "properties": {"label": {"type": "string"},
                            "points": {"type": "array", "minItems": 3, "maxItems": 5000,
                                       "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": %s}}}}
            """.formatted(PLACE);

    private static final String SKELETON = """
            {"type": "object", "additionalProperties": false, "required": ["label", "box", "points"],
             "properties": {
               "label": {"type": "string"},
               "box": {"type": "object", "additionalProperties": false, "required": ["x", "y", "width", "height"],
                       "properties": {"x": %1$s, "y": %1$s, "width": %2$s, "height": %2$s}},
               "points": {"type": "array",
                          "items": {"type": "object", "additionalProperties": false, "required": ["visibility"],
                                    "properties": {"x": %1$s, "y": %1$s,
                                                   "visibility": {"type": "integer", "enum": [0, 1, 2]}},
                                    "if": {"properties": {"visibility": {"minimum": 1}}},
                                    "then": {"required": ["x", "y"]}}}}}
            """.formatted(PLACE, LENGTH);

    private static final String SPANS = """
            {"textHash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
             "spans": {"type": "array", "maxItems": %1$d, "uniqueItems": true,
                       "items": {"type": "object", "additionalProperties": false,
                                 "required": ["label", "start", "end"],
                                 "properties": {"label": {"type": "string"}, "start": %2$s, "end": %2$s}}}}
            """.formatted(MOST_ITEMS, OFFSET);

    private static final String SEGMENT = """
            {"type": "object", "additionalProperties": false, "required": ["start", "end"],
             "properties": {"start": %1$s, "end": %1$s}}
            """.formatted(OFFSET);

    private static final String RATED_TURN = """
            {"type": "object", "additionalProperties": false, "required": ["turn", "rating"],
             "properties": {"turn": {"type": "integer", "minimum": 0, "maximum": 100000},
                            "rating": {"type": "integer"},
                            "note": {"type": "string", "maxLength": 10000}}}
            """;

    private ValueSchema() {}

    /** Writes out in a property's schema, which has its type already, what its kind implies. */
    static void complete(OutputKind kind, ObjectNode schema, List<String> labels) {
        switch (kind) {
            case CHOICE -> set(schema, "enum", labels);
            case MULTICHOICE -> {
                schema.put("uniqueItems", true);
                set((ObjectNode) schema.path("items"), "enum", labels);
            }
            case BOOLEAN, NUMBER -> {
                // The type says it all.
            }
            case RATING -> {
                if (schema.path("type").asText().equals("string")) {
                    set(schema, "enum", labels);
                } else {
                    putScale(schema, schema);
                }
            }
            case TEXT, TRANSCRIPT -> {
                if (!schema.has("maxLength")) {
                    schema.put("maxLength", LONGEST_TEXT);
                }
            }
            case SPANS -> {
                schema.put("additionalProperties", false);
                set(schema, "required", List.of("textHash", "spans"));
                schema.set("properties", form(SPANS));
                label((ObjectNode) schema.path("properties").path("spans").path("items"), labels);
                moveLimits(schema, (ObjectNode) schema.path("properties").path("spans"));
            }
            case BOXES -> label(items(schema, BOX), labels);
            case POLYGONS -> label(items(schema, POLYGON), labels);
            case KEYPOINTS -> {
                ObjectNode skeleton = items(schema, SKELETON);
                label(skeleton, labels);
                int joints = schema.path("x-joints").size();
                ((ObjectNode) skeleton.path("properties").path("points"))
                        .put("minItems", joints)
                        .put("maxItems", joints);
            }
            case RANKING -> {
                schema.put("uniqueItems", true);
                if (!schema.has("maxItems")) {
                    schema.put("maxItems", MOST_ITEMS);
                }
                ObjectNode item = schema.putObject("items").put("type", "string");
                if (!labels.isEmpty()) {
                    set(item, "enum", labels);
                }
            }
            case PREFERENCE -> preference(schema, labels);
            case CHAT_RATINGS -> {
                ObjectNode turn = items(schema, RATED_TURN);
                putScale(schema, (ObjectNode) turn.path("properties").path("rating"));
                if (!labels.isEmpty()) {
                    ObjectNode chosen = ((ObjectNode) turn.path("properties")).putObject("labels");
                    chosen.put("type", "array").put("uniqueItems", true);
                    set(chosen.putObject("items").put("type", "string"), "enum", labels);
                }
            }
            case SEGMENTS -> {
                ObjectNode segment = items(schema, SEGMENT);
                if (!labels.isEmpty()) {
                    ((ObjectNode) segment.path("properties")).putObject("label").put("type", "string");
                    label(segment, labels);
                    ((ArrayNode) segment.path("required")).add("label");
                }
                if (schema.path("x-text").asBoolean()) {
                    ((ObjectNode) segment.path("properties"))
                            .putObject("text")
                            .put("type", "string")
                            .put("maxLength", LONGEST_TEXT);
                    ((ArrayNode) segment.path("required")).add("text");
                }
            }
            case FILE -> schema.put("pattern", "^media:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
        }
    }

    private static void preference(ObjectNode schema, List<String> labels) {
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required").add("choice");
        sides(properties.putObject("choice"), schema, labels);
        if (!schema.path("x-dimensions").isEmpty()) {
            required.add("dimensions");
            ObjectNode dimensions = properties.putObject("dimensions");
            dimensions.put("type", "object").put("additionalProperties", false);
            ObjectNode each = dimensions.putObject("properties");
            ArrayNode all = dimensions.putArray("required");
            for (JsonNode dimension : schema.path("x-dimensions")) {
                sides(each.putObject(dimension.asText()), schema, labels);
                all.add(dimension.asText());
            }
        }
        String rationale = schema.path("x-rationale").asText("optional");
        if (!rationale.equals("none")) {
            ObjectNode text = properties.putObject("rationale");
            text.put("type", "string").put("maxLength", LONGEST_TEXT);
            if (rationale.equals("required")) {
                text.put("minLength", 1);
                required.add("rationale");
            }
        }
    }

    private static void sides(ObjectNode choice, ObjectNode schema, List<String> labels) {
        choice.put("type", "string");
        set(choice, "enum", labels);
        if (schema.path("x-ties").asBoolean(true)) {
            ((ArrayNode) choice.path("enum")).add(TaskSpec.TIE);
        }
    }

    private static void putScale(ObjectNode stated, ObjectNode rating) {
        int lowest = stated.path("minimum").asInt(LOWEST_RATING);
        int highest = stated.path("maximum").asInt(HIGHEST_RATING);
        rating.put("minimum", lowest).put("maximum", highest);
    }

    private static ObjectNode items(ObjectNode schema, String form) {
        if (!schema.has("maxItems")) {
            schema.put("maxItems", MOST_ITEMS);
        }
        ObjectNode items = form(form);
        schema.set("items", items);
        return items;
    }

    private static void label(ObjectNode item, List<String> labels) {
        set((ObjectNode) item.path("properties").path("label"), "enum", labels);
    }

    private static void moveLimits(ObjectNode from, ObjectNode to) {
        for (String limit : List.of("minItems", "maxItems")) {
            JsonNode value = from.remove(limit);
            if (value != null) {
                to.set(limit, value);
            }
        }
    }

    private static void set(ObjectNode schema, String keyword, List<String> texts) {
        ArrayNode list = schema.putArray(keyword);
        texts.forEach(list::add);
    }

    private static ObjectNode form(String text) {
        try {
            return (ObjectNode) READER.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the form of a kind is no JSON: " + text, impossible);
        }
    }
}
