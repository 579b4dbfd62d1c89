package dev.groundwork.task.spec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One text for every document that means the same, after RFC 8785: members sorted by name, no white space, one
 * spelling for each number. Unlike the RFC it keeps every digit of a number instead of rounding to a double.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    /** {@return SHA-256 of the canonical text, in hex} */
    static String hash(JsonNode document) {
        var text = new StringBuilder(1024);
        write(document, text);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    static String text(JsonNode document) {
        var text = new StringBuilder(1024);
        write(document, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                // String's natural order is by UTF-16 code unit, as the RFC asks.
                var sorted = new TreeMap<String, JsonNode>();
                node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
                char separator = '{';
                for (var property : sorted.entrySet()) {
                    out.append(separator);
                    writeText(property.getKey(), out);
                    out.append(':');
                    write(property.getValue(), out);
                    separator = ',';
                }
                out.append(sorted.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < node.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    write(node.get(i), out);
                }
                out.append(']');
            }
            case STRING -> writeText(node.textValue(), out);
            case NUMBER -> out.append(number(node.decimalValue()));
            default -> out.append(node.asText());
        }
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static String number(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        if (shortest.signum() == 0) {
            return "0";
        }
        return Math.abs(shortest.scale()) <= 30 ? shortest.toPlainString() : shortest.toString();
    }
}
