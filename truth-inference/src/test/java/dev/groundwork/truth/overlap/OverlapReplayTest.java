package dev.groundwork.truth.overlap;

import dev.groundwork.truth.RandomCrowd;
import dev.groundwork.truth.RecordedCrowd;
import dev.groundwork.truth.overlap.OverlapReplay.Skills;
import dev.groundwork.truth.overlap.OverlapReplay.Stop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OverlapReplayTest {

    private static final int RUNS = 5;

    @ParameterizedTest
    @CsvSource({
        "binary-rte, 0.90, GOLD, 4.4, 0.888",
        "multi4-dog, 0.90, GOLD, 3.3, 0.792",
        "binary-rte, 0.90, GOLD_AND_AGREEMENT, 3.7, 0.912",
        "multi4-dog, 0.95, GOLD_AND_AGREEMENT, 3.2, 0.801",
    })
    void buys_few_answers_for_much_accuracy(
            String set, double confidence, Skills skills, double mostAnswers, double leastAccuracy) {
        var crowd = RecordedCrowd.read(set);
        var rule = new StoppingRule(2, 10, confidence, 0);
        double answers = 0;
        double accuracy = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            var replay = OverlapReplay.run(crowd.labels(), crowd.truth(), rule, skills, Stop.PLAIN, 0.1, seed);
            answers += replay.answersPerTask() / RUNS;
            accuracy += replay.accuracy() / RUNS;
        }

        // The reference is a mean of five runs too: half a point and a tenth of an answer are their noise.
        assertThat(answers).isLessThan(mostAnswers + 0.1);
        assertThat(accuracy).isGreaterThan(leastAccuracy - 0.005);
    }

    /** Crowds that take the same wrong label promise far too much; what control tasks make of it is near the truth. */
    @ParameterizedTest
    @CsvSource({"multi4-dog, 10, 0.12, 0.07", "multi5-weather_amt, 20, 0.12, 0.06", "binary-rte, 10, 0.02, 0.01"})
    void keeps_its_promise_where_it_stops_by_what_control_tasks_make_of_it(
            String set, int most, double plainGap, double calibratedGap) {
        var crowd = RecordedCrowd.read(set);
        var rule = new StoppingRule(2, most, 0.9, 0);
        double plain = 0;
        double calibrated = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            var sure = OverlapReplay.run(crowd.labels(), crowd.truth(), rule, Skills.GOLD, Stop.PLAIN, 0.1, seed);
            var honest =
                    OverlapReplay.run(crowd.labels(), crowd.truth(), rule, Skills.GOLD, Stop.CALIBRATED, 0.1, seed);
            plain += (sure.promised() - sure.kept()) / RUNS;
            calibrated += (honest.promised() - honest.kept()) / RUNS;
        }

        assertThat(plain).isGreaterThan(plainGap);
        assertThat(calibrated).isLessThan(calibratedGap);
    }

    @Test
    void leaves_what_is_undecided_to_an_expert() {
        var crowd = RandomCrowd.of(2, 400, 30, 4, 2);
        var strict = new StoppingRule(1, 4, 0.999, 0.9);

        var replay = OverlapReplay.run(crowd.labels(), crowd.gold(400), strict, Skills.GOLD, Stop.PLAIN, 0.25, 1);

        assertThat(replay.tasks()).isEqualTo(300);
        assertThat(replay.disputed()).isBetween(0.05, 0.95);
        assertThat(replay.answersPerTask()).isGreaterThan(3);
    }

    @Test
    void buys_everything_without_a_confidence_that_can_be_reached() {
        var crowd = RandomCrowd.of(3, 100, 30, 5, 2);
        var never = new StoppingRule(1, 50, 1, 0);

        var replay = OverlapReplay.run(crowd.labels(), crowd.gold(100), never, Skills.GOLD, Stop.PLAIN, 0, 1);

        assertThat(replay.answersPerTask()).isEqualTo(5);
        assertThat(replay.disputed()).isZero();
    }
}
