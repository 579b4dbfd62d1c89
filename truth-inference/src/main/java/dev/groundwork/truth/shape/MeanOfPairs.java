package dev.groundwork.truth.shape;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/** The mean of something over all pairs of several things. */
final class MeanOfPairs {

    private MeanOfPairs() {}

    /** {@return the mean, nothing for fewer than two things} */
    static <T> OptionalDouble of(List<T> things, ToDoubleBiFunction<T, T> value) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < things.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += value.applyAsDouble(things.get(i), things.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
    }
}
