package dev.groundwork.truth.pairwise;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.WorkerWeights;

/** One ranking out of several, each a list of items from the best to the worst that need not name all of them. */
public final class Rankings {

    private Rankings() {}

    /**
     * {@return by Borda's rule, how far up each item stands on average in the rankings that name it: from 0 for always
     * last to 1 for always first, 0.5 in a ranking of one}
     *
     * @param rankings by worker
     */
    public static Scores borda(SortedMap<String, List<String>> rankings, WorkerWeights workerWeights) {
        var sums = new TreeMap<String, Double>();
        var totals = new TreeMap<String, Double>();
        double[] weights = workerWeights.of(rankings.keySet());
        int worker = 0;
        for (var ranking : rankings.entrySet()) {
            checkDistinct(ranking.getKey(), ranking.getValue());
            double weight = weights[worker++];
            int last = ranking.getValue().size() - 1;
            for (int place = 0; place <= last; place++) {
                double height = last == 0 ? 0.5 : 1 - (double) place / last;
                sums.merge(ranking.getValue().get(place), weight * height, Double::sum);
                totals.merge(ranking.getValue().get(place), weight, Double::sum);
            }
        }
        var scores = new TreeMap<String, Double>();
        totals.forEach((item, total) -> scores.put(item, total == 0 ? 0.5 : sums.getOrDefault(item, 0.0) / total));
        return new Scores(scores, impliedPairs(rankings, workerWeights).components(), true);
    }

    /** {@return the Bradley–Terry scores over all pairs that the rankings imply} */
    public static Scores bradleyTerry(SortedMap<String, List<String>> rankings, WorkerWeights workerWeights) {
        return BradleyTerry.fit(impliedPairs(rankings, workerWeights));
    }

    /**
     * {@return for every two items of a ranking, a win of the upper one with the weight of the worker}
     *
     * @throws IllegalArgumentException when a ranking names an item twice
     */
    public static PairCounts impliedPairs(SortedMap<String, List<String>> rankings, WorkerWeights workerWeights) {
        var counts = new PairCounts();
        double[] weights = workerWeights.of(rankings.keySet());
        int worker = 0;
        for (var ranking : rankings.entrySet()) {
            checkDistinct(ranking.getKey(), ranking.getValue());
            double weight = weights[worker++];
            var items = ranking.getValue();
            for (int upper = 0; upper < items.size(); upper++) {
                for (int lower = upper + 1; lower < items.size(); lower++) {
                    counts.add(items.get(upper), items.get(lower), weight, 0);
                }
            }
        }
        return counts;
    }

    /**
     * {@return Kendall's rank correlation over the items that both name: 1 for the same order, −1 for the opposite;
     * nothing where they have fewer than two in common}
     */
    public static OptionalDouble kendallTau(List<String> one, List<String> other) {
        checkDistinct("one", one);
        checkDistinct("other", other);
        var common = one.stream().filter(new HashSet<>(other)::contains).toList();
        var places = common.stream().mapToInt(other::indexOf).toArray();
        long balance = 0;
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < i; j++) {
                balance += places[j] < places[i] ? 1 : -1;
            }
        }
        double pairs = places.length * (places.length - 1.0) / 2;
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(balance / pairs);
    }

    private static void checkDistinct(String whose, List<String> ranking) {
        var seen = new HashSet<String>();
        for (var item : ranking) {
            if (!seen.add(item)) {
                throw new IllegalArgumentException(
                        "The ranking of %s names %s twice: name every item once.".formatted(whose, item));
            }
        }
    }
}
