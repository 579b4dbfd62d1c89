package dev.groundwork.truth.text;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class WordDistanceTest {

    @Test
    void counts_words_inserted_deleted_and_replaced() {
        assertThat(distance("the cat sat", "the cat sat")).isZero();
        assertThat(distance("the cat sat", "the dog sat")).isEqualTo(1);
        assertThat(distance("the cat sat", "the cat")).isEqualTo(1);
        assertThat(distance("a b c d", "b c d e")).isEqualTo(2);
        assertThat(distance("", "one two")).isEqualTo(2);
    }

    @Test
    void similarity_is_relative_to_the_longer_text() {
        assertThat(WordDistance.similarity(words("a b c d"), words("a b"))).isEqualTo(0.5);
        assertThat(WordDistance.similarity(words("a"), words("b"))).isZero();
        assertThat(WordDistance.similarity(words(""), words(""))).isEqualTo(1);
    }

    @RepeatedTest(50)
    void is_a_metric(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var one = sentence(random);
        var other = sentence(random);
        var third = sentence(random);

        int distance = WordDistance.between(one, other);

        assertThat(distance).isEqualTo(WordDistance.between(other, one));
        assertThat(distance).isBetween(Math.abs(one.size() - other.size()), Math.max(one.size(), other.size()));
        assertThat(distance == 0).isEqualTo(one.equals(other));
        assertThat(distance).isLessThanOrEqualTo(WordDistance.between(one, third) + WordDistance.between(third, other));
    }

    @Test
    void long_texts_are_compared_in_little_memory() {
        var random = new Random(1);
        var one = Stream.generate(() -> "w" + random.nextInt(500)).limit(5_000).toList();
        var other =
                Stream.generate(() -> "w" + random.nextInt(500)).limit(5_000).toList();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(WordDistance.between(one, other))
                .isPositive());
    }

    private static List<String> sentence(Random random) {
        return Stream.generate(() -> "w" + random.nextInt(3))
                .limit(random.nextInt(9))
                .toList();
    }

    private static int distance(String one, String other) {
        return WordDistance.between(words(one), words(other));
    }

    private static List<String> words(String text) {
        return Words.of(text);
    }
}
