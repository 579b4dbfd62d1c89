package dev.groundwork.task.export.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

import dev.groundwork.task.kind.Shapes;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.shape.Box;
import dev.groundwork.truth.shape.Keypoint;
import dev.groundwork.truth.shape.Labelled;
import dev.groundwork.truth.shape.Point;
import dev.groundwork.truth.shape.Polygon;
import dev.groundwork.truth.shape.Skeleton;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * COCO's JSON of objects in pictures: boxes, outlines, or skeletons with the visibility of each joint. Ids are counted
 * from 1 in the order of the job, categories in the order of the spec. A task without a result is left out: an image
 * without annotations says that there is nothing on it.
 */
final class Coco implements ExportWriter {

    private static final String FORMAT = "coco";

    private final Plan plan;
    private final Subject subject;
    private final List<String> labels;
    private final OutputStream out;
    private final JsonGenerator json;
    private final Spool annotations;
    private final JsonGenerator spooled;
    private final Images images = new Images();
    private long imageId;
    private long annotationId;

    Coco(Plan plan, OutputStream out) throws IOException {
        this.plan = plan;
        this.subject = Subject.choose(plan.spec(), FORMAT, plan.options().field());
        this.labels = Labels.of(subject.field());
        this.out = new BufferedOutputStream(out, 64 * 1024);
        this.json = JsonRow.JSON.createGenerator(this.out);
        this.annotations = new Spool(plan.scratch());
        this.spooled = JsonRow.JSON.createGenerator(annotations.out());
        begin();
    }

    private void begin() throws IOException {
        ObjectNode info = JsonRow.NODES.objectNode();
        info.put("description", plan.title()).put("version", "1.0").put("contributor", "");
        json.writeStartObject();
        json.writePOJOField("info", info);
        json.writePOJOField("licenses", JsonRow.NODES.arrayNode());
        json.writePOJOField("categories", categories());
        json.writeArrayFieldStart("images");
        spooled.writeStartArray();
    }

    private ArrayNode categories() {
        OutputField field = subject.field();
        ArrayNode list = JsonRow.NODES.arrayNode();
        for (int i = 0; i < labels.size(); i++) {
            ObjectNode category = list.addObject();
            category.put("id", i + 1).put("name", labels.get(i)).put("supercategory", field.name());
            if (field.kind() == OutputKind.KEYPOINTS) {
                ArrayNode joints = category.putArray("keypoints");
                field.joints().forEach(joints::add);
                category.putArray("skeleton");
            }
        }
        return list;
    }

    @Override
    public void row(ExportRow row) throws IOException {
        JsonNode value = row.valueOf(subject.field().name());
        var source = subject.textOf(row);
        if (value.isMissingNode()) {
            plan.notes().add(Notes.Reason.NO_RESULT, row.externalId());
            return;
        }
        if (source.isEmpty()) {
            plan.notes().add(Notes.Reason.IMAGE_MISSING, row.externalId());
            return;
        }
        imageId++;
        ObjectNode image = JsonRow.NODES.objectNode();
        image.put("id", imageId);
        image.put("file_name", images.name(row.externalId(), source.get()).file());
        // Coordinates are pixels, so a picture whose size nobody knows loses nothing else.
        subject.sizeOf(row).ifPresent(size -> image.put("width", size.width()).put("height", size.height()));
        if (!plan.options().idsOnly()) {
            image.put("coco_url", source.get());
        }
        image.put("task_id", row.taskId().toString()).put("external_id", row.externalId());
        json.writeTree(image);
        Double confidence = row.confidenceOf(subject.field().name());
        annotate(value, confidence);
    }

    private void annotate(JsonNode value, @Nullable Double confidence) throws IOException {
        switch (subject.field().kind()) {
            case POLYGONS -> {
                for (Labelled<Polygon> polygon : Shapes.polygons(value)) {
                    ObjectNode annotation = annotation(
                            polygon.label(),
                            Bounds.of(polygon.shape().points()),
                            polygon.shape().area());
                    ArrayNode outline = annotation.putArray("segmentation").addArray();
                    for (Point point : polygon.shape().points()) {
                        outline.add(Decimal.pixels(point.x())).add(Decimal.pixels(point.y()));
                    }
                    write(annotation, confidence);
                }
            }
            case KEYPOINTS -> {
                for (Labelled<Skeleton> skeleton : Shapes.skeletons(value)) {
                    Box box = skeleton.shape().box();
                    ObjectNode annotation = annotation(skeleton.label(), box, box.area());
                    ArrayNode points = annotation.putArray("keypoints");
                    int placed = 0;
                    for (Keypoint joint : skeleton.shape().points()) {
                        points.add(Decimal.pixels(joint.at().x()))
                                .add(Decimal.pixels(joint.at().y()))
                                .add(joint.visibility().code());
                        placed += joint.visibility() == Keypoint.Visibility.ABSENT ? 0 : 1;
                    }
                    annotation.put("num_keypoints", placed);
                    write(annotation, confidence);
                }
            }
            default -> {
                for (Labelled<Box> box : Shapes.boxes(value)) {
                    write(annotation(box.label(), box.shape(), box.shape().area()), confidence);
                }
            }
        }
    }

    private ObjectNode annotation(String label, Box box, double area) {
        annotationId++;
        ObjectNode annotation = JsonRow.NODES.objectNode();
        annotation.put("id", annotationId);
        annotation.put("image_id", imageId);
        annotation.put("category_id", Labels.number(labels, label) + 1);
        annotation
                .putArray("bbox")
                .add(Decimal.pixels(box.left()))
                .add(Decimal.pixels(box.top()))
                .add(Decimal.pixels(box.width()))
                .add(Decimal.pixels(box.height()));
        annotation.put("area", Decimal.pixels(area));
        annotation.put("iscrowd", 0);
        return annotation;
    }

    private void write(ObjectNode annotation, @Nullable Double confidence) throws IOException {
        if (confidence != null) {
            annotation.putObject("attributes").put("confidence", Decimal.exact(confidence));
        }
        spooled.writeTree(annotation);
    }

    @Override
    public void end() throws IOException {
        json.writeEndArray();
        json.writeFieldName("annotations");
        spooled.writeEndArray();
        spooled.flush();
        json.writeRawValue("");
        json.flush();
        Files.copy(annotations.file(), out);
        json.writeEndObject();
        json.flush();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        annotations.close();
    }
}
