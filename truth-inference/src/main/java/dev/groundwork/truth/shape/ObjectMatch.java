package dev.groundwork.truth.shape;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far two sets of objects are the same: an answer against a control answer, or one worker against another.
 *
 * @param matched how many objects are in both, alike enough and with the same label
 * @param ofOne how many objects are in the one
 * @param ofOther how many objects are in the other
 */
public record ObjectMatch(int matched, int ofOne, int ofOther) {

    public static <S> ObjectMatch between(
            List<Labelled<S>> one, List<Labelled<S>> other, Geometry<S> geometry, double leastSimilarity) {
        var both = new TreeMap<String, List<Labelled<S>>>();
        both.put("one", one);
        both.put("other", other);
        int matched = 0;
        for (var votes : Clusters.of(both, geometry, leastSimilarity)) {
            long labels =
                    votes.values().stream().map(Labelled::label).distinct().count();
            if (votes.size() == 2 && labels == 1) {
                matched++;
            }
        }
        return new ObjectMatch(matched, one.size(), other.size());
    }

    /** {@return twice the matched objects over all objects, from 0 to 1; 1 where both say that there is nothing} */
    public double f1() {
        return ofOne + ofOther == 0 ? 1 : 2.0 * matched / (ofOne + ofOther);
    }

    /** {@return the mean {@link #f1} over the pairs of workers, nothing where there is no pair} */
    public static <S> OptionalDouble meanF1(
            SortedMap<String, List<Labelled<S>>> answers, Geometry<S> geometry, double leastSimilarity) {
        return MeanOfPairs.of(
                List.copyOf(answers.values()),
                (one, other) -> between(one, other, geometry, leastSimilarity).f1());
    }
}
