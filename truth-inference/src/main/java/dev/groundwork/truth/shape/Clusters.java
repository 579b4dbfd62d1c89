package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds which shapes of different workers are the same object: pairs are joined from the most to the least alike, those
 * with equal labels before all others, as long as no worker is in an object twice and the shapes of the joined object
 * are alike enough on average.
 */
final class Clusters<S> {

    private final Geometry<S> geometry;
    private final double leastSimilarity;
    private final List<Drawn<S>> drawn = new ArrayList<>();
    private final List<List<Drawn<S>>> clusters = new ArrayList<>();
    private final List<Integer> clusterOf = new ArrayList<>();

    private Clusters(SortedMap<String, List<Labelled<S>>> answers, Geometry<S> geometry, double leastSimilarity) {
        this.geometry = geometry;
        this.leastSimilarity = leastSimilarity;
        // The order in which a worker drew must not decide between equally good pairs.
        Comparator<Labelled<S>> order = Comparator.<Labelled<S>, String>comparing(Labelled::label)
                .thenComparingDouble(object -> geometry.centre(object.shape()).y())
                .thenComparingDouble(object -> geometry.centre(object.shape()).x());
        answers.forEach((worker, objects) -> objects.stream().sorted(order).forEach(object -> {
            var one = new Drawn<>(drawn.size(), worker, object);
            drawn.add(one);
            clusterOf.add(clusters.size());
            clusters.add(new ArrayList<>(List.of(one)));
        }));
    }

    /** {@return the objects, each as the shape that every worker drew for it} */
    static <S> List<SortedMap<String, Labelled<S>>> of(
            SortedMap<String, List<Labelled<S>>> answers, Geometry<S> geometry, double leastSimilarity) {
        var clusters = new Clusters<>(answers, geometry, leastSimilarity);
        for (var pair : clusters.pairs()) {
            clusters.joinIfPossible(clusters.clusterOf.get(pair.one), clusters.clusterOf.get(pair.other));
        }
        return clusters.votes();
    }

    private List<Pair> pairs() {
        var pairs = new ArrayList<Pair>();
        for (var one : drawn) {
            for (var other : drawn.subList(0, one.index)) {
                if (!one.worker.equals(other.worker)) {
                    double similarity = geometry.similarity(one.object.shape(), other.object.shape());
                    if (similarity >= leastSimilarity) {
                        pairs.add(new Pair(
                                other.index,
                                one.index,
                                similarity,
                                one.object.label().equals(other.object.label())));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparing(Pair::sameLabel)
                .thenComparingDouble(Pair::similarity)
                .reversed()
                .thenComparingInt(Pair::one)
                .thenComparingInt(Pair::other));
        return pairs;
    }

    private void joinIfPossible(int into, int from) {
        if (into == from) {
            return;
        }
        var one = clusters.get(into);
        var other = clusters.get(from);
        double sum = 0;
        for (var ofOne : one) {
            for (var ofOther : other) {
                if (ofOne.worker.equals(ofOther.worker)) {
                    return;
                }
                sum += geometry.similarity(ofOne.object.shape(), ofOther.object.shape());
            }
        }
        if (sum / (one.size() * other.size()) >= leastSimilarity - 1e-12) {
            one.addAll(other);
            other.forEach(moved -> clusterOf.set(moved.index, into));
            other.clear();
        }
    }

    private List<SortedMap<String, Labelled<S>>> votes() {
        var all = new ArrayList<SortedMap<String, Labelled<S>>>();
        for (var cluster : clusters) {
            if (!cluster.isEmpty()) {
                var votes = new TreeMap<String, Labelled<S>>();
                cluster.forEach(member -> votes.put(member.worker, member.object));
                all.add(votes);
            }
        }
        return all;
    }

    private record Drawn<T>(int index, String worker, Labelled<T> object) {}

    private record Pair(int one, int other, double similarity, boolean sameLabel) {}
}
