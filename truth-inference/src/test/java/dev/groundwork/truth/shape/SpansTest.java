package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.groundwork.truth.answer.WorkerWeights;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class SpansTest {

    @Test
    void overlap_counts_what_both_marked_with_the_same_label() {
        var one = List.of(new Span("name", 0, 10), new Span("place", 20, 30));
        var other = List.of(new Span("name", 5, 15), new Span("name", 20, 30));

        assertThat(SpanOverlap.between(one, other)).isEqualTo(new SpanOverlap(5, 20, 20));
        assertThat(SpanOverlap.between(one, other).f1()).isEqualTo(0.25);
        assertThat(SpanOverlap.between(one, one).f1()).isEqualTo(1);
        assertThat(SpanOverlap.between(one, List.of()).f1()).isZero();
        assertThat(SpanOverlap.between(List.of(), List.of()).f1()).isEqualTo(1);
    }

    @Test
    void spans_of_one_answer_that_overlap_count_once() {
        var twice = List.of(new Span("name", 0, 10), new Span("name", 2, 8), new Span("name", 5, 12));

        assertThat(SpanOverlap.between(twice, List.of(new Span("name", 0, 12)))).isEqualTo(new SpanOverlap(12, 12, 12));
    }

    @Test
    void a_task_has_the_mean_of_its_pairs() {
        var a = List.of(new Span("x", 0, 10));
        var b = List.of(new Span("x", 5, 15));

        assertThat(SpanOverlap.meanF1(new TreeMap<>(Map.of("1", a, "2", a, "3", b)))
                        .orElseThrow())
                .isEqualTo((1 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(SpanOverlap.meanF1(new TreeMap<>(Map.of("1", a)))).isEmpty();
    }

    @Test
    void a_majority_decides_on_every_place() {
        var merged = merge(
                List.of(new Span("name", 0, 10)),
                List.of(new Span("name", 2, 12)),
                List.of(new Span("name", 4, 8), new Span("place", 30, 35)));

        assertThat(merged).singleElement().satisfies(vote -> {
            assertThat(vote.span()).isEqualTo(new Span("name", 2, 10));
            assertThat(vote.support()).isEqualTo((2 * 4 + 3 * 4) / 24.0, within(1e-12));
            assertThat(vote.workers()).containsExactly("w0", "w1", "w2");
        });
    }

    @Test
    void neighbours_stay_apart_where_most_parted_them() {
        var two = List.of(new Span("name", 0, 5), new Span("name", 5, 9));
        var one = List.of(new Span("name", 0, 9));

        assertThat(merge(two, two, one)).extracting(SpanVote::span).containsExactlyElementsOf(two);
        assertThat(merge(two, one, one)).extracting(SpanVote::span).containsExactlyElementsOf(one);
    }

    @Test
    void labels_are_voted_on_each_for_itself() {
        var merged = merge(
                List.of(new Span("name", 0, 9), new Span("place", 0, 4)),
                List.of(new Span("place", 0, 4), new Span("name", 0, 9)));

        assertThat(merged)
                .extracting(SpanVote::span, SpanVote::support)
                .containsExactly(tuple(new Span("place", 0, 4), 1.0), tuple(new Span("name", 0, 9), 1.0));
    }

    @Test
    void weights_and_empty_answers_count() {
        var marked = List.of(new Span("noise", 1_000, 2_500));

        assertThat(merge(marked, List.of(), List.of())).isEmpty();
        assertThat(SpanVote.merge(
                        new TreeMap<>(Map.of("a", marked, "b", List.of(), "c", List.of())),
                        new WorkerWeights(Map.of("a", 8.0), 1),
                        0.5))
                .extracting(SpanVote::support)
                .containsExactly(0.8);
        assertThat(merge()).isEmpty();
    }

    @Test
    void a_span_has_a_length() {
        assertThatThrownBy(() -> new Span("name", 4, 4)).hasMessageContaining("'name' from 4 to 4");
        assertThatThrownBy(() -> SpanVote.merge(new TreeMap<>(), WorkerWeights.EQUAL, 0))
                .hasMessageContaining("above 0 and at most 1");
    }

    @RepeatedTest(30)
    void places_are_those_that_counting_every_place_finds(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var answers = new ArrayList<List<Span>>();
        int[] votes = new int[60];
        for (int worker = 0; worker < 5; worker++) {
            var spans = new ArrayList<Span>();
            boolean[] marked = new boolean[60];
            for (int i = 0; i < 3; i++) {
                int start = random.nextInt(50);
                var span = new Span("x", start, start + 1 + random.nextInt(9));
                spans.add(span);
                for (long place = span.start(); place < span.end(); place++) {
                    marked[(int) place] = true;
                }
            }
            for (int place = 0; place < 60; place++) {
                votes[place] += marked[place] ? 1 : 0;
            }
            Collections.shuffle(spans, random);
            answers.add(spans);
        }

        boolean[] merged = new boolean[60];
        for (var vote : merge(answers)) {
            for (long place = vote.span().start(); place < vote.span().end(); place++) {
                assertThat(merged[(int) place]).as("overlap at %d", place).isFalse();
                merged[(int) place] = true;
            }
        }

        for (int place = 0; place < 60; place++) {
            assertThat(merged[place]).as("place %d", place).isEqualTo(votes[place] >= 3);
        }
    }

    @SafeVarargs
    private static List<SpanVote> merge(List<Span>... answers) {
        var all = new ArrayList<List<Span>>();
        for (var answer : answers) {
            all.add(answer);
        }
        return merge(all);
    }

    private static List<SpanVote> merge(Iterable<List<Span>> answers) {
        var byWorker = new TreeMap<String, List<Span>>();
        for (var answer : answers) {
            byWorker.put("w" + byWorker.size(), answer);
        }
        return SpanVote.merge(byWorker, WorkerWeights.EQUAL, 0.5);
    }
}
