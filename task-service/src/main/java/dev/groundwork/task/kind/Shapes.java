package dev.groundwork.task.kind;

import java.util.ArrayList;
import java.util.List;

import dev.groundwork.truth.shape.Box;
import dev.groundwork.truth.shape.Keypoint;
import dev.groundwork.truth.shape.Labelled;
import dev.groundwork.truth.shape.Point;
import dev.groundwork.truth.shape.Polygon;
import dev.groundwork.truth.shape.Skeleton;
import dev.groundwork.truth.shape.Span;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Values of answers as shapes, and shapes as values; the values must fit the schema of their kind. */
public final class Shapes {

    /** Label of what a property without a list of labels draws. */
    public static final String NO_LABEL = "";

    private static final double DIGITS = 100;

    private Shapes() {}

    /** {@return the boxes of a value of kind {@code boxes}} */
    public static List<Labelled<Box>> boxes(JsonNode value) {
        var boxes = new ArrayList<Labelled<Box>>(value.size());
        value.forEach(item -> boxes.add(new Labelled<>(label(item), box(item))));
        return boxes;
    }

    /** {@return the outlines of a value of kind {@code polygons}} */
    public static List<Labelled<Polygon>> polygons(JsonNode value) {
        var polygons = new ArrayList<Labelled<Polygon>>(value.size());
        for (JsonNode item : value) {
            var points = new ArrayList<Point>(item.path("points").size());
            item.path("points")
                    .forEach(point -> points.add(
                            new Point(point.path(0).doubleValue(), point.path(1).doubleValue())));
            polygons.add(new Labelled<>(label(item), new Polygon(points)));
        }
        return polygons;
    }

    /** {@return the skeletons of a value of kind {@code keypoints}} */
    public static List<Labelled<Skeleton>> skeletons(JsonNode value) {
        var skeletons = new ArrayList<Labelled<Skeleton>>(value.size());
        for (JsonNode item : value) {
            var points = new ArrayList<Keypoint>(item.path("points").size());
            item.path("points").forEach(point -> points.add(keypoint(point)));
            skeletons.add(new Labelled<>(label(item), new Skeleton(box(item.path("box")), points)));
        }
        return skeletons;
    }

    /** {@return the stretches of a value of kind {@code spans} or {@code segments}} */
    public static List<Span> spans(JsonNode value) {
        JsonNode list = value.isObject() ? value.path("spans") : value;
        var spans = new ArrayList<Span>(list.size());
        list.forEach(item -> spans.add(new Span(
                label(item), item.path("start").longValue(), item.path("end").longValue())));
        return spans;
    }

    /** {@return a box as a value, in hundredths of a pixel} */
    public static ObjectNode value(Box box) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("x", rounded(box.left()))
                .put("y", rounded(box.top()))
                .put("width", rounded(box.width()))
                .put("height", rounded(box.height()));
    }

    /** {@return the points of an outline as a value} */
    public static ArrayNode value(Polygon polygon) {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        polygon.points()
                .forEach(point -> points.addArray().add(rounded(point.x())).add(rounded(point.y())));
        return points;
    }

    /** {@return the joints of a skeleton as a value} */
    public static ArrayNode value(List<Keypoint> joints) {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        joints.forEach(joint -> points.addObject()
                .put("x", rounded(joint.at().x()))
                .put("y", rounded(joint.at().y()))
                .put("visibility", joint.visibility().code()));
        return points;
    }

    private static String label(JsonNode item) {
        return item.path("label").asText(NO_LABEL);
    }

    private static Box box(JsonNode item) {
        return new Box(
                item.path("x").doubleValue(),
                item.path("y").doubleValue(),
                item.path("width").doubleValue(),
                item.path("height").doubleValue());
    }

    private static Keypoint keypoint(JsonNode point) {
        var visibility = Keypoint.Visibility.of(point.path("visibility").intValue());
        return visibility == Keypoint.Visibility.ABSENT
                ? Keypoint.ABSENT
                : new Keypoint(
                        new Point(point.path("x").doubleValue(), point.path("y").doubleValue()), visibility);
    }

    private static double rounded(double pixels) {
        return Math.round(pixels * DIGITS) / DIGITS;
    }
}
