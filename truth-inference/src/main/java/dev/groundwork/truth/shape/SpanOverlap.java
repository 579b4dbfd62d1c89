package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of two sets of spans is the same, in code points or milliseconds; spans of one set that overlap under one
 * label count once.
 *
 * @param common the length that both have under the same label
 * @param ofOne the length of the one, every label counted for itself
 * @param ofOther the length of the other
 */
public record SpanOverlap(long common, long ofOne, long ofOther) {

    public static SpanOverlap between(List<Span> one, List<Span> other) {
        var stretchesOfOne = stretches(one);
        var stretchesOfOther = stretches(other);
        long common = 0;
        for (var label : stretchesOfOne.entrySet()) {
            common += common(label.getValue(), stretchesOfOther.getOrDefault(label.getKey(), List.of()));
        }
        return new SpanOverlap(common, length(stretchesOfOne), length(stretchesOfOther));
    }

    /** {@return twice the common length over both lengths, from 0 to 1; 1 where both say that there is nothing} */
    public double f1() {
        return ofOne + ofOther == 0 ? 1 : 2.0 * common / ((double) ofOne + ofOther);
    }

    /** {@return the mean {@link #f1} over the pairs of workers, nothing where there is no pair} */
    public static OptionalDouble meanF1(SortedMap<String, List<Span>> answers) {
        return MeanOfPairs.of(List.copyOf(answers.values()), (one, other) -> between(one, other)
                .f1());
    }

    /** What each label covers, in order and without overlaps. */
    private static Map<String, List<Span>> stretches(List<Span> spans) {
        var byLabel = new TreeMap<String, List<Span>>();
        spans.stream().sorted(Comparator.comparingLong(Span::start)).forEach(span -> {
            var own = byLabel.computeIfAbsent(span.label(), label -> new ArrayList<>());
            if (own.isEmpty() || own.getLast().end() < span.start()) {
                own.add(span);
            } else {
                var last = own.removeLast();
                own.add(new Span(span.label(), last.start(), Math.max(last.end(), span.end())));
            }
        });
        return byLabel;
    }

    private static long common(List<Span> one, List<Span> other) {
        long common = 0;
        int i = 0;
        int j = 0;
        while (i < one.size() && j < other.size()) {
            var ofOne = one.get(i);
            var ofOther = other.get(j);
            common += Math.max(0, Math.min(ofOne.end(), ofOther.end()) - Math.max(ofOne.start(), ofOther.start()));
            if (ofOne.end() < ofOther.end()) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }

    private static long length(Map<String, List<Span>> stretches) {
        return stretches.values().stream()
                .flatMap(List::stream)
                .mapToLong(Span::length)
                .sum();
    }
}
