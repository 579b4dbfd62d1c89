package dev.groundwork.task.spec;

import java.util.List;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class TaskSpecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SPEC = """
            {"spec": "task/1",
             "title": {"en": "Street signs", "ca": "Senyals"},
             "input": {"type": "object", "required": ["image"], "additionalProperties": false,
                       "properties": {"image": {"type": "string", "format": "uri", "x-media": "image"},
                                      "hint": {"type": "string"}}},
             "output": {"type": "object", "required": ["scene"],
                        "properties": {
                          "scene": {"type": "string", "enum": ["night", "day"], "x-kind": "choice"},
                          "signs": {"x-kind": "multichoice", "x-labels": ["stop", "yield", "one way"]},
                          "count": {"type": "integer", "minimum": 0, "maximum": 50, "x-kind": "number"},
                          "note": {"type": "string", "maxLength": 20, "x-kind": "text"}}},
             "ui": {"kind": "blocks", "blocks": [{"type": "view.image", "value": {"$in": "/image"}},
                                                 {"type": "field.choice", "out": "/scene"}]}}
            """;

    @Nested
    class Reading {

        @Test
        void keeps_the_order_of_outputs_and_labels() {
            assertThat(spec().outputs())
                    .extracting(OutputField::name, OutputField::kind, OutputField::required, OutputField::labels)
                    .containsExactly(
                            tuple("scene", OutputKind.CHOICE, true, List.of("night", "day")),
                            tuple("signs", OutputKind.MULTICHOICE, false, List.of("stop", "yield", "one way")),
                            tuple("count", OutputKind.NUMBER, false, List.of()),
                            tuple("note", OutputKind.TEXT, false, List.of()));
        }

        @Test
        void the_hash_depends_on_the_content_alone() {
            String reordered = """
                    {"output": {"properties": {"a": {"x-kind": "number", "maximum": 1.50, "type": "number"}}, "type": "object"},
                     "input": {"type": "object"}, "spec": "task/1"}
                    """;
            String same = """
                    {"spec": "task/1", "input": {"type": "object"},
                     "output": {"type": "object", "properties": {"a": {"type": "number", "maximum": 1.5, "x-kind": "number"}}}}
                    """;

            assertThat(TaskSpec.parse(json(reordered), "").hash())
                    .isEqualTo(TaskSpec.parse(json(same), "").hash())
                    .hasSize(64);
            assertThat(TaskSpec.parse(json(same.replace("1.5", "1.6")), "").hash())
                    .isNotEqualTo(TaskSpec.parse(json(same), "").hash());
        }

        @Test
        void a_stored_one_stays_readable_when_rules_for_drawing_become_stricter() {
            JsonNode old = json(SPEC.replace("view.image", "view.of-an-earlier-release")
                    .replace("\"title\"", "\"titel\"")
                    .replace("\"x-kind\": \"text\"", "\"x-kind\": \"text\", \"x-mine\": 1"));

            TaskSpec stored = SpecReader.readStored(old);

            assertThat(stored.outputs()).hasSize(4);
            assertThat(stored.faultsOf(json("{\"scene\": \"dusk\"}"))).hasSize(1);
            assertThat(stored.hash()).isEqualTo(SpecReader.readStored(old).hash());
            assertThat(faultsOfSpec(old.toString())).isNotEmpty();
        }

        @Test
        void every_fault_is_named_by_its_pointer() {
            assertThat(faultsOfSpec("{}")).contains("/spec/spec", "/spec/input", "/spec/output");
            assertThat(faultsOfSpec("[]")).containsExactly("/spec");
            assertThat(faultsOfSpec(SPEC.replace("\"title\"", "\"titel\""))).containsExactly("/spec/titel");
            assertThat(faultsOfSpec(SPEC.replace("\"x-kind\": \"text\"", "\"x-kind\": \"prose\"")))
                    .containsExactly("/spec/output/properties/note/x-kind");
            assertThat(faultsOfSpec(SPEC.replace("[\"night\", \"day\"]", "[]")))
                    .allSatisfy(pointer -> assertThat(pointer).isEqualTo("/spec/output/properties/scene/enum"))
                    .isNotEmpty();
            assertThat(faultsOfSpec(SPEC.replace("\"minimum\": 0", "\"minimum\": \"none\"")))
                    .containsExactly("/spec/output/properties/count/minimum");
            assertThat(faultsOfSpec(SPEC.replace("\"out\": \"/scene\"", "\"out\": \"/scenery\"")))
                    .containsExactly("/spec/ui/blocks/1/out");
            assertThat(faultsOfSpec(SPEC.replace("\"$in\": \"/image\"", "\"$in\": \"/picture\"")))
                    .containsExactly("/spec/ui/blocks/0/value/$in");
            assertThat(faultsOfSpec(SPEC.replace("\"required\": [\"scene\"]", "\"required\": [\"season\"]")))
                    .containsExactly("/spec/output/required");
        }

        @Test
        void a_spec_stands_alone() {
            String fetching = SPEC.replace(
                    "\"hint\": {\"type\": \"string\"}", "\"hint\": {\"$ref\": \"http://localhost/schema.json\"}");
            String pattern = SPEC.replace("\"maxLength\": 20", "\"pattern\": \"(unclosed\"");

            assertThat(faultsOfSpec(fetching)).containsExactly("/spec/input/properties/hint/$ref");
            assertThat(faultsOfSpec(pattern)).containsExactly("/spec/output/properties/note/pattern");
        }

        @Test
        void a_character_that_no_database_keeps_is_refused() {
            assertThat(faultsOfSpec(SPEC.replace("Street signs", "Street\\u0000signs")))
                    .containsExactly("/spec/title/en");
        }
    }

    @Nested
    class Answers {

        @Test
        void a_valid_answer_has_no_faults() {
            assertThat(faultsOf("{\"scene\": \"day\"}")).isEmpty();
            assertThat(
                            faultsOf(
                                    "{\"scene\": \"night\", \"signs\": [\"stop\", \"yield\"], \"count\": 2, \"note\": \"dark\"}"))
                    .isEmpty();
            assertThat(faultsOf("{\"scene\": \"night\", \"signs\": [], \"count\": 2.0}"))
                    .isEmpty();
        }

        @Test
        void each_fault_is_named_by_its_pointer() {
            assertThat(faultsOf("{}")).containsExactly("/scene");
            assertThat(faultsOf("{\"scene\": \"dusk\"}")).containsExactly("/scene");
            assertThat(faultsOf("{\"scene\": 1}")).containsExactly("/scene");
            assertThat(faultsOf("{\"scene\": \"day\", \"signs\": [\"stop\", \"go\"]}"))
                    .containsExactly("/signs/1");
            assertThat(faultsOf("{\"scene\": \"day\", \"signs\": [\"stop\", \"stop\"]}"))
                    .containsExactly("/signs/1");
            assertThat(faultsOf("{\"scene\": \"day\", \"count\": 2.5}")).containsExactly("/count");
            assertThat(faultsOf("{\"scene\": \"day\", \"count\": 51}")).containsExactly("/count");
            assertThat(faultsOf("{\"scene\": \"day\", \"count\": -1}")).containsExactly("/count");
            assertThat(faultsOf("{\"scene\": \"day\", \"note\": \"more than twenty letters\"}"))
                    .containsExactly("/note");
            assertThat(faultsOf("{\"scene\": \"day\", \"a/b~c\": 1}")).containsExactly("/a~1b~0c");
            assertThat(faultsOf("[]")).containsExactly("");
            assertThat(faultsOf("{\"scene\": \"dusk\", \"count\": \"two\"}"))
                    .containsExactlyInAnyOrder("/scene", "/count");
        }

        @Test
        void a_fault_says_what_would_be_right() {
            assertThat(spec().faultsOf(json("{\"scene\": \"dusk\"}")))
                    .extracting(FieldError::detail)
                    .containsExactly("must be one of: night, day");
        }

        @Test
        void half_a_character_and_the_null_character_are_faults() {
            assertThat(faultsOf("{\"scene\": \"day\", \"note\": \"a\\u0000\"}")).containsExactly("/note");
            assertThat(faultsOf("{\"scene\": \"day\", \"note\": \"a\\ud83d\"}")).containsExactly("/note");
            assertThat(faultsOf("{\"scene\": \"day\", \"note\": \"a\\ud83d\\ude00\"}"))
                    .isEmpty();
        }

        @Test
        void a_pattern_that_never_ends_is_given_up() {
            TaskSpec slow = TaskSpec.parse(json(SPEC.replace("\"maxLength\": 20", "\"pattern\": \"^(a+)+$\"")), "");
            String hostile = "a".repeat(60) + "!";

            assertThat(slow.faultsOf(json("{\"scene\": \"day\", \"note\": \"" + hostile + "\"}")))
                    .extracting(FieldError::pointer)
                    .containsExactly("/note");
        }
    }

    @Nested
    class Inputs {

        @Test
        void a_medium_is_an_upload_or_an_https_address() {
            assertThat(faultsOfInput("{\"image\": \"https://example.org/a.png\"}"))
                    .isEmpty();
            assertThat(faultsOfInput("{\"image\": \"media:0198c0de-0000-7000-8000-00000000ac3e\"}"))
                    .isEmpty();
            assertThat(faultsOfInput("{\"image\": \"http://example.org/a.png\"}"))
                    .containsExactly("/image");
            assertThat(faultsOfInput("{\"image\": \"javascript:alert(1)\"}")).containsExactly("/image");
            assertThat(faultsOfInput("{\"image\": \"media:1-1-1-1-1\"}")).containsExactly("/image");
        }

        @Test
        void faults_are_named_by_pointer() {
            assertThat(faultsOfInput("{}")).containsExactly("/image");
            assertThat(faultsOfInput("{\"image\": \"https://example.org/\", \"colour\": \"red\"}"))
                    .containsExactly("/colour");
        }
    }

    private static TaskSpec spec() {
        return TaskSpec.parse(json(SPEC), "/spec");
    }

    private static List<String> faultsOf(String answer) {
        return spec().faultsOf(json(answer)).stream().map(FieldError::pointer).toList();
    }

    private static List<String> faultsOfInput(String input) {
        return spec().faultsOfInput(json(input)).stream()
                .map(FieldError::pointer)
                .toList();
    }

    private static List<String> faultsOfSpec(String document) {
        try {
            TaskSpec.parse(json(document), "/spec");
            return List.of();
        } catch (InvalidRequest refusal) {
            assertThat(refusal.code()).isEqualTo("invalid-task-spec");
            return refusal.errors().stream().map(FieldError::pointer).toList();
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
