package dev.groundwork.truth.gold;

import java.util.HashMap;

import dev.groundwork.truth.Accuracy;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.RandomCrowd;
import dev.groundwork.truth.RecordedCrowd;
import dev.groundwork.truth.method.DawidSkene;
import dev.groundwork.truth.method.MajorityVote;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MethodChoiceTest {

    /**
     * Answers of a false account for each of an honest worker. One control task in ten then meets an account often enough
     * to tell a coin-flipper from a worker: that takes eight to ten control answers.
     */
    private static final int BUSY = 4;

    private static final int RUNS = 5;

    @ParameterizedTest
    @CsvSource({
        "binary-rte, 0, 0.91",
        "binary-rte, 0.30, 0.86",
        "binary-rte, 0.45, 0.85",
        "multi4-dog, 0, 0.81",
        "multi4-dog, 0.45, 0.79",
        "multi5-weather_amt, 0.45, 0.80",
        "ordinal5-websearch, 0.30, 0.82",
    })
    void withstands_workers_who_agree_on_wrong_answers(String set, double share, double least) {
        var crowd = RecordedCrowd.read(set);
        double mean = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            var labels = Sybils.join(crowd.labels(), share, BUSY, seed);
            var gold = everyTenth(crowd.truth(), seed);

            var inference = MethodChoice.of(labels, gold, Limit.USUAL).infer(labels, gold, Limit.USUAL);

            mean += Accuracy.of(inference, crowd.truth().without(gold)).chosen() / RUNS;
        }

        // The thresholds are means over runs: in a single one the friends' one coin can be lucky on all control tasks.
        assertThat(mean).as("%s with %s of wrong friends", set, share).isGreaterThan(least);
    }

    @Test
    void is_hurt_but_not_beaten_when_such_workers_hide_among_many_accounts() {
        var crowd = RecordedCrowd.read("binary-rte");
        var labels = Sybils.join(crowd.labels(), 0.45, 1, 1);
        var gold = everyTenth(crowd.truth(), 1);
        var others = crowd.truth().without(gold);

        var inference = MethodChoice.of(labels, gold, Limit.USUAL).infer(labels, gold, Limit.USUAL);

        assertThat(Accuracy.of(inference, others).chosen())
                .isGreaterThan(0.7)
                .isGreaterThan(0.1
                        + Accuracy.of(new MajorityVote().infer(labels), others).chosen());
    }

    @Test
    void without_the_choice_such_workers_win() {
        var crowd = RecordedCrowd.read("binary-rte");
        var labels = Sybils.join(crowd.labels(), 0.45, BUSY, 1);

        var inference = DawidSkene.withPrior().infer(labels);

        assertThat(Accuracy.of(inference, crowd.truth()).chosen()).isLessThan(0.7);
    }

    @Test
    void makes_confidence_honest() {
        var crowd = RecordedCrowd.read("multi4-dog");
        var gold = everyTenth(crowd.truth(), 1);

        var choice = MethodChoice.of(crowd.labels(), gold, Limit.USUAL);

        var others = new Predictions(4)
                .add(
                        choice.infer(crowd.labels(), gold, Limit.USUAL),
                        crowd.truth().without(gold));
        assertThat(choice.calibration().temperature()).isGreaterThan(1.5);
        assertThat(others.calibrationError(choice.calibration()))
                .isLessThan(0.7 * others.calibrationError(Calibration.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 40, 0, wawa",
        "2, 2, 40, 5, gold-bayes",
        "2, 3, 100, 0, one-coin",
        "2, 3, 10, 0, dawid-skene-map",
        "3, 7, 10, 0, dawid-skene-map",
        "3, 7, 100, 0, one-coin",
        "9, 7, 10, 0, one-coin",
    })
    void follows_the_shape_of_the_job_without_control_tasks(
            int classes, int overlap, int workers, int gold, String expected) {
        var crowd = RandomCrowd.of(classes, 300, workers, overlap, 8);

        var choice = MethodChoice.of(crowd.labels(), crowd.gold(gold), Limit.USUAL);

        assertThat(choice.method().name()).isEqualTo(expected);
        assertThat(choice.scores()).isEmpty();
        assertThat(choice.calibration()).isEqualTo(Calibration.NONE);
    }

    @Test
    void scores_every_candidate_on_control_tasks() {
        var crowd = RandomCrowd.of(3, 300, 30, 5, 8);

        var choice = MethodChoice.of(crowd.labels(), crowd.gold(60), Limit.USUAL);

        assertThat(choice.scores())
                .extracting(MethodChoice.Score::method)
                .containsExactly("gold-bayes", "one-coin", "dawid-skene-map", "mace");
        assertThat(choice.scores()).allMatch(score -> score.accuracy() > 0.8 && score.logLoss() < 1);
    }

    @Test
    void passes_over_control_tasks_that_nobody_answered() {
        var labels = Labels.builder(2).tasks(100).add(0, 0, 1).build();

        var choice = MethodChoice.of(labels, RandomCrowd.of(2, 100, 5, 1, 1).gold(60), Limit.USUAL);

        assertThat(choice.why()).startsWith("fewer than 20 control tasks");
    }

    private static ControlLabels everyTenth(ControlLabels truth, int offset) {
        var some = new HashMap<Integer, Integer>();
        for (int n = offset; n < truth.size(); n += 10) {
            some.put(truth.task(n), truth.label(n));
        }
        return ControlLabels.of(some);
    }
}
