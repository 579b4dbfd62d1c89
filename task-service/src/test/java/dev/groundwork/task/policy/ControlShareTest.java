package dev.groundwork.task.policy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ControlShareTest {

    private static final ControlShare SHARE = new ControlShare(0.2, 0.05, 0.9, 200, 200, null, false);

    @Test
    void a_worker_of_whom_nothing_is_proved_meets_the_whole_share() {
        assertThat(SHARE.at(0)).isEqualTo(0.2);
        assertThat(SHARE.at(0.5)).isEqualTo(0.2);
    }

    @Test
    void the_share_thins_with_what_is_proved_and_never_below_its_floor() {
        assertThat(SHARE.at(0.7)).isCloseTo(0.125, within(1e-12));
        assertThat(SHARE.at(0.9)).isCloseTo(0.05, within(1e-12));
        assertThat(SHARE.at(0.99)).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void the_hold_covers_a_crowd_of_which_nothing_is_ever_proved() {
        var policy = new QualityPolicy(null, SHARE, new TrainingCourse(5, 0.8, 2, 10));

        assertThat(policy.controlAnswers(800)).isEqualTo(200);
        assertThat(policy.answers(800)).isEqualTo(800 + 200 + 100);
    }

    @Test
    void a_limit_of_control_answers_is_kept() {
        var policy = new QualityPolicy(null, new ControlShare(0.2, 0.05, 0.9, 200, 200, 7L, false), null);

        assertThat(policy.answers(800)).isEqualTo(807);
    }

    @Test
    void a_policy_survives_the_row_of_its_job() {
        var policy =
                new QualityPolicy(new DynamicOverlap(2, 7, 0.9, 0.2, false), SHARE, new TrainingCourse(5, 0.8, 2, 10));

        assertThat(QualityPolicy.read(policy.write())).isEqualTo(policy);
        assertThat(QualityPolicy.read(new QualityPolicy(null, null, null).write()))
                .isEqualTo(new QualityPolicy(null, null, null));
    }
}
