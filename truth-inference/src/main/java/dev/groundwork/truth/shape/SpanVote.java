package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.groundwork.truth.answer.WorkerWeights;

/**
 * A span that enough workers marked.
 *
 * @param support the mean share of the weight of all workers who answered that marked it, over its length, from 0 to 1
 * @param workers who marked any of it under its label
 */
public record SpanVote(Span span, double support, SortedSet<String> workers) {

    public SpanVote {
        workers = Collections.unmodifiableSortedSet(new TreeSet<>(workers));
    }

    /**
     * Votes on every place of a text or recording, label by label: a place belongs to a label if workers with enough
     * weight marked it so. Neighbouring places are one span unless most of those who marked both ended one span between
     * them and began another.
     *
     * @param answers the spans by worker; a worker who marked nothing votes for nothing
     * @param leastSupport the share of the weight that a place needs, above 0, at most 1; above 0.5 means a majority
     * @return the spans in the order of their starts, those of one label never overlapping
     */
    public static List<SpanVote> merge(
            SortedMap<String, List<Span>> answers, WorkerWeights weights, double leastSupport) {
        if (!(leastSupport > 0 && leastSupport <= 1)) {
            throw new IllegalArgumentException(
                    "The least support is above 0 and at most 1, not %s.".formatted(leastSupport));
        }
        double[] inOrder = weights.of(answers.keySet());
        double total = 0;
        var marksByLabel = new TreeMap<String, List<Mark>>();
        int worker = 0;
        for (var answer : answers.entrySet()) {
            double weight = inOrder[worker++];
            total += weight;
            answer.getValue().forEach(span -> marksByLabel
                    .computeIfAbsent(span.label(), label -> new ArrayList<>())
                    .add(new Mark(answer.getKey(), weight, span)));
        }
        var merged = new ArrayList<SpanVote>();
        for (var marks : marksByLabel.entrySet()) {
            merged.addAll(new Sweep(marks.getKey(), marks.getValue(), total, leastSupport).votes());
        }
        merged.sort(Comparator.<SpanVote>comparingLong(vote -> vote.span().start())
                .thenComparingLong(vote -> vote.span().end())
                .thenComparing(vote -> vote.span().label()));
        return List.copyOf(merged);
    }

    private record Mark(String worker, double weight, Span span) {}

    /** Goes over the stretches between any two neighbouring ends of marks, where nothing changes. */
    private static final class Sweep {

        private final String label;
        private final List<Mark> marks;
        private final double total;
        private final double needed;
        private final List<SpanVote> votes = new ArrayList<>();
        private final List<Span> stretches = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        Sweep(String label, List<Mark> marks, double total, double leastSupport) {
            this.label = label;
            this.marks = marks;
            this.total = total;
            this.needed = leastSupport * total * (1 - 1e-12);
        }

        List<SpanVote> votes() {
            var ends = new TreeSet<Long>();
            marks.forEach(mark -> ends.addAll(List.of(mark.span.start(), mark.span.end())));
            Map<String, List<Span>> before = Map.of();
            Long from = null;
            for (long to : ends) {
                if (from != null) {
                    var here = covering(from, to);
                    double weight = weightOf(here);
                    if (weight < needed) {
                        close();
                    } else {
                        if (!stretches.isEmpty() && isParted(before, here)) {
                            close();
                        }
                        stretches.add(new Span(label, from, to));
                        weights.add(weight);
                    }
                    before = here;
                }
                from = to;
            }
            close();
            return votes;
        }

        /** Who marked that stretch, and with which of their spans. */
        private Map<String, List<Span>> covering(long from, long to) {
            var covering = new TreeMap<String, List<Span>>();
            for (var mark : marks) {
                if (mark.span.start() <= from && mark.span.end() >= to) {
                    covering.computeIfAbsent(mark.worker, worker -> new ArrayList<>())
                            .add(mark.span);
                }
            }
            return covering;
        }

        private double weightOf(Map<String, List<Span>> covering) {
            double weight = 0;
            String last = null;
            for (var mark : marks) {
                if (!mark.worker.equals(last) && covering.containsKey(mark.worker)) {
                    weight += mark.weight;
                    last = mark.worker;
                }
            }
            return weight;
        }

        /** Whether more weight ended a span between two stretches and began another than went on. */
        private boolean isParted(Map<String, List<Span>> before, Map<String, List<Span>> here) {
            double parted = 0;
            double joined = 0;
            String last = null;
            for (var mark : marks) {
                var ownBefore = before.getOrDefault(mark.worker, List.of());
                var ownHere = here.getOrDefault(mark.worker, List.of());
                if (!mark.worker.equals(last) && !ownBefore.isEmpty() && !ownHere.isEmpty()) {
                    boolean goesOn = ownBefore.stream().anyMatch(ownHere::contains);
                    parted += goesOn ? 0 : mark.weight;
                    joined += goesOn ? mark.weight : 0;
                }
                last = mark.worker;
            }
            return parted > joined;
        }

        private void close() {
            if (stretches.isEmpty()) {
                return;
            }
            var span = new Span(
                    label, stretches.getFirst().start(), stretches.getLast().end());
            double covered = 0;
            for (int i = 0; i < weights.size(); i++) {
                covered += weights.get(i) * stretches.get(i).length();
            }
            var workers = new TreeSet<String>();
            marks.stream()
                    .filter(mark -> mark.span.start() < span.end() && mark.span.end() > span.start())
                    .forEach(mark -> workers.add(mark.worker));
            votes.add(new SpanVote(span, Math.min(1, covered / span.length() / total), workers));
            stretches.clear();
            weights.clear();
        }
    }
}
