package dev.groundwork.task.spec;

import java.util.Objects;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ScreenOutTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SPEC = """
            {"spec": "task/1", "input": {"type": "object"},
             "output": {"type": "object", "required": ["words", "dialect"],
                        "properties": {
                          "words": {"type": "string", "x-kind": "text"},
                          "dialect": {"type": "string", "enum": ["mine", "close", "foreign"], "x-kind": "choice"},
                          "barriers": {"x-kind": "multichoice", "x-labels": ["noise", "no sound", "minor", "wind", "hum"]},
                          "adult": {"type": "boolean", "x-kind": "boolean"},
                          "level": {"type": "integer", "minimum": 1, "maximum": 3, "x-kind": "rating"}}},
             "screenOut": %s}
            """;

    @Test
    void finds_what_of_an_answer_says_so_and_leaves_the_rest() {
        var foreign = screenOut("{\"output\": \"dialect\", \"values\": [\"foreign\"]}");

        assertThat(foreign.in(json("{\"dialect\": \"foreign\", \"words\": 7, \"other\": true}")))
                .isEqualTo(json("{\"dialect\": \"foreign\"}"));
        assertThat(foreign.in(json("{\"dialect\": \"mine\", \"words\": \"hola\"}")))
                .isNull();
        assertThat(foreign.in(json("{\"words\": \"foreign\"}"))).isNull();
        assertThat(foreign.in(json("[\"foreign\"]"))).isNull();
        assertThat(foreign.in(json("null"))).isNull();
    }

    @Test
    void of_many_choices_one_is_enough_and_only_those_that_say_so_stay() {
        var barriers = screenOut("{\"output\": \"barriers\", \"values\": [\"no sound\", \"minor\"]}");

        assertThat(barriers.in(json("{\"barriers\": [\"noise\", \"minor\", \"minor\", 3]}")))
                .isEqualTo(json("{\"barriers\": [\"minor\"]}"));
        assertThat(barriers.in(json("{\"barriers\": [\"noise\"]}"))).isNull();
        assertThat(barriers.in(json("{\"barriers\": \"minor\"}"))).isNull();
        assertThat(barriers.in(json("{\"barriers\": {\"x\": \"minor\"}}"))).isNull();
    }

    @Test
    void a_value_is_one_of_its_type() {
        var adult = screenOut("{\"output\": \"adult\", \"values\": [false]}");
        var level = screenOut("{\"output\": \"level\", \"values\": [1]}");

        assertThat(adult.in(json("{\"adult\": false}"))).isEqualTo(json("{\"adult\": false}"));
        assertThat(adult.in(json("{\"adult\": \"false\"}"))).isNull();
        assertThat(level.in(json("{\"level\": 1}"))).isEqualTo(json("{\"level\": 1}"));
        assertThat(level.in(json("{\"level\": \"1\"}"))).isNull();
        assertThat(level.in(json("{\"level\": 1e999}"))).isNull();
    }

    @Test
    void is_no_answer_to_a_task() {
        var spec = spec("{\"output\": \"dialect\", \"values\": [\"foreign\"]}");

        assertThat(spec.faultsOf(json("{\"dialect\": \"foreign\", \"words\": \"hola\"}")))
                .extracting(FieldError::pointer)
                .containsExactly("/dialect");
        assertThat(spec.faultsOf(json("{\"dialect\": \"close\", \"words\": \"hola\"}")))
                .isEmpty();
    }

    @Test
    void a_spec_without_it_screens_nobody_out() {
        var spec = TaskSpec.parse(json(SPEC.replace(",\n \"screenOut\": %s", "")), "");

        assertThat(spec.screenOut()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []                                                                | /spec/screenOut
            {"output": "accent", "values": ["foreign"]}                       | /spec/screenOut/output
            {"values": ["foreign"]}                                           | /spec/screenOut/output
            {"output": "words", "values": ["none"]}                           | /spec/screenOut/output
            {"output": "dialect"}                                             | /spec/screenOut/values
            {"output": "dialect", "values": []}                               | /spec/screenOut/values
            {"output": "dialect", "values": "foreign"}                        | /spec/screenOut/values
            {"output": "dialect", "values": ["foreign", "alien"]}             | /spec/screenOut/values/1
            {"output": "dialect", "values": ["foreign", "foreign"]}           | /spec/screenOut/values/1
            {"output": "dialect", "values": ["mine", "close", "foreign"]}     | /spec/screenOut/values
            {"output": "adult", "values": ["false"]}                          | /spec/screenOut/values/0
            {"output": "adult", "values": [false, true]}                      | /spec/screenOut/values
            {"output": "level", "values": [4]}                                | /spec/screenOut/values/0
            {"output": "dialect", "values": ["close", "foreign"]}             | /spec/screenOut/values
            {"output": "barriers", "values": ["noise", "minor", "hum"]}       | /spec/screenOut/values
            {"output": "level", "values": [1e999]}                            | /spec/screenOut/values/0
            {"output": "dialect", "values": ["foreign"], "pay": false}        | /spec/screenOut/pay
            """)
    void faults_are_named_by_their_pointers(String member, String pointer) {
        var refusal =
                catchThrowableOfType(InvalidRequest.class, () -> TaskSpec.parse(json(SPEC.formatted(member)), "/spec"));

        assertThat(refusal.code()).isEqualTo("invalid-task-spec");
        assertThat(refusal.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    private static ScreenOut screenOut(String member) {
        return Objects.requireNonNull(spec(member).screenOut());
    }

    private static TaskSpec spec(String screenOut) {
        return TaskSpec.parse(json(SPEC.formatted(screenOut)), "/spec");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(failure);
        }
    }
}
