package dev.groundwork.task.result;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A record of a CSV export (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front;
 * numbers stay numbers.
 */
public final class CsvLine {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?");

    private final StringBuilder line = new StringBuilder();
    private boolean empty = true;

    public CsvLine add(@Nullable Object value) {
        if (!empty) {
            line.append(',');
        }
        empty = false;
        String text = textOf(value);
        if (value instanceof String || value instanceof JsonNode) {
            text = guarded(text);
        }
        if (needsQuotes(text)) {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            line.append(text);
        }
        return this;
    }

    /** {@return the record with its line end} */
    public String end() {
        return line.append("\r\n").toString();
    }

    private static String textOf(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case Iterable<?> list when !(value instanceof JsonNode) -> joined(list);
            case JsonNode node when node.isValueNode() -> node.isNull() ? "" : node.asText();
            case JsonNode list when isFlat(list) -> joined(list);
            default -> value.toString();
        };
    }

    /** Labels and the like; shapes stay JSON. */
    private static boolean isFlat(JsonNode list) {
        if (!list.isArray()) {
            return false;
        }
        for (JsonNode item : list) {
            if (item.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    /** Several labels stand in one cell, one after a bar. */
    private static String joined(Iterable<?> list) {
        var text = new StringBuilder();
        for (Object item : list) {
            if (!text.isEmpty()) {
                text.append('|');
            }
            text.append(item instanceof JsonNode node ? node.asText() : item);
        }
        return guarded(text.toString());
    }

    private static String guarded(String text) {
        if (text.isEmpty()) {
            return text;
        }
        return switch (text.charAt(0)) {
            case '=', '@', '\t', '\r' -> "'" + text;
            case '+', '-' -> NUMBER.matcher(text).matches() ? text : "'" + text;
            default -> text;
        };
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ',', '"', '\n', '\r' -> {
                    return true;
                }
                default -> {
                    // Stands as it is.
                }
            }
        }
        return !text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ');
    }
}
