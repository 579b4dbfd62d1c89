package dev.groundwork.truth.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTest {

    @Test
    void punctuation_and_case_do_not_make_a_difference() {
        assertThat(Words.of("“Yes,” said  Émile -- the well-known\u00a0King."))
                .containsExactly("yes", "said", "émile", "the", "well", "known", "king");
    }

    @Test
    void apostrophes_belong_to_a_word_and_quotation_marks_do_not() {
        assertThat(Words.normalised("'Don’t', he said, ‘o'clock’")).isEqualTo("don't he said o'clock");
    }

    @Test
    void composed_and_decomposed_letters_are_the_same() {
        assertThat(Words.of("cafe\u0301")).isEqualTo(Words.of("caf\u00e9"));
    }

    @Test
    void invisible_characters_are_nothing() {
        assertThat(Words.of("wall\u200bpaper")).containsExactly("wallpaper");
    }

    @Test
    void letters_beyond_the_basic_plane_are_letters() {
        assertThat(Words.of("\ud801\udc28 x")).hasSize(2);
    }

    @Test
    void a_text_of_punctuation_has_no_words() {
        assertThat(Words.of("… '' !")).isEmpty();
    }
}
