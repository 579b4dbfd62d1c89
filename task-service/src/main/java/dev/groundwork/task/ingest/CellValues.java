package dev.groundwork.task.ingest;

import java.math.BigDecimal;

import dev.groundwork.task.spec.InputField.CellType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** The text of a table cell as the JSON value that the input schema asks for. */
public final class CellValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private CellValues() {}

    /** {@return the value; null when the text is none of the type} */
    public static @Nullable JsonNode of(String text, CellType type) {
        return switch (type) {
            case TEXT -> NODES.textNode(text);
            case NUMBER -> numberIn(text.strip());
            case BOOLEAN ->
                switch (text.strip()) {
                    case "true" -> NODES.booleanNode(true);
                    case "false" -> NODES.booleanNode(false);
                    default -> null;
                };
            case JSON -> json(text);
        };
    }

    private static @Nullable JsonNode numberIn(String text) {
        if (text.length() > 400) {
            return null;
        }
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** {@return the JSON that the text spells; null when it spells none} */
    static @Nullable JsonNode json(String text) {
        try {
            JsonNode value = READER.readTree(text);
            return value.isMissingNode() ? null : value;
        } catch (JsonProcessingException malformed) {
            return null;
        }
    }

    /** {@return what a cell of the type holds, as a phrase} */
    public static String inWords(CellType type) {
        return switch (type) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case JSON -> "JSON";
        };
    }
}
