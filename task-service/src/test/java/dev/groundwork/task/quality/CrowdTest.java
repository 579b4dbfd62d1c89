package dev.groundwork.task.quality;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.task.quality.Crowd.Vote;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.truth.gold.Calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CrowdTest {

    private static final String SPEC = """
            {"spec": "task/1", "input": {"type": "object", "properties": {"text": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["label"],
                        "properties": {"label": {"type": "string", "enum": ["cat", "dog"], "x-kind": "choice"},
                                       "sure": {"type": "string", "enum": ["yes", "no"], "x-kind": "choice"},
                                       "why": {"type": "string", "x-kind": "text"}}}}""";

    private static final DynamicOverlap OVERLAP = new DynamicOverlap(2, 5, 0.9, 0.2, false);
    private static final int CAT = 0;
    private static final int DOG = 1;

    private static Categories categories() {
        try {
            return Categories.of(TaskSpec.parse(new ObjectMapper().readTree(SPEC), ""));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A crowd that got 80 of 100 control answers right; each worker, by number, has a record of their own. */
    private static Crowd crowd(Calibration calibration, OutputSkill... workers) {
        var crowd = new Crowd(categories(), Map.of("label", new Count(80, 100)), calibration);
        for (int i = 0; i < workers.length; i++) {
            crowd.know(worker(i), Map.of("label", workers[i]));
        }
        return crowd;
    }

    private static UUID worker(int number) {
        return new UUID(9, number);
    }

    private static OutputSkill skill(int right, int answered) {
        return new OutputSkill(right, answered, new Count(right, answered), List.of(Count.NONE, Count.NONE));
    }

    private static Vote vote(int worker, int label) {
        return new Vote(worker(worker), new int[] {label, Categories.NONE});
    }

    @Test
    void only_outputs_with_classes_decide() {
        assertThat(categories().fields()).extracting(field -> field.name()).containsExactly("label", "sure");
    }

    @Test
    void asks_for_the_fewest_answers_however_sure_the_first_is() {
        var verdict = crowd(Calibration.NONE, skill(99, 99)).judge(List.of(vote(0, CAT)), OVERLAP, 5, false);

        assertThat(verdict.state()).isEqualTo(Verdict.State.OPEN);
    }

    @Test
    void takes_no_answer_for_no_agreement() {
        var blank = List.of(vote(0, Categories.NONE), vote(1, Categories.NONE), vote(2, Categories.NONE));

        var verdict = crowd(Calibration.NONE).judge(blank, OVERLAP, 5, false);
        assertThat(verdict.state()).isEqualTo(Verdict.State.OPEN);
        assertThat(verdict.confidence()).isZero();

        verdict = crowd(Calibration.NONE).judge(blank, OVERLAP, 5, true);
        assertThat(verdict.state()).isEqualTo(Verdict.State.DISPUTED);
        assertThat(verdict.confidence()).isZero();
        assertThat(verdict.margin()).isZero();
    }

    @Test
    void stops_as_soon_as_two_of_the_crowd_agree() {
        // Nobody is known: each is right with (80 + 1) / (100 + 2).
        var verdict = crowd(Calibration.NONE).judge(List.of(vote(0, CAT), vote(1, CAT)), OVERLAP, 5, false);

        double skill = 81.0 / 102;
        assertThat(verdict.state()).isEqualTo(Verdict.State.CONFIDENT);
        assertThat(verdict.confidence())
                .isCloseTo(skill * skill / (skill * skill + (1 - skill) * (1 - skill)), within(1e-12));
        assertThat(categories().answerOf(verdict.classes()).toString()).isEqualTo("{\"label\":\"cat\"}");
    }

    @Test
    void believes_one_good_worker_more_than_two_who_guess() {
        var crowd = crowd(Calibration.NONE, skill(58, 60), skill(30, 60), skill(30, 60));

        var verdict = crowd.judge(List.of(vote(0, DOG), vote(1, CAT), vote(2, CAT)), OVERLAP, 5, false);

        assertThat(verdict.classes()[0]).isEqualTo(DOG);
    }

    @Test
    void a_majority_of_liars_is_outvoted() {
        var crowd = crowd(Calibration.NONE, skill(5, 60), skill(5, 60), skill(5, 60), skill(40, 50));

        var verdict = crowd.judge(List.of(vote(0, CAT), vote(1, CAT), vote(2, CAT), vote(3, DOG)), OVERLAP, 5, false);

        assertThat(verdict.classes()[0]).isEqualTo(DOG);
        assertThat(verdict.state()).isEqualTo(Verdict.State.CONFIDENT);
    }

    @Test
    void goes_on_while_two_contradict_each_other() {
        assertThat(crowd(Calibration.NONE)
                        .judge(List.of(vote(0, CAT), vote(1, DOG)), OVERLAP, 5, false)
                        .state())
                .isEqualTo(Verdict.State.OPEN);
    }

    @Test
    void leaves_a_draw_with_the_most_answers_to_a_person() {
        assertThat(crowd(Calibration.NONE)
                        .judge(List.of(vote(0, CAT), vote(1, DOG)), OVERLAP, 2, true)
                        .state())
                .isEqualTo(Verdict.State.DISPUTED);
    }

    @Test
    void settles_for_a_clear_lead_with_the_most_answers() {
        var verdict = crowd(Calibration.NONE)
                .judge(
                        List.of(vote(0, CAT), vote(1, DOG), vote(2, CAT)),
                        new DynamicOverlap(2, 3, 0.95, 0.2, false),
                        3,
                        true);

        assertThat(verdict.state()).isEqualTo(Verdict.State.SETTLED);
        assertThat(verdict.classes()[0]).isEqualTo(CAT);
    }

    @Test
    void disputes_a_task_whose_answers_were_all_taken_away() {
        var verdict = crowd(Calibration.NONE).judge(List.of(), OVERLAP, 3, true);

        assertThat(verdict.state()).isEqualTo(Verdict.State.DISPUTED);
        assertThat(verdict.confidence()).isZero();
        assertThat(categories().answerOf(verdict.classes()).toString()).isEqualTo("{}");
    }

    @Test
    void the_least_certain_output_decides() {
        var crowd = new Crowd(
                categories(), Map.of("label", new Count(90, 100), "sure", new Count(90, 100)), Calibration.NONE);
        var one = new Vote(worker(0), new int[] {CAT, 0});
        var other = new Vote(worker(1), new int[] {CAT, 1});

        var verdict = crowd.judge(List.of(one, other), OVERLAP, 5, false);

        assertThat(verdict.state()).isEqualTo(Verdict.State.OPEN);
        assertThat(verdict.confidence()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void shows_the_calibrated_confidence_and_stops_by_it_only_where_the_policy_says_so() {
        var votes = Stream.of(vote(0, CAT), vote(1, CAT)).toList();
        var hot = new Calibration(3);

        var raw = crowd(hot).judge(votes, OVERLAP, 5, false);
        var calibrated = crowd(hot).judge(votes, new DynamicOverlap(2, 5, 0.9, 0.2, true), 5, false);

        assertThat(raw.state()).isEqualTo(Verdict.State.CONFIDENT);
        assertThat(raw.confidence()).isLessThan(0.75);
        assertThat(calibrated.state()).isEqualTo(Verdict.State.OPEN);
        assertThat(calibrated.confidence()).isEqualTo(raw.confidence());
    }
}
