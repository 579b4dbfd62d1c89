package dev.groundwork.task.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.groundwork.kit.problem.FieldError;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The vectors are those that the client is held to as well. */
class ConditionTest {

    private static final JsonNode SHARED = read(Path.of("../docs/spec/expression-vectors.json"));

    private final Faults faults = new Faults();

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void is_evaluated_as_everywhere(String name, JsonNode vector) {
        var condition = reader().read(vector.path("condition"), "").orElseThrow();
        var situation = new Situation(
                vector.path("input"),
                vector.path("answer"),
                texts(vector.path("playedFully")),
                texts(vector.path("opened")));

        Truth truth = condition.evaluate(situation);

        assertThat(truth.name().toLowerCase(Locale.ROOT))
                .as(name)
                .isEqualTo(vector.path("expect").asText());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void what_is_no_condition_is_refused_where_it_is_wrong(String name, JsonNode vector) {
        assertThat(reader().read(vector.path("condition"), "")).as(name).isEmpty();

        assertThat(faults.list())
                .extracting(FieldError::pointer)
                .contains(vector.path("at").asText());
    }

    @Test
    void nesting_has_an_end() {
        var nested = new StringBuilder("{\"op\": \"notEmpty\", \"path\": \"/note\"}");
        for (int i = 0; i < 500; i++) {
            nested.insert(0, "{\"op\": \"not\", \"of\": ").append('}');
        }

        assertThat(reader().read(json(nested.toString()), "")).isEmpty();

        assertThat(faults.list()).extracting(FieldError::detail).containsExactly("is nested deeper than 8 levels");
    }

    private ConditionReader reader() {
        var inputs = items(SHARED.path("inputs"))
                .map(name -> new InputField(name.asText(), InputField.CellType.JSON, false))
                .toList();
        var outputs = items(SHARED.path("outputs"))
                .map(name -> new OutputField(name.asText(), OutputKind.TEXT, false, List.of()))
                .toList();
        return new ConditionReader(inputs, outputs, faults);
    }

    private static Stream<Arguments> vectors() {
        return items(SHARED.path("vectors"))
                .map(vector -> Arguments.of(vector.path("name").asText(), vector));
    }

    private static Stream<Arguments> refused() {
        return items(SHARED.path("refused"))
                .map(vector -> Arguments.of(vector.path("name").asText(), vector));
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static @Nullable Set<String> texts(JsonNode list) {
        if (list.isMissingNode()) {
            return null;
        }
        var texts = new HashSet<String>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode read(Path file) {
        try {
            return json(Files.readString(file));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
