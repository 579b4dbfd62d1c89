package dev.groundwork.task.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.task.export.archive.ZipArchive;
import dev.groundwork.task.kind.Shapes;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.shape.Box;
import dev.groundwork.truth.shape.Keypoint;
import dev.groundwork.truth.shape.Labelled;
import dev.groundwork.truth.shape.Point;
import dev.groundwork.truth.shape.Polygon;
import dev.groundwork.truth.shape.Skeleton;
import dev.groundwork.truth.shape.Span;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A project of Label Studio: tasks.json with the tasks, and config.xml with the labelling interface that their regions refer
 * to. What the answers come to is the annotation of a task; when the answers are asked for, they are its annotations and what
 * they come to its prediction. Coordinates in pictures are percentages, offsets in texts UTF-16 units and times seconds, as
 * Label Studio has them. A picture of unknown size keeps its task and loses its shapes; notes.txt names it.
 */
final class LabelStudio implements ExportWriter {

    private static final String MODEL = "groundwork";
    private static final double MILLIS = 1000;

    private final Plan plan;
    private final LabelStudioConfig config;
    private final ZipArchive archive;
    private final Spool tasks;
    private final JsonGenerator json;
    private long taskId;
    private long annotationId;

    LabelStudio(Plan plan, OutputStream out) throws IOException {
        this.plan = plan;
        this.config = new LabelStudioConfig(plan.spec());
        this.archive = new ZipArchive(out, plan.scratch());
        this.tasks = new Spool(plan.scratch());
        this.json = JsonRow.JSON.createGenerator(tasks.out());
        archive.add("config.xml", config.xml());
        json.writeStartArray();
    }

    @Override
    public void row(ExportRow row) throws IOException {
        taskId++;
        Options options = plan.options();
        ObjectNode task = JsonRow.NODES.objectNode();
        task.put("id", taskId);
        task.set("data", options.idsOnly() ? JsonRow.NODES.objectNode() : row.input());
        ObjectNode meta = task.putObject("meta");
        meta.put("taskId", row.taskId().toString()).put("externalId", row.externalId());
        if (options.includeControl()) {
            meta.put("control", row.control());
        }
        ArrayNode annotations = task.putArray("annotations");
        ArrayNode predictions = task.putArray("predictions");
        boolean decided = !row.result().isEmpty();
        if (options.includeAnswers()) {
            for (ExportRow.Given given : row.given()) {
                annotations.add(annotation(row, given));
            }
            if (decided) {
                predictions.add(prediction(row));
            }
        } else if (decided) {
            ObjectNode annotation = annotations.addObject();
            annotation.put("id", ++annotationId);
            annotation.set(
                    "result", regions(row, field -> row.valueOf(field.name()), true, Long.toString(annotationId)));
            annotation.put("was_cancelled", false).put("ground_truth", row.control());
        }
        json.writeTree(task);
    }

    private ObjectNode annotation(ExportRow row, ExportRow.Given given) {
        ObjectNode annotation = JsonRow.NODES.objectNode();
        annotation.put("id", ++annotationId);
        annotation.set(
                "result", regions(row, field -> given.answer().path(field.name()), false, Long.toString(annotationId)));
        annotation.put("was_cancelled", false).put("ground_truth", false);
        annotation.put("lead_time", given.activeSeconds());
        annotation.put("unique_id", given.assignmentId().toString());
        if (given.submittedAt() != null) {
            annotation.put("created_at", given.submittedAt().toString());
        }
        if (given.worker() != null) {
            annotation.put("created_username", given.worker());
        }
        return annotation;
    }

    private ObjectNode prediction(ExportRow row) {
        ObjectNode prediction = JsonRow.NODES.objectNode();
        prediction.put("model_version", MODEL);
        Double least = null;
        for (OutputField field : plan.spec().outputs()) {
            Double confidence = row.confidenceOf(field.name());
            if (confidence != null) {
                least = least == null ? confidence : Math.min(least, confidence);
            }
        }
        if (least != null) {
            prediction.put("score", Decimal.exact(least));
        }
        prediction.set("result", regions(row, field -> row.valueOf(field.name()), true, "p"));
        return prediction;
    }

