package dev.groundwork.demo.crowd;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KindTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"CHOICE, cat", "PREFERENCE, left", "PREFERENCE, equal", "TRANSCRIPT, well then"})
    void reads_what_it_wrote(Kind kind, String said) {
        assertThat(kind.read(json.valueToTree(kind.write(said)))).isEqualTo(said);
    }

    @Test
    void a_preference_without_equals_has_no_ties() {
        assertThat(Kind.PREFERENCE.schema(List.of("left", "right")))
                .containsEntry("x-ties", false)
                .containsEntry("x-labels", List.of("left", "right"));
        assertThat(Kind.PREFERENCE.schema(List.of("equal", "left", "right"))).containsEntry("x-ties", true);
    }
}
