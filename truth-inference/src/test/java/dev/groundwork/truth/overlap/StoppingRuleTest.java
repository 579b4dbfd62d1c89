package dev.groundwork.truth.overlap;

import dev.groundwork.truth.WorkerModel;
import dev.groundwork.truth.overlap.StoppingRule.Decision;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class StoppingRuleTest {

    private static final int OK = 0;
    private static final int BAD = 1;

    private final TaskPosterior posterior = new TaskPosterior(3);

    @Test
    void agrees_with_tolokas_published_examples() {
        posterior.add(OK, 0.7).add(OK, 0.9);
        assertThat(posterior.label()).isEqualTo(OK);
        assertThat(posterior.confidence()).isCloseTo(0.976744, within(5e-7));

        posterior.clear().add(OK, 0.7).add(BAD, 0.9);
        assertThat(posterior.label()).isEqualTo(BAD);
        assertThat(posterior.confidence()).isCloseTo(0.760563, within(5e-7));

        posterior.add(BAD, 0.8);
        assertThat(posterior.label()).isEqualTo(BAD);
        assertThat(posterior.confidence()).isCloseTo(0.962138, within(5e-7));
        assertThat(posterior.answers()).isEqualTo(3);
    }

    @Test
    void asks_for_the_fewest_answers_whatever_the_confidence() {
        var rule = new StoppingRule(2, 5, 0.9, 0.1);

        assertThat(rule.decide(posterior.add(OK, 0.99))).isEqualTo(Decision.MORE);
        assertThat(rule.decide(posterior.add(OK, 0.99))).isEqualTo(Decision.DONE);
    }

    @Test
    void ends_at_the_most_answers_and_disputes_what_is_still_undecided() {
        var rule = new StoppingRule(2, 4, 0.95, 0.2);

        posterior.add(OK, 0.7).add(BAD, 0.7).add(OK, 0.7);
        assertThat(rule.decide(posterior)).isEqualTo(Decision.MORE);
        assertThat(rule.decide(posterior.add(BAD, 0.7))).isEqualTo(Decision.DISPUTED);

        posterior.clear().add(OK, 0.7).add(BAD, 0.7).add(OK, 0.7).add(OK, 0.6);
        assertThat(posterior.confidence()).isLessThan(0.95);
        assertThat(rule.decide(posterior)).isEqualTo(Decision.DONE);
    }

    @Test
    void knows_the_margin_and_every_probability() {
        posterior.add(OK, 0.6).add(BAD, 0.6);

        assertThat(posterior.margin()).isCloseTo(0, within(1e-12));
        assertThat(posterior.label()).isEqualTo(OK);
        assertThat(posterior.probability(0) + posterior.probability(1) + posterior.probability(2))
                .isCloseTo(1, within(1e-12));
        assertThat(new TaskPosterior(3).confidence()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void stays_defined_for_certain_workers_who_contradict_each_other() {
        for (int answer = 0; answer < 2_000; answer++) {
            posterior.add(OK, 1).add(BAD, 1).add(BAD, 0);
        }

        assertThat(posterior.confidence()).isBetween(0.0, 1.0);
        assertThat(posterior.margin()).isBetween(0.0, 1.0);
    }

    @Test
    void has_one_result_for_one_class() {
        assertThat(new TaskPosterior(1).add(0, 0.3).confidence()).isEqualTo(1);
        assertThat(new TaskPosterior(1).margin()).isEqualTo(1);
    }

    @Test
    void takes_a_workers_errors_one_by_one() {
        // Says class 1 for everything but class 2.
        var biased = WorkerModel.ofConfusions(
                3, new float[] {0.05f, 0.9f, 0.05f, 0.05f, 0.9f, 0.05f, 0.1f, 0.1f, 0.8f}, new double[] {1, 1, 1});

        posterior.add(2, biased, 0);

        assertThat(posterior.label()).isEqualTo(2);
        assertThat(posterior.confidence()).isCloseTo(0.8 / 0.9, within(1e-6));
        posterior.clear().add(1, biased, 0);
        assertThat(posterior.margin()).isCloseTo(0, within(1e-6));
    }

    @Test
    void refuses_limits_that_contradict_each_other() {
        assertThatThrownBy(() -> new StoppingRule(3, 2, 0.9, 0)).hasMessageContaining("overlap of 3 to 2");
        assertThatThrownBy(() -> new StoppingRule(1, 2, 0, 0)).hasMessageContaining("both are probabilities");
        assertThatThrownBy(() -> new StoppingRule(1, 2, 0.9, -1)).hasMessageContaining("both are probabilities");
        assertThatThrownBy(() -> new TaskPosterior(0)).hasMessageContaining("give at least 1");
    }
}
