package dev.groundwork.truth.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.CrowdSet;
import dev.groundwork.truth.answer.WorkerWeights;

import org.junit.jupiter.api.Test;

import static dev.groundwork.truth.answer.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TextAggregationTest {

    @Test
    void the_medoid_is_the_text_most_alike_to_all() {
        var chosen = WeightedMedoid.choose(
                new TreeMap<>(Map.of("a", "the cat sat", "b", "The cat sat down.", "c", "a cow sat down there")),
                WorkerWeights.EQUAL);

        assertThat(chosen.text()).isEqualTo("The cat sat down.");
        assertThat(chosen.worker()).isEqualTo("b");
        assertThat(chosen.agreement().orElseThrow()).isEqualTo((0.75 + 0.4) / 2, within(1e-12));
    }

    @Test
    void a_weighty_worker_outvotes_two_light_ones() {
        var texts = new TreeMap<>(Map.of("a", "one", "b", "one", "c", "two"));

        assertThat(WeightedMedoid.choose(texts, WorkerWeights.EQUAL).text()).isEqualTo("one");
        assertThat(WeightedMedoid.choose(texts, new WorkerWeights(Map.of("c", 3.0), 1))
                        .text())
                .isEqualTo("two");
    }

    @Test
    void the_only_text_is_chosen_without_an_agreement() {
        var chosen = at(WeightedMedoid.choose(answers(new String[][] {{"t", "a", ""}})), "t");

        assertThat(chosen).isEqualTo(new ChosenText("", "a", OptionalDouble.empty()));
    }

    @Test
    void complete_disagreement_has_a_defined_outcome() {
        var answers = answers(new String[][] {{"t", "b", "x"}, {"t", "a", "y"}, {"t", "c", "!"}});

        assertThat(at(WeightedMedoid.choose(answers), "t").worker()).isEqualTo("a");
        assertThat(at(WeightedMedoid.choose(answers), "t").agreement()).hasValue(0);
        assertThat(TextAgreement.ofTask(answers.to("t"))).hasValue(0);
        assertThat(at(Rover.vote(answers), "t").support()).isBetween(0.3, 0.4);
    }

    @Test
    void no_text_at_all_is_refused() {
        assertThatThrownBy(() -> WeightedMedoid.choose(new TreeMap<>(), WorkerWeights.EQUAL))
                .hasMessageContaining("leave out tasks without answers");
    }

    @Test
    void voting_word_by_word_mends_what_nobody_got_right() {
        var answers = answers(new String[][] {
            {"t", "a", "the quick brown fox jumps"},
            {"t", "b", "the quick brown box jumps over"},
            {"t", "c", "a quick brawn fox jumps over"}
        });

        assertThat(at(Rover.vote(answers), "t").text()).isEqualTo("the quick brown fox jumps over");
    }

    @Test
    void a_word_that_only_one_of_three_heard_is_left_out() {
        var answers =
                answers(new String[][] {{"t", "a", "yes indeed sir"}, {"t", "b", "yes sir"}, {"t", "c", "yes sir"}});

        assertThat(at(Rover.vote(answers), "t")).isEqualTo(new VotedText("yes sir", (1 + 2.0 / 3 + 1) / 3));
    }

    @Test
    void votes_count_by_their_weight() {
        var answers = answers(new String[][] {{"t", "a", "left"}, {"t", "b", "right"}, {"t", "c", "right"}});

        var voted =
                Rover.vote(answers, WorkerWeights.EQUAL, Rover.Order.BY_NAME, new WorkerWeights(Map.of("a", 3.0), 1));

        assertThat(at(voted, "t")).isEqualTo(new VotedText("left", 0.6));
    }

    @Test
    void texts_without_words_vote_for_no_words() {
        var answers = answers(new String[][] {{"t", "a", ""}, {"t", "b", "..."}});

        assertThat(at(Rover.vote(answers), "t")).isEqualTo(new VotedText("", 1));
    }

    @Test
    void a_text_that_is_too_long_to_align_is_refused_by_name() {
        String endless = "word ".repeat(Rover.MOST_WORDS + 1);

        assertThatThrownBy(() -> Rover.vote(answers(new String[][] {{"t7", "w9", endless}})))
                .hasMessageContaining("worker w9 to task t7 has 20,001 words");
    }

    @Test
    void long_texts_are_aligned_without_recursion() {
        var random = new Random(5);
        var words =
                Stream.generate(() -> "w" + random.nextInt(900)).limit(3_000).toList();
        var answers = Answers.of(Stream.of("a", "b", "c")
                .map(worker -> new Answer<>("t", worker, garbled(words, random)))
                .toList());

        var rate = WordErrorRate.of(
                Map.of("t", at(Rover.vote(answers), "t").text()), Map.of("t", String.join(" ", words)));

        assertThat(rate.corpus()).isLessThan(0.02);
    }

    @Test
    void the_order_of_the_answers_does_not_matter() {
        var random = new Random(7);
        var list = new ArrayList<Answer<String>>();
        for (int task = 0; task < 40; task++) {
            var words = Stream.generate(() -> "w" + random.nextInt(9)).limit(8).toList();
            for (int worker = 0; worker < 5; worker++) {
                list.add(new Answer<>("t" + task, "w" + random.nextInt(12), garbled(words, random)));
            }
        }
        var once = Answers.of(list).byTask().entrySet().stream()
                .flatMap(task -> task.getValue().entrySet().stream()
                        .map(own -> new Answer<>(task.getKey(), own.getKey(), own.getValue())))
                .collect(Collectors.toCollection(ArrayList::new));
        var straight = Answers.of(once);
        Collections.shuffle(once, random);
        var shuffled = Answers.of(once);

        assertThat(WeightedMedoid.choose(shuffled)).isEqualTo(WeightedMedoid.choose(straight));
        assertThat(Rover.vote(shuffled)).isEqualTo(Rover.vote(straight));
    }

    @Test
    void careful_workers_weigh_more() {
        var list = new ArrayList<Answer<String>>();
        for (int task = 0; task < 20; task++) {
            String text = "sentence number %d of twenty".formatted(task);
            list.add(new Answer<>("t" + task, "careful", text));
            list.add(new Answer<>("t" + task, "good", text + (task % 9 == 0 ? " perhaps" : "")));
            list.add(new Answer<>("t" + task, "fair", text + (task % 2 == 0 ? "" : " or so")));
            list.add(new Answer<>("t" + task, "careless", "something else entirely"));
        }
        var weights = TextAgreement.weights(Answers.of(list));

        assertThat(weights.of("careful")).isGreaterThan(weights.of("fair"));
        assertThat(weights.of("fair")).isGreaterThan(weights.of("careless"));
        assertThat(weights.of("unheard of")).isBetween(weights.of("careless"), weights.of("careful"));
    }

    @Test
    void recorded_transcripts_are_chosen_as_well_as_published_methods_do() throws IOException {
        var set = CrowdSet.named("text-crowdspeech-test-clean");
        var answers = set.answers();
        var truth = set.truth();

        var medoid = rate(WeightedMedoid.choose(answers), ChosenText::text, truth);
        var rover = rate(Rover.vote(answers), VotedText::text, truth);

        assertThat(medoid.perUtterance()).isLessThanOrEqualTo(0.072);
        assertThat(medoid.corpus()).isLessThanOrEqualTo(0.062);
        assertThat(rover.perUtterance()).isLessThanOrEqualTo(0.0721);
        assertThat(medoid.utterances()).isEqualTo(truth.size());
    }

    private static <T> WordErrorRate rate(
            Map<String, T> outcomes, Function<T, String> text, Map<String, String> truth) {
        var texts = new HashMap<String, String>();
        outcomes.forEach((task, outcome) -> texts.put(task, text.apply(outcome)));
        return WordErrorRate.of(texts, truth);
    }

    private static String garbled(List<String> words, Random random) {
        return words.stream()
                .filter(word -> random.nextInt(50) > 0)
                .map(word -> random.nextInt(20) == 0 ? "x" + random.nextInt(1000) : word)
                .collect(Collectors.joining(" "));
    }

    private static Answers<String> answers(String[][] rows) {
        return Answers.of(
                Stream.of(rows).map(row -> new Answer<>(row[0], row[1], row[2])).toList());
    }
}
