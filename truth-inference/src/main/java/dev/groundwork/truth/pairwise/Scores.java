package dev.groundwork.truth.pairwise;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How good each item is next to the others.
 *
 * @param byItem the score of every item, finite; under Bradley–Terry the difference of two scores is the logarithm of
 *     the odds that the one is preferred to the other, and 0 is an item that wins as often as it loses
 * @param components the groups of items that were compared with one another, the largest first; with more than one,
 *     scores of different groups cannot be compared
 * @param converged whether the scores stopped moving within the rounds allowed
 */
public record Scores(SortedMap<String, Double> byItem, List<List<String>> components, boolean converged) {

    public Scores {
        byItem = Collections.unmodifiableSortedMap(new TreeMap<>(byItem));
        components = components.stream().map(List::copyOf).toList();
    }

    /** {@return the score of that item} */
    public double of(String item) {
        Double score = byItem.get(item);
        if (score == null) {
            throw new IllegalArgumentException("Item %s was never compared and has no score.".formatted(item));
        }
        return score;
    }

    /** {@return under Bradley–Terry, the probability that the one is preferred to the other, from 0 to 1} */
    public double probabilityOf(String preferred, String other) {
        return 1 / (1 + Math.exp(of(other) - of(preferred)));
    }

    /** {@return the items from the best to the worst, equally good ones by name} */
    public List<String> ranking() {
        return byItem.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return whether every item was compared with every other, directly or through others} */
    public boolean isConnected() {
        return components.size() <= 1;
    }

    /** {@return what to tell people about items that cannot be compared; nothing to tell where all can} */
    public List<String> warnings() {
        if (isConnected()) {
            return List.of();
        }
        return components.stream()
                .skip(1)
                .map(group ->
                        "Nothing tells how %s %s to the other items, even through others: ask for pairs that join them."
                                .formatted(String.join(", ", group), group.size() == 1 ? "stands" : "stand"))
                .toList();
    }
}
