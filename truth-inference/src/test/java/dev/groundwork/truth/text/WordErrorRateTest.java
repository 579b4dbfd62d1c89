package dev.groundwork.truth.text;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WordErrorRateTest {

    @Test
    void utterances_and_words_are_counted_apart() {
        var rate = WordErrorRate.of(
                Map.of("short", "no", "long", "a b c d e f g h i j"),
                Map.of("short", "yes", "long", "A, b c d e f g h i j!", "unheard", "x"));

        assertThat(rate.perUtterance()).isEqualTo(0.5);
        assertThat(rate.corpus()).isEqualTo(1.0 / 11);
        assertThat(rate.utterances()).isEqualTo(2);
        assertThat(rate.missing()).containsExactly("unheard");
    }

    @Test
    void a_true_text_without_words_counts_as_one_word() {
        assertThat(WordErrorRate.of(Map.of("t", ""), Map.of("t", "...")).perUtterance())
                .isZero();
        assertThat(WordErrorRate.of(Map.of("t", "a b"), Map.of("t", "...")).perUtterance())
                .isEqualTo(2);
    }

    @Test
    void without_a_common_task_there_is_no_rate() {
        assertThatThrownBy(() -> WordErrorRate.of(Map.of("a", "x"), Map.of("b", "x")))
                .hasMessageContaining("give the truth under the names of the tasks");
    }
}
