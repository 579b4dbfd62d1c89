package dev.groundwork.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/**
 * What several measurements of one thing come to: their median. Unlike the best of them it does not rise with the number of
 * tries, so things that are measured differently often can be compared. {@link Effort} has an odd number of them.
 */
final class Rounds {

    private Rounds() {}

    /**
     * {@return the measurement in the middle; of an even number the lower of the two there}
     *
     * @throws IllegalArgumentException without any
     */
    static <T> T median(Collection<T> rounds, ToDoubleFunction<? super T> value) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return rounds.stream()
                .sorted(Comparator.comparingDouble(value))
                .toList()
                .get((rounds.size() - 1) / 2);
    }
}
