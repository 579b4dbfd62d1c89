package dev.groundwork.task.export.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.task.export.format.ExportRow.Given;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Small jobs of every kind, for the golden files. */
final class Samples {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    static final String MOODS = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["text"],
                       "properties": {"text": {"type": "string"}, "length": {"type": "integer"},
                                      "spoken": {"type": "boolean"}, "more": {"type": "object"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"mood": {"type": "string", "enum": ["happy", "sad"], "x-kind": "choice"},
                                       "words": {"type": "array", "x-kind": "multichoice", "x-labels": ["sea", "sun"]},
                                       "true": {"x-kind": "boolean"},
                                       "stars": {"x-kind": "rating"},
                                       "score": {"type": "number", "x-kind": "number"},
                                       "why": {"type": "string", "x-kind": "text"}}}}
            """;

    static final String OBJECTS = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["image"],
                       "properties": {"image": {"type": "string", "x-media": "image"},
                                      "width": {"type": "integer"}, "height": {"type": "integer"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {
                          "objects": {"x-kind": "boxes", "x-labels": ["car", "big \\"bike\\""],
                                      "x-size": {"width": {"$in": "/width"}, "height": {"$in": "/height"}}},
                          "outlines": {"x-kind": "polygons", "x-labels": ["tree"]},
                          "people": {"x-kind": "keypoints", "x-labels": ["person"],
                                     "x-joints": ["nose", "left hand", "right hand"]}}}}
            """;

    static final String NAMES = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"names": {"x-kind": "spans", "x-labels": ["person", "big place"],
                                                 "x-of": {"$in": "/text"}}}}}
            """;

    static final String PAIRS = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["prompt", "a", "b"],
                       "properties": {"prompt": {"type": "string"}, "a": {"type": "string"}, "b": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"better": {"x-kind": "preference"}}}}
            """;

    static final String CHATS = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["messages"], "properties": {"messages": {"type": "array"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"turns": {"x-kind": "chat-ratings", "x-labels": ["rude"],
                                                 "x-of": {"$in": "/messages"}}}}}
            """;

    static final String RECORDINGS = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["audio"],
                       "properties": {"audio": {"type": "string", "x-media": "audio"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"said": {"x-kind": "transcript"},
                                       "noises": {"x-kind": "segments", "x-labels": ["bell", "steps"]},
                                       "order": {"x-kind": "ranking", "x-labels": ["loud", "clear"]}}}}
            """;

    private Samples() {}

    static TaskSpec spec(String document) {
        return TaskSpec.parse(json(document), "/spec");
    }

    static JsonNode json(String text) {
        try {
            return READER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    static ExportRow row(int number, String externalId, String input, String result) {
        return row(number, externalId, input, result, null);
    }

    static ExportRow row(
            int number, String externalId, String input, String result, @Nullable ImageSize size, Given... given) {
        return new ExportRow(
                new UUID(0x0198c0de_0000_7000L, 0x8000_0000_0000_0000L | number),
                externalId,
                json(input),
                result.equals("{}") ? 0 : 3,
                (ObjectNode) json(result),
                List.of(given),
                false,
                size == null ? Map.of() : Map.of("image", size));
    }

    static Given given(int number, String answer) {
        return new Given(
                new UUID(0x0198c0de_0000_7000L, 0x9000_0000_0000_0000L | number),
                "w-000000000000000" + number,
                number % 2 == 0 ? "APPROVED" : "SUBMITTED",
                Instant.parse("2026-11-26T10:00:0" + number + ".5Z"),
                10 + number,
                json(answer));
    }

    static List<ExportRow> moods() {
        return List.of(
                row(
                        1,
                        "a",
                        "{\"text\": \"What a lovely day, isn't it?\", \"length\": 7, \"spoken\": true, \"more\": {\"n\": [1]}}",
                        """
                        {"mood": {"value": "happy", "votes": 2, "share": 0.6667, "confidence": 0.9312, "agreement": 0.3333,
                                  "method": "majority"},
                         "words": {"value": ["sea", "sun"], "votes": 1, "share": 0.3333, "method": "majority"},
                         "true": {"value": true, "votes": 3, "share": 1.0, "method": "majority"},
                         "stars": {"value": 4, "votes": 2, "share": 0.6667, "method": "expected-cost"},
                         "score": {"value": 2.5, "votes": 1, "share": 0.3333, "tie": true, "method": "median"},
                         "why": {"value": "=1+1, \\"quoted\\"", "votes": 1, "share": 0.3333, "method": "medoid"}}
                        """,
                        null,
                        given(1, "{\"mood\": \"happy\", \"words\": [\"sea\"], \"true\": true, \"score\": 2}"),
                        given(2, "{\"mood\": \"sad\", \"words\": [], \"true\": true, \"why\": \"grün 🌊\"}")),
                row(
                        2,
                        "b, \"b\"",
                        "{\"text\": \"I miss the\\nsea 🌊\"}",
                        "{\"mood\": {\"value\": \"sad\", \"votes\": 3, \"share\": 1.0, \"confidence\": 1.0, \"method\": \"majority\"},"
                                + " \"words\": {\"value\": [], \"votes\": 3, \"share\": 1.0, \"method\": \"majority\"}}"),
                row(3, "c", "{\"text\": \"\"}", "{}"));
    }

    static List<ExportRow> objects() {
        var size = new ImageSize(200, 100);
        return List.of(
                row(
                        1,
                        "street 1.jpg",
                        "{\"image\": \"https://example.org/street%201.jpg?x=1\"}",
                        """
                        {"objects": {"value": [{"label": "car", "x": 10, "y": 20.5, "width": 50, "height": 25.255},
                                               {"label": "big \\"bike\\"", "x": 150, "y": 80, "width": 100, "height": 10}],
                                     "confidence": 0.875},
                         "outlines": {"value": [{"label": "tree", "points": [[0, 0], [40, 0], [40, 30], [0, 30.126]]}],
                                      "confidence": 0.5},
                         "people": {"value": [{"label": "person", "box": {"x": 20, "y": 10, "width": 40, "height": 80},
                                               "points": [{"x": 40, "y": 20, "visibility": 2},
                                                          {"x": 30.55, "y": 50, "visibility": 1}, {"visibility": 0}]}]}}
                        """,
                        size,
                        given(
                                2,
                                "{\"objects\": [{\"label\": \"car\", \"x\": 11, \"y\": 20, \"width\": 50, \"height\": 25}]}")),
                row(2, "street 1.png", "{\"image\": \"media:0198c0de-0000-7000-8000-00000000000a\"}", """
                        {"objects": {"value": []}, "outlines": {"value": []}, "people": {"value": []}}
                        """, size),
                row(
                        3,
                        "sized-by-the-task",
                        "{\"image\": \"https://example.org/3.webp\", \"width\": 64, \"height\": 32}",
                        "{\"objects\": {\"value\": [{\"label\": \"car\", \"x\": 0, \"y\": 0, \"width\": 32, \"height\": 32}]}}"),
                row(
                        4,
                        "unsized",
                        "{\"image\": \"https://example.org/4\"}",
                        "{\"objects\": {\"value\": [{\"label\": \"car\", \"x\": 1, \"y\": 1, \"width\": 2, \"height\": 2}]}}"),
                row(5, "unanswered", "{\"image\": \"https://example.org/5\"}", "{}", size));
    }

    static List<ExportRow> names() {
        return List.of(
                row(
                        1,
                        "a",
                        "{\"text\": \"Ana Müller flew to New York's 🗽-island.\\nShe (Ana) stayed\"}",
                        """
                        {"names": {"value": {"textHash": "00", "spans": [
                            {"label": "person", "start": 0, "end": 10}, {"label": "person", "start": 4, "end": 10},
                            {"label": "big place", "start": 19, "end": 27}, {"label": "big place", "start": 30, "end": 38},
                            {"label": "person", "start": 45, "end": 48}, {"label": "person", "start": 300, "end": 301}]},
                          "confidence": 0.8}}
                        """,
                        null,
                        given(
                                2,
                                "{\"names\": {\"textHash\": \"00\", \"spans\": [{\"label\": \"big place\", \"start\": 30, \"end\": 38}]}}")),
                row(
                        2,
                        "b",
                        "{\"text\": \"Nobody.\"}",
                        "{\"names\": {\"value\": {\"textHash\": \"00\", \"spans\": []}}}"),
                row(3, "c", "{\"text\": \"Not answered yet\"}", "{}"));
    }

    static List<ExportRow> pairs() {
        return List.of(
                row(
                        1,
                        "a",
                        "{\"prompt\": \"Say hello\", \"a\": \"Hello!\", \"b\": \"What?\"}",
                        "{\"better\": {\"value\": {\"choice\": \"a\"}, \"confidence\": 0.97}}"),
                row(
                        2,
                        "b",
                        "{\"prompt\": \"Say good-bye\", \"a\": \"Eh\", \"b\": \"Good-bye\"}",
                        "{\"better\": {\"value\": {\"choice\": \"b\"}, \"confidence\": 0.6}}"),
                row(
                        3,
                        "c",
                        "{\"prompt\": \"Count\", \"a\": \"1 2\", \"b\": \"1, 2\"}",
                        "{\"better\": {\"value\": {\"choice\": \"tie\"}, \"confidence\": 0.5}}"));
    }

    static List<ExportRow> chats() {
        return List.of(
                row(
                        1,
                        "a",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Go away\"}]}",
                        "{\"turns\": {\"value\": [{\"turn\": 1, \"rating\": 2, \"note\": \"short\", \"labels\": [\"rude\"]}],"
                                + " \"confidence\": 0.75}}"),
                row(2, "b", "{\"messages\": []}", "{}"));
    }

    static List<ExportRow> recordings() {
        return List.of(row(1, "a", "{\"audio\": \"https://example.org/a.wav\"}", """
                {"said": {"value": "who is there"},
                 "noises": {"value": [{"label": "bell", "start": 250, "end": 1500}]},
                 "order": {"value": ["clear", "loud"]}}
                """));
    }

    /** Opens a writer as a format does. */
    interface Opening {
        ExportWriter open(Plan plan, OutputStream out) throws IOException;
    }

    static Options options(boolean answers, @Nullable String field) {
        return new Options(answers, answers, false, false, field);
    }

    static byte[] export(Opening opening, String spec, Options options, List<ExportRow> rows, Path scratch)
            throws IOException {
        var plan = new Plan(
                new UUID(0x0198c0de_0000_7000L, 0x8000_0000_0000_00ffL),
                "Signs: \"all\" of them",
                spec(spec),
                options,
                scratch,
                new Notes());
        var out = new ByteArrayOutputStream();
        try (ExportWriter writer = opening.open(plan, out)) {
            for (ExportRow row : rows) {
                writer.row(row);
            }
            writer.end();
        }
        return out.toByteArray();
    }
}
