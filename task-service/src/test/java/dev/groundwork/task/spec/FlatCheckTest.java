package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.groundwork.kit.problem.FieldError;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The fast check and the complete engine have to agree on every document that both take. */
class FlatCheckTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String SCHEMA = """
            {"type": "object", "required": ["a", "c"], "additionalProperties": OPEN, "title": "ignored", "x-any": 1,
             "properties": {
               "a": {"type": "string", "enum": ["x", "y"]},
               "b": {"type": "string", "minLength": 2, "maxLength": 3, "format": "uri"},
               "c": {"type": "number", "minimum": -1, "exclusiveMaximum": 2.5},
               "d": {"type": "integer", "exclusiveMinimum": 0, "maximum": 3},
               "e": {"type": "boolean"},
               "f": {"type": "array", "uniqueItems": true, "minItems": 1, "maxItems": 2,
                     "items": {"type": "string", "enum": ["x", "y", "zz"]}},
               "g": {"minLength": 2, "minimum": 2},
               "h": {"type": "null"},
               "i": {"enum": ["x", "yy"]}}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void agrees_with_the_schema_engine_on_random_documents(String additional) {
        JsonNode schema = json(SCHEMA.replace("OPEN", additional));
        JsonCheck fast = FlatCheck.of(schema).orElseThrow();
        JsonCheck complete = SchemaCheck.of(schema);
        var random = new Random(20260131);
        int valid = 0;

        for (int i = 0; i < 20_000; i++) {
            JsonNode document = randomDocument(random);
            List<String> fastFaults = pointers(fast, document);
            List<String> completeFaults = pointers(complete, document);
            assertThat(fastFaults.isEmpty()).as("%s", document).isEqualTo(completeFaults.isEmpty());
            valid += fastFaults.isEmpty() ? 1 : 0;
            if (document.isObject() && !onlyUniqueness(fastFaults, completeFaults)) {
                assertThat(fastFaults).as("%s", document).hasSameElementsAs(completeFaults);
            }
        }

        assertThat(valid).as("documents that test the accepting side").isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"object\", \"properties\": {\"a\": {\"pattern\": \"^a\"}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": [\"string\", \"null\"]}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"object\", \"properties\": {}}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"enum\": [1, 2]}}}",
                "{\"type\": \"object\", \"properties\": {\"a\": true}}",
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}",
                "{\"type\": \"object\", \"minProperties\": 1}",
                "{\"type\": \"object\", \"allOf\": []}"
            })
    void leaves_what_it_does_not_understand_to_the_engine(String schema) {
        assertThat(FlatCheck.of(json(schema))).isEmpty();
    }

    /** The engine names the list that repeats an item, the fast check the item. */
    private static boolean onlyUniqueness(List<String> fast, List<String> complete) {
        return complete.contains("/f") || fast.contains("/f/1") || fast.contains("/f/2");
    }

    private static JsonNode randomDocument(Random random) {
        if (random.nextInt(50) == 0) {
            return randomValue(random, 0);
        }
        ObjectNode document = NODES.objectNode();
        if (random.nextInt(8) > 0) {
            document.put("a", random.nextInt(6) > 0 ? "x" : "z");
        }
        if (random.nextInt(8) > 0) {
            document.put("c", random.nextInt(4) > 0 ? 1 : random.nextInt(6) - 2);
        }
        for (String name : List.of("b", "d", "e", "f", "g", "h", "i", "other")) {
            if (random.nextInt(4) == 0) {
                document.set(name, randomValue(random, 0));
            }
        }
        return document;
    }

    private static JsonNode randomValue(Random random, int depth) {
        return switch (random.nextInt(depth > 1 ? 7 : 9)) {
            case 0, 1 ->
                NODES.textNode(List.of("", "x", "y", "zz", "yy", "\ud83d\ude00", "\ud83d\ude00a", "abcd")
                        .get(random.nextInt(8)));
            case 2 -> NODES.numberNode(random.nextInt(6) - 2);
            case 3 -> NODES.numberNode(List.of(-1.5, 0.0, 1.0, 2.0, 2.5, 2.49).get(random.nextInt(6)));
            case 4 -> NODES.booleanNode(random.nextBoolean());
            case 5 -> NODES.nullNode();
            case 6 -> NODES.numberNode(5_000_000_000L);
            case 7 -> {
                var list = NODES.arrayNode();
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    list.add(
                            random.nextInt(4) > 0
                                    ? NODES.textNode(random.nextBoolean() ? "x" : "y")
                                    : randomValue(random, depth + 1));
                }
                yield list;
            }
            default -> NODES.objectNode().set("k", randomValue(random, depth + 1));
        };
    }

    private static List<String> pointers(JsonCheck check, JsonNode document) {
        var faults = new ArrayList<FieldError>();
        check.check(document, faults);
        return faults.stream().map(FieldError::pointer).distinct().sorted().toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
