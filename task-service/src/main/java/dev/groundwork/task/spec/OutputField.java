package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * One property of an answer.
 *
 * @param labels the closed list of classes, labels or candidates in the order of the schema: of a choice, multichoice or
 *     preference its labels, of a boolean {@code false} and {@code true}, of a rating its scale from low to high, of shapes,
 *     spans and segments what they may show; empty where there is no list
 * @param agree when two values say the same
 * @param schema the schema of the property with what its kind implies written out; not to be changed
 */
public record OutputField(
        String name, OutputKind kind, boolean required, List<String> labels, AgreementRule agree, JsonNode schema) {

    /** Stands for a value that is none of the classes. */
    public static final int NO_CLASS = -1;

    public OutputField {
        labels = List.copyOf(labels);
    }

    /** A property that is compared as usual for its kind and says nothing more. */
    public OutputField(String name, OutputKind kind, boolean required, List<String> labels) {
        this(name, kind, required, labels, kind.agreement(), JsonNodeFactory.instance.objectNode());
    }

    /** {@return of a preference that may be a tie, the same with the tie as its last label; of all else itself} */
    public OutputField withTie() {
        if (kind != OutputKind.PREFERENCE || !schema.path("x-ties").asBoolean(true)) {
            return this;
        }
        var sides = new ArrayList<>(labels);
        sides.add(TaskSpec.TIE);
        return new OutputField(name, kind, required, sides, agree, schema);
    }

    /** {@return the class of a value that is counted, as {@link #labels()} names it} */
    public String labelOf(JsonNode value) {
        if (kind == OutputKind.PREFERENCE) {
            return value.path("choice").asText();
        }
        // 3.0 is the third class of a scale as 3 is.
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
    }

    /**
     * {@return whether a value is one of the labels of a closed list, by type and content; of a multichoice, whether it is one that
     *     may be chosen}
     */
    public boolean isLabel(JsonNode value) {
        boolean typed =
                switch (kind) {
                    case BOOLEAN -> value.isBoolean();
                    case RATING ->
                        schema.path("type").asText("integer").equals("integer") ? isFinite(value) : value.isTextual();
                    default -> value.isTextual();
                };
        return typed && labels.contains(labelOf(value));
    }

    private static boolean isFinite(JsonNode value) {
        return value.isIntegralNumber() || (value.isNumber() && Double.isFinite(value.doubleValue()));
    }

    /** {@return the number of the class of a value that is counted, {@link #NO_CLASS} where it is none of them} */
    public int classOf(JsonNode value) {
        return labels.indexOf(labelOf(value));
    }

    /** {@return a class of a property that is counted as the value of an answer} */
    public JsonNode valueOf(String label) {
        return switch (kind) {
            case BOOLEAN -> BooleanNode.valueOf(Boolean.parseBoolean(label));
            case RATING ->
                schema.path("type").asText("integer").equals("integer")
                        ? IntNode.valueOf(Integer.parseInt(label))
                        : TextNode.valueOf(label);
            case PREFERENCE -> JsonNodeFactory.instance.objectNode().put("choice", label);
            default -> TextNode.valueOf(label);
        };
    }

    /** {@return the joints of a skeleton in their order} */
    public List<String> joints() {
        return texts("x-joints");
    }

    /** {@return by what a preference is asked besides overall} */
    public List<String> dimensions() {
        return texts("x-dimensions");
    }

    /** {@return the lowest rating of a turn} */
    public int lowest() {
        return schema.path("minimum").asInt(ValueSchema.LOWEST_RATING);
    }

    /** {@return the highest rating of a turn} */
    public int highest() {
        return schema.path("maximum").asInt(ValueSchema.HIGHEST_RATING);
    }

    /** {@return the JSON pointer into the input to what the value is about; null where the spec does not say} */
    public @Nullable String about() {
        return schema.path("x-of").path("$in").textValue();
    }

    private List<String> texts(String word) {
        var texts = new ArrayList<String>();
        schema.path(word).forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }
}
