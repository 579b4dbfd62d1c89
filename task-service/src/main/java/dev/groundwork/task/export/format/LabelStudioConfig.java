package dev.groundwork.task.export.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpec;

/**
 * The labelling interface of Label Studio that shows what a spec asks: one tag for each input that can be seen, one for each
 * property of the answer. Names are those of the spec; where an input and an output have one name, the input's gets
 * {@code _input}.
 */
final class LabelStudioConfig {

    private static final String CONVERSATION = "Paragraphs";

    private final TaskSpec spec;
    private final Map<String, String> objects = new HashMap<>();
    private final StringBuilder xml = new StringBuilder();
    private String onlyText = "";

    LabelStudioConfig(TaskSpec spec) {
        this.spec = spec;
        for (InputField input : spec.inputs()) {
            if (tagOf(input).isPresent()) {
                objects.put(input.name(), freeName(input.name()));
            }
        }
        if (objects.isEmpty() && !spec.inputs().isEmpty()) {
            // Something has to be shown, or nothing can be asked about it.
            onlyText = spec.inputs().getFirst().name();
            objects.put(onlyText, freeName(onlyText));
        }
    }

    /** {@return the document} */
    String xml() {
        xml.append("<View>\n");
        for (InputField input : spec.inputs()) {
            Optional<String> tag = tagOf(input);
            if (tag.isEmpty()) {
                continue;
            }
            tag(tag.get(), "name", objects.getOrDefault(input.name(), input.name()), "value", "$" + input.name());
            if (tag.get().equals(CONVERSATION)) {
                xml.append(" layout=\"dialogue\" nameKey=\"role\" textKey=\"content\"");
            }
            xml.append("/>\n");
        }
        spec.outputs().forEach(this::control);
        return xml.append("</View>\n").toString();
    }

    /** {@return the tag that a property belongs to; empty when the spec shows nothing that can be labelled} */
    String objectOf(OutputField field) {
        Optional<String> about = Optional.ofNullable(field.about())
                .map(pointer -> pointer.substring(1).replace("~1", "/").replace("~0", "~"))
                .filter(objects::containsKey);
        String fitting = about.orElseGet(() -> spec.inputs().stream()
                .filter(input -> objects.containsKey(input.name()) && isFor(field.kind(), input))
                .map(InputField::name)
                .findFirst()
                .orElse(""));
        return objects.getOrDefault(fitting, "");
    }

    /** {@return the two tags that a preference compares; empty when the inputs are not named as its sides} */
    Optional<List<String>> sidesOf(OutputField field) {
        if (field.kind() != OutputKind.PREFERENCE || field.labels().size() != 2) {
            return Optional.empty();
        }
        var sides = new ArrayList<String>();
        for (String label : field.labels()) {
            String tag = objects.get(label);
            if (tag == null) {
                return Optional.empty();
            }
            sides.add(tag);
        }
        return Optional.of(sides);
    }

    private boolean isFor(OutputKind kind, InputField input) {
        String medium = Subject.mediumOf(spec, input.name());
        return switch (kind) {
            case BOXES, POLYGONS, KEYPOINTS -> medium.equals("image");
            case SEGMENTS, TRANSCRIPT -> medium.equals("audio") || medium.equals("video");
            case SPANS -> medium.isEmpty();
            default -> true;
        };
    }

    private Optional<String> tagOf(InputField input) {
        return switch (Subject.mediumOf(spec, input.name())) {
            case "image" -> Optional.of("Image");
            case "audio" -> Optional.of("Audio");
            case "video" -> Optional.of("Video");
            case "" -> {
                boolean conversation = spec.outputs().stream()
                        .anyMatch(output -> output.kind() == OutputKind.CHAT_RATINGS
                                && Subject.pointerTo(input.name()).equals(output.about()));
                if (conversation) {
                    yield Optional.of(CONVERSATION);
                }
                boolean shown =
                        input.type() == InputField.CellType.TEXT || input.name().equals(onlyText);
                yield shown ? Optional.of("Text") : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private void control(OutputField field) {
        String about = objectOf(field);
        switch (field.kind()) {
            case CHOICE, BOOLEAN -> choices(field.name(), about, "single", field.labels());
            case MULTICHOICE -> choices(field.name(), about, "multiple", field.labels());
            case RATING -> {
                if (isStars(field)) {
                    tag(
                                    "Rating",
                                    "name",
                                    field.name(),
                                    "toName",
                                    about,
                                    "maxRating",
                                    field.labels().getLast())
                            .append("/>\n");
                } else {
                    choices(field.name(), about, "single", field.labels());
                }
            }
            case NUMBER -> tag("Number", "name", field.name(), "toName", about).append("/>\n");
            case SPANS, SEGMENTS -> labels("Labels", field.name(), about, Labels.of(field));
            case BOXES -> labels("RectangleLabels", field.name(), about, Labels.of(field));
            case POLYGONS -> labels("PolygonLabels", field.name(), about, Labels.of(field));
            case KEYPOINTS -> {
                labels("RectangleLabels", boxOf(field), about, Labels.of(field));
                labels("KeyPointLabels", field.name(), about, field.joints());
            }
            case PREFERENCE -> {
                var sides = sidesOf(field);
                if (sides.isPresent()) {
                    tag("Pairwise", "name", field.name(), "toName", String.join(",", sides.get()))
                            .append("/>\n");
                } else {
                    var labels = new ArrayList<>(field.labels());
                    labels.add(TaskSpec.TIE);
                    choices(field.name(), about, "single", labels);
                }
            }
            // Kinds without a tag of their own travel as JSON in a text.
            case TEXT, TRANSCRIPT, RANKING, CHAT_RATINGS, FILE ->
                tag("TextArea", "name", field.name(), "toName", about).append("/>\n");
        }
    }

    /** {@return the name of the tag for the boxes of skeletons} */
    static String boxOf(OutputField field) {
        return field.name() + "_box";
    }

    /** {@return whether a scale counts from one, as stars do} */
    static boolean isStars(OutputField field) {
        return field.kind() == OutputKind.RATING
                && !field.labels().isEmpty()
                && field.labels().getFirst().equals("1")
                && field.labels()
                        .getLast()
                        .equals(Integer.toString(field.labels().size()));
    }

    private void choices(String name, String about, String choice, List<String> labels) {
        tag("Choices", "name", name, "toName", about, "choice", choice).append(">\n");
        for (String label : labels) {
            xml.append("  ");
            tag("Choice", "value", label).append("/>\n");
        }
        xml.append("  </Choices>\n");
    }

    private void labels(String tag, String name, String about, List<String> labels) {
        tag(tag, "name", name, "toName", about).append(">\n");
        for (String label : labels) {
            xml.append("  ");
            tag("Label", "value", label).append("/>\n");
        }
        xml.append("  </").append(tag).append(">\n");
    }

    private StringBuilder tag(String tag, String... attributes) {
        xml.append("  <").append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        return xml;
    }

    private String freeName(String input) {
        boolean taken = spec.outputs().stream().anyMatch(output -> output.name().equals(input));
        return taken ? input + "_input" : input;
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\r', '\t' -> escaped.append("&#").append(character).append(';');
                default -> {
                    // XML has no way to write other control characters.
                    if (character >= ' ' && character != 0xfffe && character != 0xffff) {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