    /** Finds the value of a property. */
    private interface Values {
        JsonNode of(OutputField field);
    }

    private ArrayNode regions(ExportRow row, Values values, boolean scored, String part) {
        var regions = new Regions(row, scored, taskId + "-" + part);
        for (OutputField field : plan.spec().outputs()) {
            JsonNode value = values.of(field);
            if (!value.isMissingNode() && !value.isNull()) {
                regions.add(field, value);
            }
        }
        return regions.list;
    }

    /** The result of one annotation, region by region; ids are counted, so that the same answers make the same file. */
    private final class Regions {

        private final ExportRow row;
        private final boolean scored;
        private final String id;
        private final ArrayNode list = JsonRow.NODES.arrayNode();

        Regions(ExportRow row, boolean scored, String id) {
            this.row = row;
            this.scored = scored;
            this.id = id;
        }

        void add(OutputField field, JsonNode value) {
            switch (field.kind()) {
                case CHOICE, BOOLEAN -> choices(field, List.of(value.asText()));
                case MULTICHOICE -> choices(field, texts(value));
                case RATING -> {
                    if (LabelStudioConfig.isStars(field)) {
                        region(field, "rating").set("rating", value);
                    } else {
                        choices(field, List.of(field.labelOf(value)));
                    }
                }
                case NUMBER -> region(field, "number").set("number", value);
                case SPANS -> spans(field, value);
                case SEGMENTS -> segments(field, value);
                case BOXES, POLYGONS, KEYPOINTS -> shapes(field, value);
                case PREFERENCE -> preference(field, value);
                case TEXT, TRANSCRIPT, RANKING, CHAT_RATINGS, FILE ->
                    region(field, "textarea").putArray("text").add(JsonRow.text(value));
            }
        }

        private void choices(OutputField field, List<String> chosen) {
            ArrayNode choices = region(field, "choices").putArray("choices");
            chosen.forEach(choices::add);
        }

        private void preference(OutputField field, JsonNode value) {
            String choice = value.path("choice").asText();
            if (config.sidesOf(field).isEmpty()) {
                choices(field, List.of(choice));
            } else if (field.labels().contains(choice)) {
                region(field, "pairwise").put("selected", field.labels().indexOf(choice) == 0 ? "left" : "right");
            }
        }

        private void spans(OutputField field, JsonNode value) {
            String text =
                    field.about() == null ? "" : row.input().at(field.about()).asText("");
            int length = text.codePointCount(0, text.length());
            for (Span span : Shapes.spans(value)) {
                if (span.end() > length) {
                    plan.notes().add(Notes.Reason.SPAN_OUTSIDE_TEXT, row.externalId());
                    continue;
                }
                int start = text.offsetByCodePoints(0, (int) span.start());
                int end = text.offsetByCodePoints(start, (int) span.length());
                region(field, "labels")
                        .put("start", start)
                        .put("end", end)
                        .put("text", text.substring(start, end))
                        .putArray("labels")
                        .add(span.label());
            }
        }

        private void segments(OutputField field, JsonNode value) {
            for (JsonNode segment : value) {
                ObjectNode found = region(field, "labels");
                found.put("start", Decimal.exact(segment.path("start").longValue() / MILLIS))
                        .put("end", Decimal.exact(segment.path("end").longValue() / MILLIS))
                        .put("channel", 0);
                found.putArray("labels")
                        .add(segment.path("label").asText(Labels.of(field).getFirst()));
                if (segment.has("text")) {
                    found.putArray("text").add(segment.path("text").asText());
                }
            }
        }

