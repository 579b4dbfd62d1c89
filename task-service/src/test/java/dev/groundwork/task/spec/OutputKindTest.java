package dev.groundwork.task.spec;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutputKindTest {

    /** SHA-256 of the text of {@link #INPUT}. */
    private static final String HASH = "b3fd8f6f9b641d5ff193eaafd5e2ea43f2f2f4c987923265b73aa0b9bef8d8f6";

    private static final String INPUT = """
            {"text": "Ada 😀 met Bob", "width": 640, "height": 480, "durationMs": 9000,
             "candidates": [{"id": "x", "text": "one"}, {"id": "y", "text": "two"}, {"id": "z", "text": "three"}],
             "messages": [{"role": "user", "text": "Hi"}, {"role": "assistant", "text": "Hello"},
                          {"role": "user", "text": "Bye"}, {"role": "assistant", "text": "See you"}]}
            """;

    private static final String SPEC = """
            {"spec": "task/1",
             "input": {"type": "object", "properties": {"text": {"type": "string"}, "width": {"type": "integer"},
                       "height": {"type": "integer"}, "durationMs": {"type": "integer"}, "candidates": {"type": "array"},
                       "messages": {"type": "array"}}},
             "output": {"type": "object", "required": ["it"], "properties": {"it": PROPERTY}}}
            """;

    private static final String SIZED =
            "\"x-size\": {\"width\": {\"$in\": \"/width\"}, \"height\": {\"$in\": \"/height\"}}";

    /** For each kind: a property, a good value, and bad ones with the place of the fault. */
    private static Stream<Arguments> rows() {
        return Stream.of(
                row(
                        "{\"x-kind\": \"choice\", \"x-labels\": [\"car\", \"bike\"]}",
                        "\"car\"",
                        "\"bus\" at /it",
                        "1 at /it"),
                row(
                        "{\"x-kind\": \"multichoice\", \"x-labels\": [\"car\", \"bike\"]}",
                        "[\"bike\", \"car\"]",
                        "[\"bus\"] at /it/0",
                        "[\"car\", \"car\"] at /it/1"),
                row("{\"x-kind\": \"boolean\"}", "false", "\"false\" at /it", "0 at /it"),
                row("{\"x-kind\": \"rating\"}", "5", "6 at /it", "0 at /it", "2.5 at /it"),
                row(
                        "{\"x-kind\": \"rating\", \"x-labels\": [\"bad\", \"fair\", \"good\"]}",
                        "\"fair\"",
                        "\"great\" at /it",
                        "2 at /it"),
                row("{\"x-kind\": \"number\", \"minimum\": 0}", "2.5", "-1 at /it", "\"2\" at /it"),
                row("{\"x-kind\": \"text\", \"maxLength\": 3}", "\"abc\"", "\"abcd\" at /it"),
                row("{\"x-kind\": \"transcript\"}", "\"hello there\"", "[] at /it"),
                row(
                        "{\"x-kind\": \"spans\", \"x-labels\": [\"PER\"], \"x-of\": {\"$in\": \"/text\"}}",
                        // The smiling face is one character, although it takes two places in UTF-16.
                        spans(
                                HASH,
                                "{\"start\": 0, \"end\": 3, \"label\": \"PER\"}, {\"start\": 10, \"end\": 13, \"label\": \"PER\"}"),
                        spans(HASH, "{\"start\": 10, \"end\": 14, \"label\": \"PER\"}") + " at /it/spans/0/end",
                        spans(HASH, "{\"start\": 3, \"end\": 3, \"label\": \"PER\"}") + " at /it/spans/0/end",
                        spans(HASH, "{\"start\": 0, \"end\": 3, \"label\": \"ORG\"}") + " at /it/spans/0/label",
                        spans("0".repeat(64), "{\"start\": 0, \"end\": 3, \"label\": \"PER\"}") + " at /it/textHash",
                        "{\"spans\": []} at /it/textHash"),
                row(
                        "{\"x-kind\": \"boxes\", \"x-labels\": [\"car\"], " + SIZED + "}",
                        "[{\"label\": \"car\", \"x\": 10, \"y\": 20.5, \"width\": 630, \"height\": 40}]",
                        "[{\"label\": \"car\", \"x\": 10, \"y\": 20, \"width\": 640, \"height\": 40}] at /it/0/width",
                        "[{\"label\": \"car\", \"x\": 10, \"y\": 460, \"width\": 30, \"height\": 40}] at /it/0/height",
                        "[{\"label\": \"car\", \"x\": -1, \"y\": 20, \"width\": 30, \"height\": 40}] at /it/0/x",
                        "[{\"label\": \"car\", \"x\": 1, \"y\": 20, \"width\": 0, \"height\": 40}] at /it/0/width",
                        "[{\"label\": \"cat\", \"x\": 1, \"y\": 20, \"width\": 3, \"height\": 40}] at /it/0/label",
                        "[{\"label\": \"car\", \"x\": 1, \"y\": 20, \"width\": 3}] at /it/0/height"),
                row(
                        "{\"x-kind\": \"polygons\", \"x-labels\": [\"roof\"], " + SIZED + "}",
                        "[{\"label\": \"roof\", \"points\": [[0, 0], [640, 0], [320, 480]]}]",
                        "[{\"label\": \"roof\", \"points\": [[0, 0], [641, 0], [320, 480]]}] at /it/0/points/1/0",
                        "[{\"label\": \"roof\", \"points\": [[0, 0], [640, 0]]}] at /it/0/points",
                        "[{\"label\": \"roof\", \"points\": [[0, 0, 0], [640, 0], [320, 480]]}] at /it/0/points/0"),
                row(
                        "{\"x-kind\": \"keypoints\", \"x-labels\": [\"person\"], \"x-joints\": [\"head\", \"hand\"], "
                                + SIZED + "}",
                        skeleton("{\"x\": 10, \"y\": 10, \"visibility\": 2}, {\"visibility\": 0}"),
                        skeleton("{\"x\": 10, \"y\": 10, \"visibility\": 2}") + " at /it/0/points",
                        skeleton("{\"x\": 10, \"y\": 10, \"visibility\": 3}, {\"visibility\": 0}")
                                + " at /it/0/points/0/visibility",
                        skeleton("{\"x\": 10, \"visibility\": 1}, {\"visibility\": 0}") + " at /it/0/points/0/y",
                        skeleton("{\"x\": 700, \"y\": 10, \"visibility\": 1}, {\"visibility\": 0}")
                                + " at /it/0/points/0/x"),
                row(
                        "{\"x-kind\": \"ranking\", \"x-of\": {\"$in\": \"/candidates\"}}",
                        "[\"z\", \"x\", \"y\"]",
                        "[\"z\", \"x\"] at /it",
                        "[\"z\", \"x\", \"w\"] at /it/2",
                        "[\"z\", \"x\", \"x\"] at /it/2"),
                row(
                        "{\"x-kind\": \"ranking\", \"x-labels\": [\"red\", \"green\"]}",
                        "[\"green\", \"red\"]",
                        "[\"green\"] at /it",
                        "[\"green\", \"blue\"] at /it/1"),
                row(
                        "{\"x-kind\": \"preference\", \"x-dimensions\": [\"honest\"], \"x-rationale\": \"required\"}",
                        "{\"choice\": \"a\", \"dimensions\": {\"honest\": \"tie\"}, \"rationale\": \"clearer\"}",
                        "{\"choice\": \"c\", \"dimensions\": {\"honest\": \"tie\"}, \"rationale\": \"clearer\"} at /it/choice",
                        "{\"choice\": \"a\", \"dimensions\": {}, \"rationale\": \"clearer\"} at /it/dimensions/honest",
                        "{\"choice\": \"a\", \"dimensions\": {\"honest\": \"b\"}} at /it/rationale"),
                row(
                        "{\"x-kind\": \"preference\", \"x-ties\": false, \"x-rationale\": \"none\"}",
                        "{\"choice\": \"b\"}",
                        "{\"choice\": \"tie\"} at /it/choice",
                        "{\"choice\": \"b\", \"rationale\": \"so\"} at /it/rationale"),
                row(
                        "{\"x-kind\": \"chat-ratings\", \"maximum\": 7, \"x-labels\": [\"rude\"], \"x-of\": {\"$in\": \"/messages\"}}",
                        "[{\"turn\": 1, \"rating\": 7, \"labels\": [\"rude\"]}, {\"turn\": 3, \"rating\": 1, \"note\": \"cold\"}]",
                        "[{\"turn\": 1, \"rating\": 8}] at /it/0/rating",
                        "[{\"turn\": 0, \"rating\": 4}] at /it/0/turn",
                        "[{\"turn\": 5, \"rating\": 4}] at /it/0/turn",
                        "[{\"turn\": 1, \"rating\": 4}, {\"turn\": 1, \"rating\": 5}] at /it/1/turn",
                        "[{\"turn\": 1, \"rating\": 4, \"labels\": [\"odd\"]}] at /it/0/labels/0"),
                row(
                        "{\"x-kind\": \"segments\", \"x-labels\": [\"speech\"], \"x-text\": true, \"x-duration\": {\"$in\": \"/durationMs\"}}",
                        "[{\"start\": 0, \"end\": 9000, \"label\": \"speech\", \"text\": \"hello\"}]",
                        "[{\"start\": 0, \"end\": 9001, \"label\": \"speech\", \"text\": \"hello\"}] at /it/0/end",
                        "[{\"start\": 10, \"end\": 5, \"label\": \"speech\", \"text\": \"hello\"}] at /it/0/end",
                        "[{\"start\": 0.5, \"end\": 5, \"label\": \"speech\", \"text\": \"hello\"}] at /it/0/start",
                        "[{\"start\": 0, \"end\": 5, \"label\": \"speech\"}] at /it/0/text"),
                row(
                        "{\"x-kind\": \"file\"}",
                        "\"media:0198c0de-0000-7000-8000-00000000ac3e\"",
                        "\"https://example.org/a.png\" at /it",
                        "\"media:1\" at /it"));
    }

    private static Arguments row(String property, String good, String... bad) {
        return Arguments.of(property, good, List.of(bad));
    }

    private static String spans(String hash, String list) {
        return "{\"textHash\": \"%s\", \"spans\": [%s]}".formatted(hash, list);
    }

    private static String skeleton(String points) {
        return "[{\"label\": \"person\", \"box\": {\"x\": 1, \"y\": 2, \"width\": 30, \"height\": 40}, \"points\": [%s]}]"
                .formatted(points);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void has_a_form_that_answers_are_held_to(String property, String good, List<String> bad) {
        TaskSpec spec = spec(property);

        assertThat(faults(spec, good)).isEmpty();
        assertThat(spec.faultsOf(json("{\"it\": %s}".formatted(good))))
                .as("without the input")
                .isEmpty();
        for (String fault : bad) {
            String value = fault.substring(0, fault.lastIndexOf(" at "));
            String pointer = fault.substring(fault.lastIndexOf(" at ") + 4);
            assertThat(faults(spec, value)).as("%s for %s", value, property).contains(pointer);
        }
    }

    @ParameterizedTest
    @EnumSource(OutputKind.class)
    void is_shown_by_the_rows_above(OutputKind kind) {
        assertThat(rows().map(row ->
                        json(String.valueOf(row.get()[0])).path("x-kind").asText()))
                .contains(kind.word());
    }

    @ParameterizedTest
    @EnumSource(OutputKind.class)
    void is_found_by_its_word(OutputKind kind) {
        assertThat(OutputKind.of(kind.word())).contains(kind);
        assertThat(kind.allows(kind.agreement().metric())).isTrue();
        assertThat(kind.goesTo("jsonl")).isTrue();
    }

    @Nested
    class Properties {

        @Test
        void a_categorical_one_has_classes_in_order() {
            assertThat(field("{\"x-kind\": \"boolean\"}").labels()).containsExactly("false", "true");
            assertThat(field("{\"x-kind\": \"rating\", \"minimum\": 0, \"maximum\": 3}")
                            .labels())
                    .containsExactly("0", "1", "2", "3");
            var rating = field("{\"x-kind\": \"rating\"}");
            assertThat(rating.classOf(json("3.0"))).isEqualTo(2);
            assertThat(rating.classOf(json("9"))).isEqualTo(OutputField.NO_CLASS);
            assertThat(rating.valueOf("3")).isEqualTo(json("3"));
            assertThat(field("{\"x-kind\": \"boolean\"}").valueOf("true")).isEqualTo(json("true"));
        }

        @Test
        void may_say_when_two_answers_agree() {
            assertThat(field("{\"x-kind\": \"boxes\", \"x-labels\": [\"car\"], \"x-agree\": {\"threshold\": 0.7}}")
                            .agree())
                    .isEqualTo(new AgreementRule(Metric.IOU, 0.7, null));
            assertThat(field("{\"x-kind\": \"number\", \"x-agree\": {\"tolerance\": 2}}")
                            .agree())
                    .isEqualTo(new AgreementRule(Metric.TOLERANCE, 0.5, 2.0));
            assertThat(field("{\"x-kind\": \"text\", \"x-agree\": {\"metric\": \"exact\"}}")
                            .agree())
                    .isEqualTo(new AgreementRule(Metric.EXACT, 1, null));
        }

        @Test
        void what_does_not_fit_the_kind_is_refused_where_it_stands() {
            assertThat(refusals("{\"x-kind\": \"text\", \"x-agree\": {\"metric\": \"iou\"}}"))
                    .containsExactly("/output/properties/it/x-agree/metric");
            assertThat(refusals("{\"x-kind\": \"text\", \"x-agree\": {\"threshold\": 2}}"))
                    .containsExactly("/output/properties/it/x-agree/threshold");
            assertThat(refusals("{\"x-kind\": \"text\", \"x-agree\": {\"limit\": 1}}"))
                    .containsExactly("/output/properties/it/x-agree/limit");
            assertThat(refusals("{\"x-kind\": \"text\", \"x-export\": [\"jsonl\", \"coco\"]}"))
                    .containsExactly("/output/properties/it/x-export/1");
            assertThat(refusals("{\"x-kind\": \"text\", \"x-label\": [\"a\"]}"))
                    .containsExactly("/output/properties/it/x-label");
            assertThat(refusals("{\"x-kind\": \"boxes\", \"x-labels\": []}"))
                    .containsExactly("/output/properties/it/x-labels");
            assertThat(refusals("{\"x-kind\": \"boxes\", \"x-labels\": [\"a\"], \"items\": {\"type\": \"object\"}}"))
                    .containsExactly("/output/properties/it/items");
            assertThat(refusals("{\"x-kind\": \"spans\", \"x-labels\": [\"a\"]}"))
                    .containsExactly("/output/properties/it/x-of");
            assertThat(refusals("{\"x-kind\": \"spans\", \"x-labels\": [\"a\"], \"x-of\": {\"$in\": \"/prose\"}}"))
                    .containsExactly("/output/properties/it/x-of/$in");
            assertThat(refusals("{\"x-kind\": \"keypoints\", \"x-labels\": [\"a\"]}"))
                    .containsExactly("/output/properties/it/x-joints");
            assertThat(refusals("{\"x-kind\": \"rating\", \"minimum\": 3, \"maximum\": 3}"))
                    .containsExactly("/output/properties/it/maximum");
            assertThat(refusals("{\"x-kind\": \"ranking\"}")).containsExactly("/output/properties/it/x-of");
            assertThat(refusals("{\"x-kind\": \"preference\", \"x-labels\": [\"a\"]}"))
                    .containsExactly("/output/properties/it/x-labels");
            assertThat(refusals("{\"x-kind\": \"preference\", \"x-items\": {\"a\": {\"$in\": \"/text\"}}}"))
                    .containsExactly("/output/properties/it/x-items");
            assertThat(
                            refusals(
                                    "{\"x-kind\": \"preference\", \"x-items\": {\"a\": {\"$in\": \"/text\"}, \"b\": {\"$in\": \"/no\"}}}"))
                    .containsExactly("/output/properties/it/x-items/b/$in");
            assertThat(refusals("{\"x-kind\": \"segments\"}")).containsExactly("/output/properties/it/x-labels");
            assertThat(refusals("{\"x-kind\": \"boolean\", \"type\": \"string\"}"))
                    .containsExactly("/output/properties/it/type");
        }
    }

    @Nested
    class Inputs {

        @Test
        void hold_what_answers_are_about() {
            var ranking = spec("{\"x-kind\": \"ranking\", \"x-of\": {\"$in\": \"/candidates\"}}");

            assertThat(pointers(ranking.faultsOfInput(json(INPUT)))).isEmpty();
            assertThat(pointers(ranking.faultsOfInput(json("{}")))).containsExactly("/candidates");
            assertThat(pointers(ranking.faultsOfInput(json("{\"candidates\": [\"a\"]}"))))
                    .containsExactly("/candidates");
            assertThat(pointers(ranking.faultsOfInput(json("{\"candidates\": [\"a\", \"a\"]}"))))
                    .containsExactly("/candidates");
        }
    }

    private static TaskSpec spec(String property) {
        return TaskSpec.parse(json(SPEC.replace("PROPERTY", property)), "");
    }

    private static OutputField field(String property) {
        return spec(property).outputs().getFirst();
    }

    private static List<String> faults(TaskSpec spec, String value) {
        return pointers(spec.faultsOf(json("{\"it\": %s}".formatted(value)), json(INPUT)));
    }

    private static List<String> refusals(String property) {
        try {
            var unexpected = spec(property);
            return List.of("taken: " + unexpected.hash());
        } catch (InvalidRequest refusal) {
            return pointers(refusal.errors());
        }
    }

    private static List<String> pointers(List<FieldError> faults) {
        return faults.stream().map(FieldError::pointer).toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
