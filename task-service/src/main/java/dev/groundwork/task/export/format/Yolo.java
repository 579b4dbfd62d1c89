package dev.groundwork.task.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.groundwork.task.export.archive.ZipArchive;
import dev.groundwork.task.kind.Shapes;
import dev.groundwork.task.result.CsvLine;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.shape.Box;
import dev.groundwork.truth.shape.Keypoint;
import dev.groundwork.truth.shape.Labelled;
import dev.groundwork.truth.shape.Point;
import dev.groundwork.truth.shape.Polygon;
import dev.groundwork.truth.shape.Skeleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A data set for Ultralytics' YOLO: a label file a picture (detection, segmentation or pose by the kind of the property)
 * with coordinates as parts of the picture's size, and data.yaml. The pictures themselves stay where they are: images.csv
 * says which goes to which name. A picture of unknown size is left out and named in notes.txt.
 */
final class Yolo implements ExportWriter {

    private static final String FORMAT = "yolo";

    private final Plan plan;
    private final Subject subject;
    private final List<String> labels;
    private final ZipArchive archive;
    private final Spool table;
    private final Writer list;
    private final Images images = new Images();

    Yolo(Plan plan, OutputStream out) throws IOException {
        this.plan = plan;
        this.subject = Subject.choose(plan.spec(), FORMAT, plan.options().field());
        this.labels = Labels.of(subject.field());
        this.archive = new ZipArchive(out, plan.scratch());
        this.table = new Spool(plan.scratch());
        this.list = new OutputStreamWriter(table.out(), StandardCharsets.UTF_8);
        archive.add("data.yaml", data());
        list.write(new CsvLine()
                .add("file")
                .add("source")
                .add("width")
                .add("height")
                .add("externalId")
                .end());
    }

    private String data() {
        var yaml = new StringBuilder("""
                # Put the pictures into images/ under the names that images.csv gives them.
                path: .
                train: images
                val: images
                """);
        if (subject.field().kind() == OutputKind.KEYPOINTS) {
            yaml.append("kpt_shape: [").append(subject.field().joints().size()).append(", 3]\n");
        }
        yaml.append("names:\n");
        for (int i = 0; i < labels.size(); i++) {
            // JSON's texts are YAML's too.
            yaml.append("  ")
                    .append(i)
                    .append(": ")
                    .append(TextNode.valueOf(labels.get(i)))
                    .append('\n');
        }
        return yaml.toString();
    }

    @Override
    public void row(ExportRow row) throws IOException {
        JsonNode value = row.valueOf(subject.field().name());
        var source = subject.textOf(row);
        var size = subject.sizeOf(row);
        if (value.isMissingNode()) {
            plan.notes().add(Notes.Reason.NO_RESULT, row.externalId());
            return;
        }
        if (source.isEmpty()) {
            plan.notes().add(Notes.Reason.IMAGE_MISSING, row.externalId());
            return;
        }
        if (size.isEmpty()) {
            plan.notes().add(Notes.Reason.IMAGE_SIZE_UNKNOWN, row.externalId());
            return;
        }
        Images.Name name = images.name(row.externalId(), source.get());
        archive.add("labels/" + name.stem() + ".txt", lines(value, size.get()));
        list.write(new CsvLine()
                .add("images/" + name.file())
                .add(plan.options().idsOnly() ? null : source.get())
                .add(size.get().width())
                .add(size.get().height())
                .add(row.externalId())
                .end());
    }

    private String lines(JsonNode value, ImageSize size) {
        var lines = new StringBuilder();
        switch (subject.field().kind()) {
            case POLYGONS -> {
                for (Labelled<Polygon> polygon : Shapes.polygons(value)) {
                    lines.append(Labels.number(labels, polygon.label()));
                    polygon.shape().points().forEach(point -> place(point, size, lines));
                    lines.append('\n');
                }
            }
            case KEYPOINTS -> {
                for (Labelled<Skeleton> skeleton : Shapes.skeletons(value)) {
                    lines.append(Labels.number(labels, skeleton.label()));
                    box(skeleton.shape().box(), size, lines);
                    for (Keypoint joint : skeleton.shape().points()) {
                        place(joint.at(), size, lines);
                        lines.append(' ').append(joint.visibility().code());
                    }
                    lines.append('\n');
                }
            }
            default -> {
                for (Labelled<Box> box : Shapes.boxes(value)) {
                    lines.append(Labels.number(labels, box.label()));
                    box(box.shape(), size, lines);
                    lines.append('\n');
                }
            }
        }
        return lines.toString();
    }

    /** Centre and size of the part of a box that is in the picture. */
    private static void box(Box box, ImageSize size, StringBuilder line) {
        double left = Math.clamp(box.left(), 0, size.width());
        double right = Math.clamp(box.right(), 0, size.width());
        double top = Math.clamp(box.top(), 0, size.height());
        double bottom = Math.clamp(box.bottom(), 0, size.height());
        line.append(' ')
                .append(Decimal.share((left + right) / 2, size.width()))
                .append(' ')
                .append(Decimal.share((top + bottom) / 2, size.height()))
                .append(' ')
                .append(Decimal.share(right - left, size.width()))
                .append(' ')
                .append(Decimal.share(bottom - top, size.height()));
    }

    private static void place(Point point, ImageSize size, StringBuilder line) {
        line.append(' ')
                .append(Decimal.share(point.x(), size.width()))
                .append(' ')
                .append(Decimal.share(point.y(), size.height()));
    }

    @Override
    public void end() throws IOException {
        list.flush();
        archive.compress("images.csv", table.file());
        plan.notes().addTo(archive);
        archive.finish();
    }

    @Override
    public void close() throws IOException {
        archive.close();
        table.close();
    }
}
