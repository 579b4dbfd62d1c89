package dev.groundwork.truth.agreement;

import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How clear one task was to those who answered it.
 *
 * @param votes how many workers gave each label, by label
 * @param pairAgreement the share of pairs of answers that are equal, nothing below two answers
 * @param uncertaintyBits the entropy of the shares of the labels: 0 where all agree, at most the binary logarithm of
 *     the number of labels
 * @param resultShare the share of the answers that equal the result, nothing while there is no result
 */
public record TaskView(
        String task,
        SortedMap<String, Integer> votes,
        OptionalDouble pairAgreement,
        double uncertaintyBits,
        OptionalDouble resultShare) {

    public TaskView {
        votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
    }

    public int answers() {
        return votes.values().stream().mapToInt(Integer::intValue).sum();
    }

    static double entropyBits(SortedMap<String, Integer> votes, int answers) {
        double entropy = 0;
        for (double count : votes.values()) {
            double share = count / answers;
            entropy -= share * Math.log(share) / Math.log(2);
        }
        return Math.max(0, entropy);
    }
}
