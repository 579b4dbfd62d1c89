package dev.groundwork.task.spec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.groundwork.kit.problem.FieldError;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;

/** A check by a complete JSON Schema engine (draft 2020-12); nothing is ever fetched from elsewhere. */
final class SchemaCheck implements JsonCheck {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .regularExpressionFactory(SchemaCheck::boundedExpression)
                    .build()));

    private static final Schema META = REGISTRY.getSchema(SchemaLocation.of(DIALECT));

    private final Schema schema;

    private SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    static JsonCheck of(JsonNode schema) {
        return new SchemaCheck(REGISTRY.getSchema(schema));
    }

    /** Adds what makes a document no JSON Schema. */
    static void checkSchema(JsonNode schema, String at, List<FieldError> faults) {
        int before = faults.size();
        for (Error error : META.validate(schema)) {
            add(error, at, faults);
        }
        if (faults.size() == before) {
            refuseReferences(schema, at, faults);
        }
    }

    @Override
    public void check(JsonNode document, List<FieldError> faults) {
        for (Error error : schema.validate(document)) {
            if (faults.size() >= MOST_FAULTS) {
                return;
            }
            add(error, "", faults);
        }
    }

    private static void add(Error error, String at, List<FieldError> faults) {
        String pointer = at + error.getInstanceLocation();
        switch (error.getKeyword()) {
            // The engine points at the object; the fault is the property that it lacks or should not have.
            case "required" -> faults.add(new FieldError(Pointers.child(pointer, error.getProperty()), "is missing"));
            case "additionalProperties" ->
                faults.add(new FieldError(
                        Pointers.child(pointer, error.getProperty()), "is not a property that the schema knows"));
            default -> faults.add(new FieldError(pointer, error.getMessage()));
        }
    }

    /** A spec stands alone: what it refers to could change, be fetched from inside our network, or never end. */
    private static void refuseReferences(JsonNode node, String at, List<FieldError> faults) {
        if (node.isObject()) {
            for (var property : node.properties()) {
                String pointer = Pointers.child(at, property.getKey());
                switch (property.getKey()) {
                    case "$ref", "$dynamicRef", "$id" ->
                        faults.add(new FieldError(
                                pointer, "is not taken: a spec stands alone, so write the schema out in its place"));
                    case "pattern" -> {
                        if (property.getValue().isTextual()) {
                            checkPattern(property.getValue().textValue(), pointer, faults);
                        } else {
                            refuseReferences(property.getValue(), pointer, faults);
                        }
                    }
                    default -> refuseReferences(property.getValue(), pointer, faults);
                }
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                refuseReferences(node.get(i), Pointers.child(at, i), faults);
            }
        }
    }

    private static void checkPattern(String expression, String pointer, List<FieldError> faults) {
        try {
            var unused = Pattern.compile(expression);
        } catch (PatternSyntaxException invalid) {
            faults.add(new FieldError(pointer, "is no regular expression: " + invalid.getDescription()));
        }
    }

    private static RegularExpression boundedExpression(String expression) {
        var pattern = Pattern.compile(expression);
        return value -> {
            try {
                return pattern.matcher(new BoundedText(value)).find();
            } catch (BoundedText.TooMuchWork | StackOverflowError endless) {
                // Java's matcher recurses on repeated groups: too deep is as good as too long.
                return false;
            }
        };
    }

    /**
     * Text that may be looked at a bounded number of times: an expression with catastrophic backtracking, written by
     * a requester and fed by a worker, gives up instead of holding a processor for hours.
     */
    private static final class BoundedText implements CharSequence {

        private static final int MOST_READS = 2_000_000;

        private final String text;
        private int reads;

        BoundedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > MOST_READS) {
                throw new TooMuchWork();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }

        private static final class TooMuchWork extends RuntimeException {

            private static final long serialVersionUID = 1L;

            TooMuchWork() {
                super("too many steps", null, false, false);
            }
        }
    }
}
