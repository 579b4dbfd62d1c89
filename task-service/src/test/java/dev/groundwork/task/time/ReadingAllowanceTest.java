package dev.groundwork.task.time;

import java.time.Duration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingAllowanceTest {

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "75, 30", "100, 40", "150, 60", "450, 180", "451, 180", "9000000000, 180"})
    void is_the_words_at_150_a_minute_between_half_a_minute_and_three(long words, long seconds) {
        assertThat(ReadingAllowance.of(words)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void counts_the_words_of_the_input_and_of_what_the_spec_shows() {
        var spec = json("""
                {"spec": "task/1", "title": {"en": "Two words"},
                 "ui": {"kind": "blocks", "blocks": [{"type": "view text that nobody reads"}]},
                 "instructions": {"short": {"en": "One two three", "ca": "Un dos tres quatre"}}}""");
        var input = json(
                "{\"text\": \"%s\", \"image\": \"https://example.test/a picture\"}".formatted("word ".repeat(144)));

        assertThat(ReadingAllowance.of(spec, input)).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({"'It barks, loudly - twice!', 4", "'', 0", "'3 cats', 2", "'日本語のテキスト', 4", "'— … !', 0"})
    void counts_what_stands_between_spaces_and_two_signs_where_there_are_none(String text, long words) {
        assertThat(ReadingAllowance.wordsIn(json("\"" + text + "\""))).isEqualTo(words);
    }
}
