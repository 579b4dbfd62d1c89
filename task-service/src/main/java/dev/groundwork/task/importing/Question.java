package dev.groundwork.task.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.groundwork.task.importing.LabelConfig.Control;
import dev.groundwork.task.importing.LabelConfig.Shown;
import dev.groundwork.task.spec.Pointers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A control of Label Studio as a property of an answer: its schema, its block, and how the regions of an annotation become its
 * value.
 *
 * @param boxes the rectangles around skeletons, when the control marks their joints
 */
record Question(
        Control control, List<Shown> about, @Nullable Control boxes) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double MILLIS = 1000;
    private static final int USUAL_STARS = 5;

    /** A point has no box, and a skeleton must. */
    private static final double POINT = 1;

    String name() {
        return control.name();
    }

    String kind() {
        return switch (control.tag()) {
            case "Choices" -> control.is("choice", "multiple") ? "multichoice" : "choice";
            case "Labels" -> about.getFirst().medium().isEmpty() ? "spans" : "segments";
            case "RectangleLabels" -> "boxes";
            case "PolygonLabels" -> "polygons";
            case "KeyPointLabels" -> "keypoints";
            case "TextArea" ->
                List.of("audio", "video").contains(about.getFirst().medium()) ? "transcript" : "text";
            case "Rating" -> "rating";
            case "Number" -> "number";
            case "Pairwise" -> "preference";
            default -> throw new IllegalStateException("no kind for " + control.tag());
        };
    }

    boolean required() {
        return control.is("required", "true") && !control.attributes().containsKey("visibleWhen");
    }

    ObjectNode schema() {
        String kind = kind();
        ObjectNode schema = NODES.objectNode().put("x-kind", kind);
        switch (kind) {
            case "choice" -> texts(schema.put("type", "string").putArray("enum"), control.labels());
            case "multichoice" ->
                texts(
                        schema.put("type", "array")
                                .putObject("items")
                                .put("type", "string")
                                .putArray("enum"),
                        control.labels());
            case "rating" ->
                schema.put("type", "integer").put("minimum", 1).put("maximum", number("maxRating", USUAL_STARS));
            case "number" -> {
                schema.put("type", "number");
                limit(schema, "min", "minimum");
                limit(schema, "max", "maximum");
            }
            case "text" -> schema.put("type", "string");
            case "preference" -> {
                texts(
                        schema.putArray("x-labels"),
                        about.stream().map(Shown::property).toList());
                schema.put("x-ties", false);
            }
            case "transcript" -> schema.put("type", "string").set("x-of", in());
            case "keypoints" -> {
                texts(schema.putArray("x-labels"), boxes == null ? control.labels() : boxes.labels());
                texts(schema.putArray("x-joints"), boxes == null ? List.of("point") : control.labels());
                schema.set("x-of", in());
            }
            default -> {
                texts(schema.putArray("x-labels"), control.labels());
                schema.set("x-of", in());
            }
        }
        return schema;
    }

    ObjectNode block() {
        ObjectNode block = NODES.objectNode();
        String kind = kind();
        block.put(
                "type",
                switch (kind) {
                    case "boxes", "polygons", "keypoints" -> "field.shapes";
                    default -> "field." + kind;
                });
        block.put("out", pointer(name()));
        block.put("label", name());
        switch (kind) {
            case "boxes" -> block.putArray("tools").add("box");
            case "polygons" -> block.putArray("tools").add("polygon");
            case "keypoints" -> block.putArray("tools").add("skeleton");
            default -> {
                // Has one tool only.
            }
        }
        return block;
    }

    private ObjectNode in() {
        return NODES.objectNode().put("$in", pointer(about.getFirst().property()));
    }

    static String pointer(String property) {
        return Pointers.child("", property);
    }

    private static void texts(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }

    private int number(String attribute, int usual) {
        try {
            return Integer.parseInt(control.attributes().getOrDefault(attribute, Integer.toString(usual)));
        } catch (NumberFormatException notANumber) {
            return usual;
        }
    }

    private void limit(ObjectNode schema, String attribute, String keyword) {
        try {
            String limit = control.attributes().get(attribute);
            if (limit != null) {
                schema.put(keyword, new BigDecimal(limit));
            }
        } catch (NumberFormatException notANumber) {
            // Label Studio takes it for no limit.
        }
    }

    /**
     * The value that the regions of an annotation give to this property.
     *
     * @param regions the {@code result} of the annotation
     * @return empty when they give none
     */
    Optional<JsonNode> value(JsonNode regions, JsonNode data) {
        return switch (kind()) {
            case "choice" ->
                first(regions, "choices").map(value -> value.path("choices").path(0));
            case "multichoice" -> first(regions, "choices").map(value -> value.path("choices"));
            case "rating" -> first(regions, "rating").map(value -> value.path("rating"));
            case "number" -> first(regions, "number").map(value -> value.path("number"));
            case "text", "transcript" -> first(regions, "textarea").map(Question::joined);
            case "preference" -> first(regions, "pairwise").map(this::preferred);
            case "spans" -> Optional.of(spans(regions, data));
            case "segments" -> Optional.of(segments(regions));
            case "boxes" -> Optional.of(boxes(regions));
            case "polygons" -> Optional.of(polygons(regions));
            default -> Optional.of(skeletons(regions));
        };
    }

    private Optional<JsonNode> first(JsonNode regions, String type) {
        for (JsonNode region : regions) {
            if (isMine(region, type)) {
                return Optional.of(region.path("value"));
            }
        }
        return Optional.empty();
    }

    private boolean isMine(JsonNode region, String type) {
        return name().equals(region.path("from_name").textValue())
                && type.equals(region.path("type").textValue());
    }

    private static JsonNode joined(JsonNode value) {
        JsonNode text = value.path("text");
        if (!text.isArray()) {
            return text;
        }
        var lines = new StringBuilder();
        text.forEach(line -> lines.append(lines.isEmpty() ? "" : "\n").append(line.asText()));
        return NODES.textNode(lines.toString());
    }

    private JsonNode preferred(JsonNode value) {
        int side = value.path("selected").asText().equals("left") ? 0 : 1;
        return NODES.objectNode().put("choice", about.get(side).property());
    }

    /** Label Studio counts in UTF-16 units, we in characters. */
    private JsonNode spans(JsonNode regions, JsonNode data) {
        String text = data.path(about.getFirst().property()).asText("");
        ObjectNode value = NODES.objectNode().put("textHash", sha256(text));
        ArrayNode list = value.putArray("spans");
        for (JsonNode region : regions) {
            int start = region.path("value").path("start").asInt(-1);
            int end = region.path("value").path("end").asInt(-1);
            if (isMine(region, "labels") && start >= 0 && start < end && end <= text.length()) {
                int from = text.codePointCount(0, start);
                list.addObject()
                        .put("label", label(region, "labels"))
                        .put("start", from)
                        .put("end", from + text.codePointCount(start, end));
            }
        }
        return value;
    }

    private JsonNode segments(JsonNode regions) {
        ArrayNode list = NODES.arrayNode();
        for (JsonNode region : regions) {
            if (isMine(region, "labels")) {
                list.addObject()
                        .put(
                                "start",
                                Math.round(region.path("value").path("start").asDouble() * MILLIS))
                        .put("end", Math.round(region.path("value").path("end").asDouble() * MILLIS))
                        .put("label", label(region, "labels"));
            }
        }
        return list;
    }

    private JsonNode boxes(JsonNode regions) {
        ArrayNode list = NODES.arrayNode();
        for (JsonNode region : regions) {
            if (isMine(region, "rectanglelabels")) {
                ObjectNode box = list.addObject().put("label", label(region, "rectanglelabels"));
                box.setAll(rectangle(region));
            }
        }
        return list;
    }

    private JsonNode polygons(JsonNode regions) {
        ArrayNode list = NODES.arrayNode();
        for (JsonNode region : regions) {
            if (isMine(region, "polygonlabels")) {
                ObjectNode polygon = list.addObject().put("label", label(region, "polygonlabels"));
                ArrayNode points = polygon.putArray("points");
                for (JsonNode point : region.path("value").path("points")) {
                    points.addArray()
                            .add(across(region, point.path(0).asDouble()))
                            .add(down(region, point.path(1).asDouble()));
                }
            }
        }
        return list;
    }

    private JsonNode skeletons(JsonNode regions) {
        ArrayNode list = NODES.arrayNode();
        Control around = boxes;
        if (around == null) {
            for (JsonNode region : regions) {
                if (isMine(region, "keypointlabels")) {
                    point(region, list);
                }
            }
            return list;
        }
        for (JsonNode region : regions) {
            if (around.name().equals(region.path("from_name").textValue())
                    && "rectanglelabels".equals(region.path("type").textValue())) {
                ObjectNode skeleton = list.addObject().put("label", label(region, "rectanglelabels"));
                skeleton.set("box", rectangle(region));
                joints(regions, region.path("id").asText(), skeleton.putArray("points"));
            }
        }
        return list;
    }

    private void point(JsonNode region, ArrayNode list) {
        JsonNode x = across(region, region.path("value").path("x").asDouble());
        JsonNode y = down(region, region.path("value").path("y").asDouble());
        ObjectNode skeleton = list.addObject().put("label", label(region, "keypointlabels"));
        ObjectNode box = skeleton.putObject("box");
        box.set("x", x);
        box.set("y", y);
        box.put("width", POINT).put("height", POINT);
        ObjectNode joint = skeleton.putArray("points").addObject();
        joint.set("x", x);
        joint.set("y", y);
        joint.put("visibility", 2);
    }

    private void joints(JsonNode regions, String parent, ArrayNode points) {
        for (String joint : control.labels()) {
            ObjectNode point = points.addObject();
            for (JsonNode region : regions) {
                if (isMine(region, "keypointlabels")
                        && parent.equals(region.path("parentID").textValue())
                        && joint.equals(label(region, "keypointlabels"))
                        && !point.has("x")) {
                    point.set("x", across(region, region.path("value").path("x").asDouble()));
                    point.set("y", down(region, region.path("value").path("y").asDouble()));
                    point.put("visibility", region.path("value").path("hidden").asBoolean() ? 1 : 2);
                }
            }
            if (!point.has("x")) {
                point.put("visibility", 0);
            }
        }
    }

    private static ObjectNode rectangle(JsonNode region) {
        JsonNode value = region.path("value");
        ObjectNode rectangle = NODES.objectNode();
        rectangle.set("x", across(region, value.path("x").asDouble()));
        rectangle.set("y", down(region, value.path("y").asDouble()));
        rectangle.set("width", across(region, value.path("width").asDouble()));
        rectangle.set("height", down(region, value.path("height").asDouble()));
        return rectangle;
    }

    private static String label(JsonNode region, String type) {
        return region.path("value").path(type).path(0).asText("");
    }

    private static JsonNode across(JsonNode region, double percent) {
        return pixels(percent, region.path("original_width").asDouble());
    }

    private static JsonNode down(JsonNode region, double percent) {
        return pixels(percent, region.path("original_height").asDouble());
    }

    private static JsonNode pixels(double percent, double whole) {
        BigDecimal hundredths =
                BigDecimal.valueOf(Math.round(percent * whole), 2).stripTrailingZeros();
        return DecimalNode.valueOf(
                hundredths.scale() < 0 ? hundredths.setScale(0, RoundingMode.UNNECESSARY) : hundredths);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
