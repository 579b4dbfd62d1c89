package dev.groundwork.truth.pairwise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each item was preferred to each other one. Counts may be parts: half a win each for a tie, the probability
 * of a win where answers were aggregated before, the weight of a worker.
 */
public final class PairCounts {

    /** Up to here halves and single wins are not lost in rounding. */
    private static final double MOST = 1e15;

    private final SortedMap<String, SortedMap<String, Double>> wins = new TreeMap<>();

    /**
     * Adds what is known of one pair.
     *
     * @param wins how often the item was preferred to the other: finite, not negative
     * @param otherWins how often the other was preferred to the item
     * @throws IllegalArgumentException when an item is compared with itself or a count is not usable
     */
    public PairCounts add(String item, String other, double wins, double otherWins) {
        if (item.equals(other)) {
            throw new IllegalArgumentException("Item %s is compared with itself: leave this pair out.".formatted(item));
        }
        if (!(wins >= 0 && otherWins >= 0 && wins <= MOST && otherWins <= MOST)) {
            throw new IllegalArgumentException("The wins of %s and %s are %s and %s: give numbers from 0 to 1e15."
                    .formatted(item, other, wins, otherWins));
        }
        of(item).merge(other, wins, Double::sum);
        of(other).merge(item, otherWins, Double::sum);
        return this;
    }

    /** Adds one preference. */
    public PairCounts addWin(String winner, String loser) {
        return add(winner, loser, 1, 0);
    }

    /** Adds one answer that found no difference: half a win for each. */
    public PairCounts addTie(String item, String other) {
        return add(item, other, 0.5, 0.5);
    }

    /** Makes an item known of which nothing is known yet. */
    PairCounts name(String item) {
        of(item);
        return this;
    }

    /** {@return every item that was ever named, by name} */
    public List<String> items() {
        return List.copyOf(wins.keySet());
    }

    /** {@return how often the item was preferred to the other} */
    public double wins(String item, String other) {
        return against(item).getOrDefault(other, 0.0);
    }

    /** {@return the wins of the item against every other with which it was compared, 0 among them} */
    SortedMap<String, Double> against(String item) {
        SortedMap<String, Double> own = wins.get(item);
        return own == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(own);
    }

    /**
     * {@return the groups of items that were compared with one another, directly or through others, the largest first;
     * nothing is known about items of different groups}
     */
    public List<List<String>> components() {
        var groupOf = new TreeMap<String, List<String>>();
        var groups = new ArrayList<List<String>>();
        for (var start : wins.keySet()) {
            if (groupOf.containsKey(start)) {
                continue;
            }
            var group = new ArrayList<>(List.of(start));
            groupOf.put(start, group);
            for (int at = 0; at < group.size(); at++) {
                for (Map.Entry<String, Double> compared : against(group.get(at)).entrySet()) {
                    if (groupOf.putIfAbsent(compared.getKey(), group) == null) {
                        group.add(compared.getKey());
                    }
                }
            }
            group.sort(null);
            groups.add(List.copyOf(group));
        }
        groups.sort((one, other) -> Integer.compare(other.size(), one.size()));
        return List.copyOf(groups);
    }

    private SortedMap<String, Double> of(String item) {
        return wins.computeIfAbsent(item, unseen -> new TreeMap<>());
    }
}
