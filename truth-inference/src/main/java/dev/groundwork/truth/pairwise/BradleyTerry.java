package dev.groundwork.truth.pairwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

    static final int MOST_ROUNDS = 20_000;

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
        for (var group : components) {
            groups.add(group.stream().mapToInt(this::indexOf).toArray());
        }
        int at = 0;
        for (int i = 0; i < items.size(); i++) {
            for (var against : counts.against(items.get(i)).entrySet()) {
                other[at] = indexOf(against.getKey());
                comparisons[at++] = against.getValue() + counts.wins(against.getKey(), items.get(i));
                wins[i] += against.getValue();
            }
        }
    }

    /** {@return the most probable scores} */
    public static Scores fit(PairCounts counts) {
        var model = of(counts);
        model.climb(MOST_ROUNDS);
        return model.scores();
    }

    /** {@return a model that starts with equal scores, for whoever counts anew on the way} */
    static BradleyTerry of(PairCounts counts) {
        var model = new BradleyTerry(counts);
        Arrays.fill(model.strengths, 1);
        return model;
    }

    /** {@return where wins of the one over the other are counted; the two have been compared} */
    Place place(String winner, String loser) {
        int one = indexOf(winner);
        int two = indexOf(loser);
        return new Place(
                one,
                two,
                Arrays.binarySearch(other, from[one], from[one + 1], two),
                Arrays.binarySearch(other, from[two], from[two + 1], one));
    }

    /** Takes every count back to 0; the scores stay. */
    void forgetCounts() {
        Arrays.fill(wins, 0);
        Arrays.fill(comparisons, 0);
    }

    void addWin(Place place, double count) {
        wins[place.winner] += count;
        comparisons[place.ofWinner] += count;
        comparisons[place.ofLoser] += count;
    }

    double probabilityOf(Place place) {
        return strengths[place.winner] / (strengths[place.winner] + strengths[place.loser]);
    }

    Scores scores() {
        var scores = new TreeMap<String, Double>();
        for (int i = 0; i < items.size(); i++) {
            scores.put(items.get(i), Math.log(strengths[i]));
        }
        return new Scores(scores, components, converged);
    }

    /** Items are listed by name. */
    private int indexOf(String item) {
        return Collections.binarySearch(items, item);
    }

    /** Every step makes the counts more probable; the strengths are bounded by the pseudo wins. */
    void climb(int mostRounds) {
        converged = false;
        for (int round = 0; round < mostRounds && !converged; round++) {
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

    /**
     * A winner, a loser and where their comparisons are counted.
     *
     * @param ofWinner the index among the pairs of the winner
     * @param ofLoser the index among the pairs of the loser
     */
    record Place(int winner, int loser, int ofWinner, int ofLoser) {}
}
