package dev.groundwork.truth.pairwise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.CrowdSet;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.pairwise.Comparison.Outcome;

import org.junit.jupiter.api.Test;

import static dev.groundwork.truth.answer.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PairwiseTest {

    @Test
    void scores_are_the_log_odds_of_being_preferred() {
        // With so many comparisons the pseudo wins do not show.
        var scores = BradleyTerry.fit(new PairCounts().add("a", "b", 3e9, 1e9).add("b", "c", 2e9, 2e9));

        assertThat(scores.of("a") - scores.of("b")).isEqualTo(Math.log(3), within(1e-6));
        assertThat(scores.of("b") - scores.of("c")).isEqualTo(0, within(1e-6));
        assertThat(scores.probabilityOf("a", "c")).isEqualTo(0.75, within(1e-6));
        assertThat(scores.ranking().getFirst()).isEqualTo("a");
        assertThat(scores.converged()).isTrue();
    }

    /** Three journals cited by one another, with the likelihood equations checked at the solution. */
    @Test
    void wins_are_what_the_scores_expect() {
        var counts = new PairCounts().add("a", "b", 7, 3).add("b", "c", 4, 6.5).add("c", "a", 5, 9);
        var scores = BradleyTerry.fit(counts);

        for (var item : counts.items()) {
            double surplus = 0.1 - 0.2 / (1 + Math.exp(-scores.of(item)));
            for (var other : counts.items()) {
                if (!other.equals(item)) {
                    double comparisons = counts.wins(item, other) + counts.wins(other, item);
                    surplus += counts.wins(item, other) - comparisons * scores.probabilityOf(item, other);
                }
            }
            assertThat(surplus).isEqualTo(0, within(1e-6));
        }
    }

    @Test
    void an_item_that_always_won_has_a_finite_score() {
        var scores = BradleyTerry.fit(new PairCounts().addWin("best", "mid").addWin("mid", "worst"));

        assertThat(scores.byItem().values())
                .allSatisfy(score -> assertThat(score).isFinite());
        assertThat(scores.ranking()).containsExactly("best", "mid", "worst");
    }

    @Test
    void ties_pull_scores_together() {
        var scores = BradleyTerry.fit(new PairCounts().addTie("a", "b").addTie("a", "b"));

        assertThat(scores.byItem()).containsOnly(Map.entry("a", 0.0), Map.entry("b", 0.0));
    }

    @Test
    void items_that_cannot_be_compared_are_named() {
        var scores = BradleyTerry.fit(new PairCounts()
                .addWin("a", "b")
                .addWin("b", "c")
                .addWin("x", "y")
                .add("z", "y", 0, 0));

        assertThat(scores.components()).containsExactly(List.of("a", "b", "c"), List.of("x", "y", "z"));
        assertThat(scores.isConnected()).isFalse();
        assertThat(scores.warnings())
                .containsExactly("Nothing tells how x, y, z stand to the other items, even through others:"
                        + " ask for pairs that join them.");
        assertThat(scores.byItem().values())
                .allSatisfy(score -> assertThat(score).isFinite());
        assertThatThrownBy(() -> scores.of("unheard of")).hasMessageContaining("unheard of was never compared");
    }

    @Test
    void nothing_compared_has_no_scores() {
        var scores = BradleyTerry.fit(new PairCounts());

        assertThat(scores.byItem()).isEmpty();
        assertThat(scores.isConnected()).isTrue();
        assertThat(NoisyBradleyTerry.fit(Answers.of(List.of())).scores().byItem())
                .isEmpty();
    }

    @Test
    void unusable_pairs_are_refused_by_name() {
        assertThatThrownBy(() -> new PairCounts().addWin("a", "a")).hasMessageContaining("a is compared with itself");
        assertThatThrownBy(() -> new PairCounts().add("a", "b", Double.NaN, 0)).hasMessageContaining("a and b are NaN");
        assertThatThrownBy(() -> new PairCounts().add("a", "b", 1, -1)).hasMessageContaining("1.0 and -1.0");
        assertThatThrownBy(() -> new Comparison("a", "a", Outcome.TIE)).hasMessageContaining("compared with itself");
    }

    @Test
    void the_order_of_pairs_and_their_sides_do_not_matter() {
        var random = new Random(3);
        var wins = new ArrayList<String[]>();
        for (int i = 0; i < 300; i++) {
            int one = random.nextInt(20);
            int other = (one + 1 + random.nextInt(19)) % 20;
            wins.add(new String[] {"i" + one, "i" + other});
        }
        var straight = new PairCounts();
        wins.forEach(pair -> straight.add(pair[0], pair[1], 1, 0));
        Collections.shuffle(wins, random);
        var turned = new PairCounts();
        wins.forEach(pair -> turned.add(pair[1], pair[0], 0, 1));

        assertThat(BradleyTerry.fit(turned)).isEqualTo(BradleyTerry.fit(straight));
    }

    @Test
    void careless_workers_count_less() {
        var random = new Random(23);
        var answers = new ArrayList<Answer<Comparison>>();
        for (int task = 0; task < 900; task++) {
            int one = random.nextInt(30);
            int other = (one + 1 + random.nextInt(29)) % 30;
            for (int worker = 0; worker < 6; worker++) {
                boolean meant = worker < 3;
                boolean left =
                        meant ? random.nextDouble() < 1 / (1 + Math.exp(0.3 * (other - one))) : random.nextBoolean();
                answers.add(new Answer<>(
                        "t" + task,
                        "w" + worker,
                        new Comparison(
                                "i%02d".formatted(one),
                                "i%02d".formatted(other),
                                left ? Outcome.LEFT : Outcome.RIGHT)));
            }
        }

        var noisy = NoisyBradleyTerry.fit(Answers.of(answers));

        assertThat(at(noisy.attention(), "w0")).isGreaterThan(0.8);
        assertThat(at(noisy.attention(), "w5")).isLessThan(0.3);
        var best = new ArrayList<String>();
        for (int item = 29; item >= 0; item--) {
            best.add("i%02d".formatted(item));
        }
        assertThat(Rankings.kendallTau(noisy.scores().ranking(), best).orElseThrow())
                .isGreaterThan(0.85);
    }

    @Test
    void ties_move_no_score_and_no_attention() {
        var answers = new ArrayList<Answer<Comparison>>();
        for (var worker : List.of("one", "two", "three")) {
            answers.add(new Answer<>("t1", worker, new Comparison("a", "b", Outcome.LEFT)));
            answers.add(new Answer<>("t2", worker, new Comparison("b", "c", Outcome.RIGHT)));
        }
        var decided = NoisyBradleyTerry.fit(Answers.of(answers));
        answers.add(new Answer<>("t1", "always even", new Comparison("a", "b", Outcome.TIE)));
        answers.add(new Answer<>("t3", "always even", new Comparison("a", "d", Outcome.TIE)));

        var withTies = NoisyBradleyTerry.fit(Answers.of(answers));

        for (var item : List.of("a", "b", "c")) {
            assertThat(withTies.scores().of(item)).isEqualTo(decided.scores().of(item), within(1e-6));
        }
        assertThat(at(withTies.attention(), "one")).isEqualTo(at(decided.attention(), "one"), within(1e-6));
        assertThat(at(withTies.attention(), "always even")).isEqualTo(0.8, within(1e-12));
        assertThat(withTies.scores().of("d")).isEqualTo(0, within(1e-6));
        assertThat(withTies.scores().warnings()).singleElement().asString().startsWith("Nothing tells how d stands");
    }

    @Test
    void borda_is_how_far_up_an_item_stands_on_average() {
        var scores = Rankings.borda(
                new TreeMap<>(Map.of("a", List.of("x", "y", "z"), "b", List.of("y", "x", "z"), "c", List.of("x", "y"))),
                WorkerWeights.EQUAL);

        assertThat(scores.of("x")).isEqualTo((1 + 0.5 + 1) / 3, within(1e-12));
        assertThat(scores.of("y")).isEqualTo((0.5 + 1 + 0) / 3, within(1e-12));
        assertThat(scores.of("z")).isZero();
        assertThat(scores.ranking()).containsExactly("x", "y", "z");
    }

    @Test
    void rankings_imply_pairs() {
        var rankings = new TreeMap<>(Map.of("a", List.of("x", "y", "z"), "b", List.of("z", "y")));
        var weights = new WorkerWeights(Map.of("b", 2.0), 1);

        var counts = Rankings.impliedPairs(rankings, weights);

        assertThat(counts.wins("y", "z")).isEqualTo(1);
        assertThat(counts.wins("z", "y")).isEqualTo(2);
        assertThat(Rankings.bradleyTerry(rankings, weights).ranking().getFirst())
                .isEqualTo("x");
        assertThatThrownBy(() -> Rankings.borda(new TreeMap<>(Map.of("a", List.of("x", "x"))), weights))
                .hasMessageContaining("ranking of a names x twice");
    }

    @Test
    void rankings_of_one_or_none_are_defined() {
        assertThat(Rankings.borda(new TreeMap<>(Map.of("a", List.of("x"))), WorkerWeights.EQUAL)
                        .of("x"))
                .isEqualTo(0.5);
        assertThat(Rankings.borda(new TreeMap<>(), WorkerWeights.EQUAL).byItem())
                .isEmpty();
    }

    @Test
    void kendall_counts_pairs_in_the_same_order() {
        assertThat(Rankings.kendallTau(List.of("a", "b", "c"), List.of("a", "b", "c")))
                .hasValue(1);
        assertThat(Rankings.kendallTau(List.of("a", "b", "c"), List.of("c", "b", "a")))
                .hasValue(-1);
        assertThat(Rankings.kendallTau(List.of("a", "b", "c", "d"), List.of("b", "a", "c"))
                        .orElseThrow())
                .isEqualTo(1.0 / 3, within(1e-12));
        assertThat(Rankings.kendallTau(List.of("a"), List.of("b", "a"))).isEmpty();
    }

    @Test
    void recorded_preferences_put_pairs_in_the_order_of_their_gold_labels() throws IOException {
        var set = CrowdSet.named("pairwise-convarg");
        var pairs = new HashMap<String, Map<String, String>>();
        set.rows("pairs.csv").forEach(row -> pairs.put(at(row, "task"), row));
        var list = new ArrayList<Answer<Comparison>>();
        var counts = new PairCounts();
        set.answers()
                .byTask()
                .forEach((task, own) -> own.forEach((worker, label) -> {
                    var comparison = comparison(at(pairs, task), label);
                    list.add(new Answer<>(task, worker, comparison));
                    counts.add(
                            comparison.left(),
                            comparison.right(),
                            comparison.outcome() == Outcome.LEFT ? 1 : comparison.outcome() == Outcome.TIE ? 0.5 : 0,
                            comparison.outcome() == Outcome.RIGHT ? 1 : comparison.outcome() == Outcome.TIE ? 0.5 : 0);
                }));
        var gold = new ArrayList<Comparison>();
        set.truth().forEach((task, label) -> gold.add(comparison(at(pairs, task), label)));
        gold.removeIf(pair -> pair.outcome() == Outcome.TIE);

        var plain = BradleyTerry.fit(counts);
        var noisy = NoisyBradleyTerry.fit(Answers.of(list));

        assertThat(gold).hasSize(12_792);
        assertThat(accuracy(plain, gold)).isEqualTo(0.8863, within(0.002));
        assertThat(accuracy(noisy.scores(), gold)).isGreaterThanOrEqualTo(0.89);
        assertThat(plain.components()).hasSize(32);
    }

    private static Comparison comparison(Map<String, String> pair, String label) {
        return new Comparison(
                at(pair, "left"),
                at(pair, "right"),
                switch (label) {
                    case "left" -> Outcome.LEFT;
                    case "right" -> Outcome.RIGHT;
                    default -> Outcome.TIE;
                });
    }

    private static double accuracy(Scores scores, List<Comparison> gold) {
        double right = 0;
        for (var pair : gold) {
            int order = Double.compare(scores.of(pair.left()), scores.of(pair.right()));
            right += order == 0 ? 0.5 : (order > 0) == (pair.outcome() == Outcome.LEFT) ? 1 : 0;
        }
        return right / gold.size();
    }
}
