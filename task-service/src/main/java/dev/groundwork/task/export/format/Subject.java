package dev.groundwork.task.export.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.Pointers;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a format that takes one property exports.
 *
 * @param field the property
 * @param input JSON pointer to what it is about: the picture or the text of the task
 */
record Subject(OutputField field, String input) {

    /** {@return every property that the format has a place for} */
    static List<Subject> all(TaskSpec spec, String format) {
        return spec.outputs().stream()
                .filter(field -> field.kind().goesTo(format))
                .flatMap(field -> about(spec, field).map(input -> new Subject(field, input)).stream())
                .toList();
    }

    /**
     * The property to export: the one that is asked for, or the only one.
     *
     * @throws Unprocessable {@code export-field-needed}
     */
    static Subject choose(TaskSpec spec, String format, @Nullable String asked) {
        List<Subject> all = all(spec, format);
        Optional<Subject> chosen = asked == null
                ? all.stream().limit(all.size() == 1 ? 1 : 0).findFirst()
                : all.stream()
                        .filter(subject -> subject.field().name().equals(asked))
                        .findFirst();
        return chosen.orElseThrow(() -> {
            List<String> names =
                    all.stream().map(subject -> subject.field().name()).toList();
            return new Unprocessable(
                    "export-field-needed",
                    "The format " + format + " takes one property of the answers: name it in options.field, one of "
                            + String.join(", ", names) + ".",
                    Map.of("fields", names));
        });
    }

    /** {@return a property and what it is about, an empty pointer where that is not clear} */
    static Subject of(TaskSpec spec, OutputField field) {
        return new Subject(field, about(spec, field).orElse(""));
    }

    private static Optional<String> about(TaskSpec spec, OutputField field) {
        if (field.about() != null) {
            return Optional.of(field.about());
        }
        String medium =
                switch (field.kind()) {
                    case BOXES, POLYGONS, KEYPOINTS -> "image";
                    case SEGMENTS, TRANSCRIPT -> "audio";
                    default -> "";
                };
        List<String> media = spec.inputs().stream()
                .map(InputField::name)
                .filter(name -> medium.equals(mediumOf(spec, name)))
                .toList();
        return media.size() == 1 ? Optional.of(pointerTo(media.getFirst())) : Optional.empty();
    }

    /** {@return the kind of medium that an input names, such as image; empty for a plain value} */
    static String mediumOf(TaskSpec spec, String input) {
        return spec.document()
                .path("input")
                .path("properties")
                .path(input)
                .path("x-media")
                .asText("");
    }

    static String pointerTo(String property) {
        return Pointers.child("", property);
    }

    /** {@return the text at the pointer; empty when there is none} */
    Optional<String> textOf(ExportRow row) {
        JsonNode text = row.input().at(input);
        return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
    }

    /** {@return how large the property's own picture is: as the store of media knows, or as the spec says} */
    Optional<ImageSize> sizeOf(ExportRow row) {
        for (var known : row.imageSizes().entrySet()) {
            if (pointerTo(known.getKey()).equals(input)) {
                return Optional.of(known.getValue());
            }
        }
        JsonNode size = field.schema().path("x-size");
        int width = measure(size.path("width"), row.input());
        int height = measure(size.path("height"), row.input());
        return width > 0 && height > 0 ? Optional.of(new ImageSize(width, height)) : Optional.empty();
    }

    /** A number of pixels, or where in the input it stands. */
    private static int measure(JsonNode measure, JsonNode input) {
        JsonNode found = measure.has("$in") ? input.at(measure.path("$in").asText()) : measure;
        return found.isNumber() ? (int) Math.round(found.doubleValue()) : 0;
    }
}
