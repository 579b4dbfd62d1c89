package dev.groundwork.truth.gold;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SkillTest {

    @Test
    void of_an_unknown_worker_is_what_the_crowd_can_do_and_no_less_than_chance() {
        assertThat(Skill.unknown(4, 0.8, 4).mean()).isCloseTo(0.8, within(1e-12));
        assertThat(Skill.unknown(4, 0.1, 4).mean()).isCloseTo(0.25, within(1e-12));
        assertThat(Skill.unknown(2, 1, 4).mean()).isCloseTo(0.99, within(1e-12));
    }

    @Test
    void follows_tolokas_formula() {
        assertThat(Skill.toloka(0, 0).mean()).isEqualTo(0.5);
        assertThat(Skill.toloka(7, 9).mean()).isCloseTo(7.5 / 10, within(1e-12));
    }

    @Test
    void grows_with_right_answers_and_falls_with_wrong_ones() {
        var skill = Skill.unknown(2, 0.7, 4);

        assertThat(skill.after(true).mean()).isCloseTo((2.8 + 1) / 5, within(1e-12));
        assertThat(skill.after(false).mean()).isCloseTo(2.8 / 5, within(1e-12));
    }

    @Test
    void is_bounded_below_with_the_certainty_asked_for() {
        var few = Skill.toloka(8, 10);
        var many = Skill.toloka(80, 100);

        assertThat(few.lowerBound(0.95)).isLessThan(many.lowerBound(0.95)).isLessThan(few.mean());
        assertThat(many.belief().atMost(many.lowerBound(0.95))).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void forgets_old_answers() {
        var skill = Skill.toloka(40, 50).faded(0.5);

        assertThat(skill.answered()).isEqualTo(25);
        assertThat(skill.right()).isEqualTo(20);
        assertThat(skill.faded(0).mean()).isEqualTo(0.5);
        assertThatThrownBy(() -> skill.faded(1.1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_more_right_answers_than_answers() {
        assertThatThrownBy(() -> Skill.toloka(3, 2)).hasMessageContaining("answers are not fewer than right ones");
        assertThatThrownBy(() -> new Skill(0, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
