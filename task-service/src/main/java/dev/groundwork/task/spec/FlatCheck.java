package dev.groundwork.task.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.groundwork.kit.problem.FieldError;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A compiled check for the schemas that nearly every job has: one flat object of texts, numbers, booleans and lists.
 * Uploads of a million rows and every submitted answer pass here; a schema that says more goes to {@link SchemaCheck}.
 * A test holds both against each other on the same documents.
 */
final class FlatCheck implements JsonCheck {

    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "examples",
            "default",
            "$comment",
            "$schema",
            "deprecated",
            "readOnly",
            "writeOnly",
            "format",
            "contentMediaType",
            "contentEncoding");

    private final Map<String, Value> properties;
    private final List<String> required;
    private final boolean closed;

    private FlatCheck(Map<String, Value> properties, List<String> required, boolean closed) {
        this.properties = properties;
        this.required = required;
        this.closed = closed;
    }

    /** {@return the check, or nothing when the schema says more than this class understands} */
    static Optional<JsonCheck> of(JsonNode schema) {
        var properties = new HashMap<String, Value>();
        var required = new ArrayList<String>();
        boolean closed = false;
        if (!"object".equals(schema.path("type").textValue())) {
            return Optional.empty();
        }
        for (var keyword : schema.properties()) {
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "type" -> {
                    // Seen above.
                }
                case "properties" -> {
                    for (var property : value.properties()) {
                        Value check = Value.of(property.getValue(), true);
                        if (check == null) {
                            return Optional.empty();
                        }
                        properties.put(property.getKey(), check);
                    }
                }
                case "required" -> value.forEach(name -> required.add(name.asText()));
                case "additionalProperties" -> {
                    if (!value.isBoolean()) {
                        return Optional.empty();
                    }
                    closed = !value.booleanValue();
                }
                default -> {
                    if (!isAnnotation(keyword.getKey())) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(new FlatCheck(properties, required, closed));
    }

    @Override
    public void check(JsonNode document, List<FieldError> faults) {
        if (!document.isObject()) {
            faults.add(new FieldError("", "must be an object"));
            return;
        }
        for (String name : required) {
            if (!document.has(name)) {
                faults.add(new FieldError(Pointers.child("", name), "is missing"));
            }
        }
        for (var property : document.properties()) {
            Value check = properties.get(property.getKey());
            if (check != null) {
                if (!check.accepts(property.getValue())) {
                    check.explain(property.getValue(), Pointers.child("", property.getKey()), faults);
                }
            } else if (closed) {
                faults.add(new FieldError(
                        Pointers.child("", property.getKey()), "is not a property that the schema knows"));
            }
            if (faults.size() >= MOST_FAULTS) {
                return;
            }
        }
    }

    private static boolean isAnnotation(String keyword) {
        return keyword.startsWith("x-") || ANNOTATIONS.contains(keyword);
    }

    private enum Type {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN,
        ARRAY,
        OBJECT,
        NULL;

        boolean fits(JsonNode node) {
            return switch (this) {
                case STRING -> node.isTextual();
                case NUMBER -> node.isNumber();
                case INTEGER -> node.isNumber() && isWhole(node);
                case BOOLEAN -> node.isBoolean();
                case ARRAY -> node.isArray();
                case OBJECT -> node.isObject();
                case NULL -> node.isNull();
            };
        }

        private static boolean isWhole(JsonNode node) {
            return node.isIntegralNumber()
                    || node.decimalValue().stripTrailingZeros().scale() <= 0;
        }
    }

    private record Value(
            @Nullable Type type,
            @Nullable Set<String> labels,
            String labelsInWords,
            int minLength,
            int maxLength,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable BigDecimal above,
            @Nullable BigDecimal below,
            @Nullable Value items,
            int minItems,
            int maxItems,
            boolean unique) {

        static @Nullable Value of(JsonNode schema, boolean mayBeList) {
            if (!schema.isObject()) {
                return null;
            }
            Type type = null;
            Set<String> labels = null;
            int minLength = 0;
            int maxLength = Integer.MAX_VALUE;
            BigDecimal minimum = null;
            BigDecimal maximum = null;
            BigDecimal above = null;
            BigDecimal below = null;
            Value items = null;
            int minItems = 0;
            int maxItems = Integer.MAX_VALUE;
            boolean unique = false;
            for (var keyword : schema.properties()) {
                JsonNode value = keyword.getValue();
                switch (keyword.getKey()) {
                    case "type" -> {
                        type = typeOf(value);
                        if (type == null) {
                            return null;
                        }
                    }
                    case "enum" -> {
                        labels = textsOf(value);
                        if (labels == null) {
                            return null;
                        }
                    }
                    case "minLength" -> minLength = value.intValue();
                    case "maxLength" -> maxLength = value.intValue();
                    case "minimum" -> minimum = value.decimalValue();
                    case "maximum" -> maximum = value.decimalValue();
                    case "exclusiveMinimum" -> above = value.decimalValue();
                    case "exclusiveMaximum" -> below = value.decimalValue();
                    case "minItems" -> minItems = value.intValue();
                    case "maxItems" -> maxItems = value.intValue();
                    case "uniqueItems" -> unique = value.booleanValue();
                    case "items" -> {
                        items = mayBeList ? of(value, false) : null;
                        if (items == null) {
                            return null;
                        }
                    }
                    default -> {
                        if (!isAnnotation(keyword.getKey())) {
                            return null;
                        }
                    }
                }
            }
            // Comparing any two JSON values for uniqueness is left to the schema engine: texts are the common case.
            if (unique && (items == null || items.type() != Type.STRING)) {
                return null;
            }
            String inWords = labels == null ? "" : String.join(", ", textsInOrder(schema.path("enum")));
            return new Value(
                    type, labels, inWords, minLength, maxLength, minimum, maximum, above, below, items, minItems,
                    maxItems, unique);
        }

        boolean accepts(JsonNode node) {
            var faults = new Faults();
            inspect(node, "", faults);
            return faults.none;
        }

        void explain(JsonNode node, String pointer, List<FieldError> into) {
            var faults = new Faults();
            faults.into = into;
            inspect(node, pointer, faults);
        }

        private void inspect(JsonNode node, String pointer, Faults faults) {
            if (type != null && !type.fits(node)) {
                faults.add(pointer, () -> "must be " + article(type) + ", not " + nameOf(node));
                return;
            }
            if (labels != null && !(node.isTextual() && labels.contains(node.textValue()))) {
                faults.add(pointer, () -> "must be one of: " + labelsInWords);
            }
            if (node.isTextual()) {
                inspectText(node.textValue(), pointer, faults);
            } else if (node.isNumber()) {
                inspectNumber(node, pointer, faults);
            } else if (node.isArray()) {
                inspectList(node, pointer, faults);
            }
        }

        private void inspectText(String text, String pointer, Faults faults) {
            if (minLength > 0 || text.length() > maxLength) {
                int length = text.codePointCount(0, text.length());
                if (length < minLength) {
                    faults.add(pointer, () -> "must have at least " + minLength + " characters, and has " + length);
                } else if (length > maxLength) {
                    faults.add(pointer, () -> "must have at most " + maxLength + " characters, and has " + length);
                }
            }
        }

        private void inspectNumber(JsonNode node, String pointer, Faults faults) {
            if (minimum == null && maximum == null && above == null && below == null) {
                return;
            }
            BigDecimal number = node.decimalValue();
            if (minimum != null && number.compareTo(minimum) < 0) {
                faults.add(pointer, () -> "must be at least " + minimum.toPlainString());
            }
            if (maximum != null && number.compareTo(maximum) > 0) {
                faults.add(pointer, () -> "must be at most " + maximum.toPlainString());
            }
            if (above != null && number.compareTo(above) <= 0) {
                faults.add(pointer, () -> "must be above " + above.toPlainString());
            }
            if (below != null && number.compareTo(below) >= 0) {
                faults.add(pointer, () -> "must be below " + below.toPlainString());
            }
        }

        private void inspectList(JsonNode list, String pointer, Faults faults) {
            if (list.size() < minItems) {
                faults.add(pointer, () -> "must have at least " + minItems + " items, and has " + list.size());
            } else if (list.size() > maxItems) {
                faults.add(pointer, () -> "must have at most " + maxItems + " items, and has " + list.size());
            }
            Set<JsonNode> seen = unique ? new HashSet<>() : null;
            for (int i = 0; i < list.size(); i++) {
                JsonNode item = list.get(i);
                String at = Pointers.child(pointer, i);
                if (items != null) {
                    items.inspect(item, at, faults);
                }
                if (seen != null && !seen.add(item)) {
                    faults.add(at, () -> "is in the list already");
                }
                if (faults.enough()) {
                    return;
                }
            }
        }

        private static @Nullable Type typeOf(JsonNode keyword) {
            if (!keyword.isTextual()) {
                return null;
            }
            return switch (keyword.textValue()) {
                case "string" -> Type.STRING;
                case "number" -> Type.NUMBER;
                case "integer" -> Type.INTEGER;
                case "boolean" -> Type.BOOLEAN;
                case "array" -> Type.ARRAY;
                case "null" -> Type.NULL;
                // What an object holds is checked by no keyword that this class knows.
                case "object" -> Type.OBJECT;
                default -> null;
            };
        }

        private static @Nullable Set<String> textsOf(JsonNode list) {
            var texts = new HashSet<String>();
            for (JsonNode item : list) {
                if (!item.isTextual()) {
                    return null;
                }
                texts.add(item.textValue());
            }
            return texts;
        }

        private static List<String> textsInOrder(JsonNode list) {
            var texts = new ArrayList<String>();
            list.forEach(item -> texts.add(item.asText()));
            return texts;
        }

        private static String article(Type type) {
            return switch (type) {
                case STRING -> "a text";
                case NUMBER -> "a number";
                case INTEGER -> "a whole number";
                case BOOLEAN -> "true or false";
                case ARRAY -> "a list";
                case OBJECT -> "an object";
                case NULL -> "null";
            };
        }

        private static String nameOf(JsonNode node) {
            return switch (node.getNodeType()) {
                case STRING -> "a text";
                case NUMBER -> node.isIntegralNumber() ? "a whole number" : "a number with decimals";
                case BOOLEAN -> "true or false";
                case ARRAY -> "a list";
                case OBJECT -> "an object";
                default -> "null";
            };
        }
    }

    /** Counts only while a document is tried, and writes sentences only once it is known to be wrong. */
    private static final class Faults {

        private @Nullable List<FieldError> into;
        private boolean none = true;

        void add(String pointer, java.util.function.Supplier<String> sentence) {
            none = false;
            if (into != null && into.size() < MOST_FAULTS) {
                into.add(new FieldError(pointer, sentence.get()));
            }
        }

        boolean enough() {
            return into == null ? !none : into.size() >= MOST_FAULTS;
        }
    }
}
