package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.shape.Keypoint.Visibility;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class ConsensusTest {

    @Test
    void every_edge_is_the_median_of_its_edges() {
        var consensus = boxes(Map.of(
                "a", List.of(car(10, 10, 40, 20)),
                "b", List.of(car(12, 9, 40, 22)),
                "c", List.of(car(11, 30, 60, 9), car(11, 11, 60, 20))));

        assertThat(consensus.objects()).singleElement().satisfies(object -> {
            assertThat(object.shape()).isEqualTo(new Box(11, 10, 41, 21));
            assertThat(object.support()).isEqualTo(1);
            assertThat(object.votes()).containsOnlyKeys("a", "b", "c");
            assertThat(object.similarity().orElseThrow()).isBetween(0.5, 1.0);
        });
        assertThat(consensus.unsupported()).singleElement().satisfies(object -> {
            assertThat(object.support()).isEqualTo(1.0 / 3, within(1e-12));
            assertThat(object.similarity()).isEmpty();
        });
    }

    @Test
    void a_worker_is_in_an_object_once() {
        var consensus =
                boxes(Map.of("a", List.of(car(0, 0, 10, 10), car(0, 0, 10, 9.5)), "b", List.of(car(0, 0, 10, 10))));

        assertThat(consensus.objects()).singleElement().satisfies(object -> assertThat(object.votes())
                .hasSize(2));
        assertThat(consensus.unsupported()).hasSize(1);
    }

    @Test
    void the_label_is_voted_on_and_its_agreement_reported() {
        var consensus = boxes(Map.of(
                "a", List.of(car(0, 0, 10, 10)),
                "b", List.of(new Labelled<>("van", new Box(0, 0, 10, 10))),
                "c", List.of(car(0, 0, 10, 11))));

        assertThat(consensus.objects()).singleElement().satisfies(object -> {
            assertThat(object.label()).isEqualTo("car");
            assertThat(object.labelAgreement()).isEqualTo(2.0 / 3, within(1e-12));
        });
    }

    @Test
    void two_things_in_one_place_stay_two_when_labels_tell_them_apart() {
        var rider = new Labelled<>("rider", new Box(0, 0, 10, 20));
        var horse = new Labelled<>("horse", new Box(0, 1, 10, 20));
        var sloppy =
                List.of(new Labelled<>("rider", new Box(0, 1, 10, 20)), new Labelled<>("horse", new Box(0, 2, 10, 20)));

        var consensus = boxes(Map.of("a", List.of(rider, horse), "b", sloppy));

        assertThat(consensus.objects())
                .extracting(ConsensusObject::label, ConsensusObject::labelAgreement)
                .containsExactly(tuple("horse", 1.0), tuple("rider", 1.0));
    }

    @Test
    void shapes_that_only_touch_through_others_are_not_one_object() {
        var consensus = boxes(Map.of(
                "a", List.of(car(0, 0, 10, 10)), "b", List.of(car(3, 0, 10, 10)), "c", List.of(car(6, 0, 10, 10))));

        assertThat(consensus.objects()).hasSize(1);
        assertThat(consensus.objects().getFirst().votes()).hasSize(2);
        assertThat(consensus.unsupported()).hasSize(1);
    }

    @Test
    void who_drew_nothing_votes_against() {
        var one = List.of(car(0, 0, 10, 10));

        assertThat(boxes(Map.of("a", one, "b", one, "c", List.of(), "d", List.of(), "e", List.of()))
                        .objects())
                .isEmpty();
        assertThat(boxes(Map.of("a", one, "b", one, "c", List.of())).objects()).hasSize(1);
        assertThat(boxes(Map.of("a", List.of(), "b", List.of())).objects()).isEmpty();
        assertThat(boxes(Map.of()).objects()).isEmpty();
    }

    @Test
    void of_a_single_answer_everything_is_kept() {
        assertThat(boxes(Map.of("a", List.of(car(0, 0, 10, 10), car(50, 50, 5, 5))))
                        .objects())
                .hasSize(2);
    }

    @Test
    void one_against_one_is_not_enough() {
        assertThat(boxes(Map.of("a", List.of(car(0, 0, 10, 10)), "b", List.of()))
                        .objects())
                .isEmpty();
    }

    @Test
    void weighty_workers_move_edges_and_support() {
        var answers = new TreeMap<>(Map.of(
                "a",
                List.of(car(0, 0, 10, 10)),
                "b",
                List.of(car(1, 0, 10, 10)),
                "c",
                List.of(car(2, 0, 10, 10), car(40, 40, 9, 9)),
                "d",
                List.<Labelled<Box>>of()));

        var consensus = Consensus.of(
                answers, Geometry.boxes(), new WorkerWeights(Map.of("c", 7.0), 1), new ConsensusRule(0.5, 0.5, 1));

        assertThat(consensus.objects()).hasSize(2);
        assertThat(consensus.objects().getFirst().shape().left()).isEqualTo(2);
        assertThat(consensus.objects().getFirst().support()).isEqualTo(0.9, within(1e-12));
        assertThat(consensus.objects().getLast().support()).isEqualTo(0.7, within(1e-12));
    }

    @Test
    void polygons_are_chosen_and_not_mixed() {
        var exact = IouTest.polygon(0, 0, 10, 0, 10, 10, 0, 10);
        var rough = IouTest.polygon(0, 0, 11, 0, 10, 11, 0, 10);
        var other = IouTest.polygon(0, 0, 10, 0, 10, 8, 0, 10);

        var consensus = Consensus.of(
                new TreeMap<>(Map.of(
                        "a", List.of(new Labelled<>("field", rough)),
                        "b", List.of(new Labelled<>("field", exact)),
                        "c", List.of(new Labelled<>("field", other)))),
                Geometry.polygons(),
                WorkerWeights.EQUAL,
                ConsensusRule.USUAL);

        assertThat(consensus.objects()).singleElement().satisfies(object -> assertThat(object.shape())
                .isEqualTo(exact));
    }

    @Test
    void joints_are_merged_one_by_one() {
        var consensus = Consensus.of(
                new TreeMap<>(Map.of(
                        "a", List.of(labelled(skeleton(10, Visibility.VISIBLE, Visibility.ABSENT))),
                        "b", List.of(labelled(skeleton(11, Visibility.HIDDEN, Visibility.ABSENT))),
                        "c", List.of(labelled(skeleton(13, Visibility.VISIBLE, Visibility.VISIBLE))))),
                Geometry.skeletons(0.1),
                WorkerWeights.EQUAL,
                new ConsensusRule(0.4, 0.5, 2));

        assertThat(consensus.objects()).singleElement().satisfies(object -> assertThat(object.shape())
                .isEqualTo(new Skeleton(
                        new Box(0, 0, 100, 100),
                        List.of(new Keypoint(new Point(11, 11), Visibility.VISIBLE), Keypoint.ABSENT))));
    }

    @Test
    void skeletons_are_as_alike_as_their_joints_are_near() {
        var geometry = Geometry.skeletons(0.1);
        var one = skeleton(10, Visibility.VISIBLE, Visibility.VISIBLE);
        var near = skeleton(17.071067811865476, Visibility.HIDDEN, Visibility.VISIBLE);
        var half = skeleton(10, Visibility.VISIBLE, Visibility.ABSENT);
        var nothing = skeleton(10, Visibility.ABSENT, Visibility.ABSENT);

        assertThat(geometry.similarity(one, one)).isEqualTo(1);
        // Ten pixels in an object of a hundred are the falloff.
        assertThat(geometry.similarity(one, near)).isEqualTo((Math.exp(-0.5) + 1) / 2, within(1e-9));
        assertThat(geometry.similarity(one, half)).isEqualTo(0.5);
        assertThat(geometry.similarity(half, one)).isEqualTo(0.5);
        assertThat(geometry.similarity(nothing, nothing)).isEqualTo(1);
        assertThatThrownBy(() -> geometry.similarity(one, new Skeleton(one.box(), List.of())))
                .hasMessageContaining("2 joints and another 0");
        assertThatThrownBy(() -> Geometry.skeletons(0)).hasMessageContaining("positive");
    }

    @Test
    void visibilities_have_the_codes_of_the_exchange_format() {
        assertThat(Visibility.of(2)).isEqualTo(Visibility.VISIBLE);
        assertThat(Visibility.HIDDEN.code()).isEqualTo(1);
        assertThatThrownBy(() -> Visibility.of(3)).hasMessageContaining("0 (absent), 1 (hidden) or 2 (visible)");
    }

    @Test
    void sets_of_objects_match_by_likeness_and_label() {
        var gold = List.of(car(0, 0, 10, 10), car(50, 50, 10, 10), car(90, 0, 5, 5));
        var answer = List.of(car(0, 0, 10, 11), new Labelled<>("van", new Box(50, 50, 10, 10)));

        assertThat(ObjectMatch.between(answer, gold, Geometry.boxes(), 0.5)).isEqualTo(new ObjectMatch(1, 2, 3));
        assertThat(ObjectMatch.between(answer, gold, Geometry.boxes(), 0.5).f1())
                .isEqualTo(0.4);
        assertThat(ObjectMatch.between(List.<Labelled<Box>>of(), List.of(), Geometry.boxes(), 0.5)
                        .f1())
                .isEqualTo(1);
        assertThat(ObjectMatch.meanF1(new TreeMap<>(Map.of("a", gold, "b", gold)), Geometry.boxes(), 0.5))
                .hasValue(1);
        assertThat(ObjectMatch.meanF1(new TreeMap<>(Map.of("a", gold)), Geometry.boxes(), 0.5))
                .isEmpty();
    }

    @Test
    void a_rule_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> new ConsensusRule(0, 0.5, 1)).hasMessageContaining("least similarity");
        assertThatThrownBy(() -> new ConsensusRule(0.5, 1.5, 1)).hasMessageContaining("least support");
        assertThatThrownBy(() -> new ConsensusRule(0.5, 0.5, 0)).hasMessageContaining("at least 1 worker");
    }

    @RepeatedTest(20)
    void noisy_boxes_are_found_again_in_any_order_and_scale(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var truth = new ArrayList<Box>();
        for (int i = 0; i < 12; i++) {
            truth.add(new Box(100 * (i % 4), 100 * (i / 4), random.nextDouble(40, 80), random.nextDouble(40, 80)));
        }
        SortedMap<String, List<Labelled<Box>>> answers = new TreeMap<>();
        for (int worker = 0; worker < 5; worker++) {
            var drawn = new ArrayList<Labelled<Box>>();
            for (var box : truth) {
                if (random.nextInt(10) > 0) {
                    drawn.add(car(
                            box.left() + random.nextGaussian(),
                            box.top() + random.nextGaussian(),
                            box.width() + random.nextGaussian(),
                            box.height() + random.nextGaussian()));
                }
            }
            answers.put("w" + worker, drawn);
        }
        var plain = Consensus.of(answers, Geometry.boxes(), WorkerWeights.EQUAL, ConsensusRule.USUAL);
        SortedMap<String, List<Labelled<Box>>> large = new TreeMap<>();
        answers.forEach((worker, drawn) -> large.put(
                worker,
                drawn.stream()
                        .map(object -> car(
                                8 * object.shape().left(),
                                8 * object.shape().top(),
                                8 * object.shape().width(),
                                8 * object.shape().height()))
                        .toList()));
        answers.replaceAll((worker, drawn) -> {
            var shuffled = new ArrayList<>(drawn);
            Collections.shuffle(shuffled, random);
            return shuffled;
        });

        assertThat(Consensus.of(answers, Geometry.boxes(), WorkerWeights.EQUAL, ConsensusRule.USUAL))
                .isEqualTo(plain);
        assertThat(Consensus.of(large, Geometry.boxes(), WorkerWeights.EQUAL, ConsensusRule.USUAL)
                        .objects())
                .hasSameSizeAs(plain.objects());
        assertThat(truth).allSatisfy(box -> assertThat(plain.objects())
                .anySatisfy(object -> assertThat(object.shape().iou(box)).isGreaterThan(0.9)));
        assertThat(plain.objects()).hasSize(12);
    }

    private static Consensus<Box> boxes(Map<String, List<Labelled<Box>>> answers) {
        return Consensus.of(new TreeMap<>(answers), Geometry.boxes(), WorkerWeights.EQUAL, ConsensusRule.USUAL);
    }

    private static Labelled<Box> car(double left, double top, double width, double height) {
        return new Labelled<>("car", new Box(left, top, width, height));
    }

    private static Labelled<Skeleton> labelled(Skeleton skeleton) {
        return new Labelled<>("person", skeleton);
    }

    private static Skeleton skeleton(double at, Visibility first, Visibility second) {
        return new Skeleton(
                new Box(0, 0, 100, 100),
                List.of(
                        first == Visibility.ABSENT ? Keypoint.ABSENT : new Keypoint(new Point(at, at), first),
                        second == Visibility.ABSENT ? Keypoint.ABSENT : new Keypoint(new Point(60, 60), second)));
    }
}
