package dev.groundwork.truth.pairwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Bradley–Terry model: an item of strength a is preferred to one of strength b with probability a/(a+b). Fitted by
 * minorisation–maximisation (Hunter, "MM algorithms for generalized Bradley–Terry models", Annals of Statistics 32,
 * 2004).
 *
 * <p>So that items that always won, and items that were never compared with the rest, have finite scores too, every
 * item has {@value #PSEUDO_WINS} wins and as many losses against an item of strength 1 that does not exist.
 */
public final class BradleyTerry {

    static final double PSEUDO_WINS = 0.1;

    private static final int MOST_ROUNDS = 20_000;
    private static final double STILL = 1e-9;

    private final List<String> items;
    private final List<List<String>> components;
    /** The pairs of the item at index i are those from {@code from[i]} to {@code from[i + 1]}. */
    private final int[] from;

    private final int[] other;
    private final double[] comparisons;
    private final double[] wins;
    private final double[] strengths;
    private final List<int[]> groups = new ArrayList<>();
    private boolean converged;

    private BradleyTerry(PairCounts counts) {
        items = counts.items();
        components = counts.components();
        from = new int[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            from[i + 1] = from[i] + counts.against(items.get(i)).size();
        }
        other = new int[from[items.size()]];
        comparisons = new double[other.length];
        wins = new double[items.size()];
        strengths = new double[items.size()];
        fill(counts);
    }

    private void fill(PairCounts counts) {
        var index = new TreeMap<String, Integer>();
        items.forEach(item -> index.put(item, index.size()));
        for (var group : components) {
            groups.add(
                    group.stream().mapToInt(item -> index.getOrDefault(item, 0)).toArray());
        }
        int at = 0;
        for (int i = 0; i < items.size(); i++) {
            for (var against : counts.against(items.get(i)).entrySet()) {
                other[at] = index.getOrDefault(against.getKey(), 0);
                comparisons[at++] = against.getValue() + counts.wins(against.getKey(), items.get(i));
                wins[i] += against.getValue();
            }
        }
    }

    /** {@return the most probable scores} */
    public static Scores fit(PairCounts counts) {
        return fit(counts, Map.of());
    }

    /** {@return the same, sooner where the scores of much the same counts are known} */
    static Scores fit(PairCounts counts, Map<String, Double> start) {
        var model = new BradleyTerry(counts);
        Arrays.setAll(model.strengths, i -> Math.exp(start.getOrDefault(model.items.get(i), 0.0)));
        model.climb();
        var scores = new TreeMap<String, Double>();
        for (int i = 0; i < model.items.size(); i++) {
            scores.put(model.items.get(i), Math.log(model.strengths[i]));
        }
        return new Scores(scores, model.components, model.converged);
    }

    /** Every step makes the counts more probable; the strengths are bounded by the pseudo wins. */
    private void climb() {
        for (int round = 0; round < MOST_ROUNDS && !converged; round++) {
            double moved = 0;
            for (int i = 0; i < strengths.length; i++) {
                double share = 2 * PSEUDO_WINS / (strengths[i] + 1);
                for (int at = from[i]; at < from[i + 1]; at++) {
                    share += comparisons[at] / (strengths[i] + strengths[other[at]]);
                }
                double strength = (wins[i] + PSEUDO_WINS) / share;
                moved = Math.max(moved, Math.abs(Math.log(strength / strengths[i])));
                strengths[i] = strength;
            }
            for (int[] group : groups) {
                moved = Math.max(moved, centre(group));
            }
            converged = moved < STILL;
        }
    }

    /**
     * Comparisons say nothing about the strength of a group as a whole, which only the pseudo wins hold, so that the
     * steps above would take for ever to move it. One Newton step towards the strength that they ask for.
     */
    private double centre(int[] group) {
        double slope = 0;
        double curvature = 0;
        for (int i : group) {
            double share = strengths[i] / (strengths[i] + 1);
            slope += 0.5 - share;
            curvature += share * (1 - share);
        }
        double shift = Math.clamp(slope / curvature, -1, 1);
        for (int i : group) {
            strengths[i] *= Math.exp(shift);
        }
        return Math.abs(shift);
    }
}
