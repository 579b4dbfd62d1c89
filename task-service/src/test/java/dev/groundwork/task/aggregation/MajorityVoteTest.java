package dev.groundwork.task.aggregation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MajorityVoteTest {

    private static final List<String> LABELS = List.of("night", "day", "dusk");

    @Nested
    class Choice {

        @Test
        void the_label_with_most_votes_wins() {
            assertThat(MajorityVote.choice(LABELS, List.of("day", "night", "day")))
                    .contains(new Verdict<>("day", 2, 3, false));
        }

        @Test
        void of_equals_the_first_in_the_schema_wins_and_is_flagged() {
            assertThat(MajorityVote.choice(LABELS, List.of("dusk", "day"))).contains(new Verdict<>("day", 1, 2, true));
            assertThat(MajorityVote.choice(LABELS, List.of("day", "day", "night", "night", "dusk")))
                    .contains(new Verdict<>("night", 2, 5, true));
        }

        @Test
        void a_tie_below_the_winner_is_no_tie() {
            assertThat(MajorityVote.choice(LABELS, List.of("dusk", "night", "dusk", "day")))
                    .contains(new Verdict<>("dusk", 2, 4, false));
        }

        @Test
        void no_answers_no_result() {
            assertThat(MajorityVote.choice(LABELS, List.of())).isEmpty();
        }
    }

    @Nested
    class Multichoice {

        @Test
        void labels_that_more_than_half_name_are_in() {
            assertThat(MajorityVote.multichoice(
                            LABELS, List.of(Set.of("day", "night"), Set.of("night", "dusk"), Set.of("day", "night"))))
                    .contains(new Verdict<>(List.of("night", "day"), 2, 3, false));
        }

        @Test
        void a_label_named_by_exactly_half_is_a_tie_and_left_out() {
            assertThat(MajorityVote.multichoice(LABELS, List.of(Set.of("day"), Set.of("day", "dusk"))))
                    .contains(new Verdict<>(List.of("day"), 1, 2, true));
        }

        @Test
        void none_of_the_labels_is_a_result_too() {
            assertThat(MajorityVote.multichoice(LABELS, List.of(Set.of(), Set.of(), Set.of("day"))))
                    .contains(new Verdict<>(List.of(), 2, 3, false));
        }
    }

    @Nested
    class Numbers {

        @Test
        void the_median_of_an_odd_number_of_answers() {
            assertThat(MajorityVote.number(numbers("7", "100", "3")))
                    .contains(new Verdict<>(new BigDecimal("7"), 1, 3, false));
        }

        @Test
        void the_mean_of_the_middle_two_of_an_even_number() {
            assertThat(MajorityVote.number(numbers("1", "2", "3", "100")))
                    .contains(new Verdict<>(new BigDecimal("2.5"), 0, 4, true));
            assertThat(MajorityVote.number(numbers("2", "2.0", "9", "1")))
                    .contains(new Verdict<>(new BigDecimal("2"), 2, 4, false));
        }

        @Test
        void large_and_exact_numbers_stay_what_they_are() {
            assertThat(MajorityVote.number(numbers("1E+2", "1E+2")))
                    .contains(new Verdict<>(new BigDecimal("100"), 2, 2, false));
            assertThat(MajorityVote.number(numbers("0.1", "0.2")).orElseThrow().value())
                    .isEqualTo(new BigDecimal("0.15"));
        }

        private List<BigDecimal> numbers(String... texts) {
            return Stream.of(texts).map(BigDecimal::new).toList();
        }
    }

    @Nested
    class Texts {

        @Test
        void case_space_and_composition_do_not_tell_texts_apart() {
            assertThat(MajorityVote.text(List.of("Café  del mar", "cafe\u0301 del mar ", "Bar del mar")))
                    .hasValueSatisfying(verdict -> {
                        assertThat(verdict.votes()).isEqualTo(2);
                        assertThat(verdict.tie()).isFalse();
                        assertThat(verdict.value()).isIn("Café  del mar", "cafe\u0301 del mar");
                    });
        }

        @Test
        void the_usual_spelling_is_the_value() {
            assertThat(MajorityVote.text(List.of("iPhone", "iphone", "iPhone", "Android")))
                    .contains(new Verdict<>("iPhone", 3, 4, false));
        }

        @Test
        void of_equals_the_lowest_wins_and_is_flagged() {
            assertThat(MajorityVote.text(List.of("pear", "apple"))).contains(new Verdict<>("apple", 1, 2, true));
        }
    }

    @Test
    void the_order_of_the_answers_never_matters() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            var answers = new ArrayList<String>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                answers.add(LABELS.get(random.nextInt(3)));
            }
            var shuffled = new ArrayList<>(answers);
            Collections.shuffle(shuffled, random);

            assertThat(MajorityVote.choice(LABELS, shuffled)).isEqualTo(MajorityVote.choice(LABELS, answers));
            assertThat(MajorityVote.text(shuffled)).isEqualTo(MajorityVote.text(answers));
        }
    }
}