        private void shapes(OutputField field, JsonNode value) {
            var size = Subject.of(plan.spec(), field).sizeOf(row);
            if (size.isEmpty()) {
                plan.notes().add(Notes.Reason.IMAGE_SIZE_UNKNOWN, row.externalId());
                return;
            }
            switch (field.kind()) {
                case POLYGONS -> {
                    for (Labelled<Polygon> polygon : Shapes.polygons(value)) {
                        ObjectNode found = shape(field, field.name(), "polygonlabels", size.get(), null);
                        ArrayNode points = found.putArray("points");
                        for (Point point : polygon.shape().points()) {
                            points.addArray()
                                    .add(percent(point.x(), size.get().width()))
                                    .add(percent(point.y(), size.get().height()));
                        }
                        found.put("closed", true);
                        label(found, "polygonlabels", field, polygon.label());
                    }
                }
                case KEYPOINTS -> {
                    for (Labelled<Skeleton> skeleton : Shapes.skeletons(value)) {
                        skeleton(field, skeleton, size.get());
                    }
                }
                default -> {
                    for (Labelled<Box> box : Shapes.boxes(value)) {
                        box(field, field.name(), box.label(), box.shape(), size.get());
                    }
                }
            }
        }

        /** A skeleton is a box with its visible and hidden joints as children. */
        private void skeleton(OutputField field, Labelled<Skeleton> skeleton, ImageSize size) {
            String parent = box(
                    field,
                    LabelStudioConfig.boxOf(field),
                    skeleton.label(),
                    skeleton.shape().box(),
                    size);
            List<Keypoint> joints = skeleton.shape().points();
            for (int i = 0; i < joints.size(); i++) {
                Keypoint joint = joints.get(i);
                if (joint.visibility() == Keypoint.Visibility.ABSENT) {
                    continue;
                }
                ObjectNode found = shape(field, field.name(), "keypointlabels", size, parent);
                found.put("x", percent(joint.at().x(), size.width()))
                        .put("y", percent(joint.at().y(), size.height()))
                        .put("width", Decimal.exact(0.5));
                found.putArray("keypointlabels").add(field.joints().get(i));
                if (joint.visibility() == Keypoint.Visibility.HIDDEN) {
                    found.put("hidden", true);
                }
            }
        }

        private String box(OutputField field, String name, String label, Box box, ImageSize size) {
            ObjectNode found = shape(field, name, "rectanglelabels", size, null);
            found.put("x", percent(box.left(), size.width()))
                    .put("y", percent(box.top(), size.height()))
                    .put("width", percent(box.width(), size.width()))
                    .put("height", percent(box.height(), size.height()))
                    .put("rotation", 0);
            label(found, "rectanglelabels", field, label);
            return lastId();
        }

        private void label(ObjectNode value, String type, OutputField field, String label) {
            value.putArray(type)
                    .add(label.equals(Shapes.NO_LABEL) ? Labels.of(field).getFirst() : label);
        }

        private ObjectNode shape(OutputField field, String name, String type, ImageSize size, @Nullable String parent) {
            ObjectNode region = add(field, name, type);
            region.put("original_width", size.width())
                    .put("original_height", size.height())
                    .put("image_rotation", 0);
            if (parent != null) {
                region.put("parentID", parent);
            }
            return region.putObject("value");
        }

        private ObjectNode region(OutputField field, String type) {
            return add(field, field.name(), type).putObject("value");
        }

        private ObjectNode add(OutputField field, String name, String type) {
            ObjectNode region = list.addObject();
            region.put("id", id + "-" + list.size());
            region.put("from_name", name);
            region.put(
                    "to_name",
                    config.sidesOf(field)
                            .map(sides -> String.join(",", sides))
                            .orElseGet(() -> config.objectOf(field)));
            region.put("type", type);
            Double confidence = scored ? row.confidenceOf(field.name()) : null;
            if (confidence != null) {
                region.put("score", Decimal.exact(confidence));
            }
            return region;
        }

        private String lastId() {
            return list.get(list.size() - 1).path("id").asText();
        }
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static BigDecimal percent(double pixels, int whole) {
        return Decimal.exact(100 * pixels / whole);
    }

    @Override
    public void end() throws IOException {
        json.writeEndArray();
        json.flush();
        archive.compress("tasks.json", tasks.file());
        plan.notes().addTo(archive);
        archive.finish();
    }

    @Override
    public void close() throws IOException {
        archive.close();
        tasks.close();
    }
}
