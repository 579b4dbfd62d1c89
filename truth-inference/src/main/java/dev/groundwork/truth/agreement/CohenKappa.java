package dev.groundwork.truth.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.truth.answer.Answers;

/**
 * Cohen's kappa: how far two workers agree beyond what the frequencies of their labels would give by chance (Cohen, "A
 * coefficient of agreement for nominal scales", 1960).
 */
public final class CohenKappa {

    private CohenKappa() {}

    /**
     * {@return every pair of workers with enough tasks in common, by name}
     *
     * @param leastCommonTasks at least 1; with fewer than about 10 the value says little
     */
    public static List<WorkerPair> ofPairs(Answers<String> answers, int leastCommonTasks) {
        if (leastCommonTasks < 1) {
            throw new IllegalArgumentException("Pairs need at least 1 task in common, not %d: give a positive number."
                    .formatted(leastCommonTasks));
        }
        var numbers = new HashMap<String, Integer>();
        var tallies = new HashMap<Names, Tally>();
        for (var own : answers.byTask().values()) {
            var workers = List.copyOf(own.keySet());
            int[] labels = own.values().stream()
                    .mapToInt(label -> numbers.computeIfAbsent(label, unseen -> numbers.size()))
                    .toArray();
            for (int i = 0; i < labels.length; i++) {
                for (int j = i + 1; j < labels.length; j++) {
                    tallies.computeIfAbsent(new Names(workers.get(i), workers.get(j)), names -> new Tally())
                            .add(labels[i], labels[j]);
                }
            }
        }
        var pairs = new ArrayList<WorkerPair>();
        for (Map.Entry<Names, Tally> pair : tallies.entrySet()) {
            var tally = pair.getValue();
            if (tally.tasks >= leastCommonTasks) {
                pairs.add(new WorkerPair(
                        pair.getKey().one,
                        pair.getKey().other,
                        tally.tasks,
                        tally.agreed,
                        of(tally.agreed, tally.one, tally.other)));
            }
        }
        pairs.sort(Comparator.comparing(WorkerPair::one).thenComparing(WorkerPair::other));
        return List.copyOf(pairs);
    }

    /**
     * @param agreed on how many tasks the two gave the same label
     * @param one how often the one gave each label
     * @param other how often the other gave each label, in the same order
     */
    static Coefficient of(int agreed, int[] one, int[] other) {
        double tasks = Arrays.stream(one).sum();
        if (tasks == 0) {
            return new Coefficient.Undefined(Coefficient.Reason.NO_COMMON_TASK);
        }
        double byChance = 0;
        for (int label = 0; label < Math.min(one.length, other.length); label++) {
            byChance += (one[label] / tasks) * (other[label] / tasks);
        }
        return Coefficient.beyondChance(1 - agreed / tasks, 1 - byChance);
    }

    /**
     * Two workers and the tasks that both answered.
     *
     * @param one the worker whose name comes first
     * @param agreed on how many of the tasks they gave the same label
     */
    public record WorkerPair(String one, String other, int commonTasks, int agreed, Coefficient kappa) {

        /** {@return the share of the common tasks with the same label, from 0 to 1} */
        public double percentAgreement() {
            return (double) agreed / commonTasks;
        }
    }

    private record Names(String one, String other) {}

    /** What two workers gave, by the number of the label. */
    private static final class Tally {

        private int[] one = new int[2];
        private int[] other = new int[2];
        private int tasks;
        private int agreed;

        void add(int ofOne, int ofOther) {
            int needed = Math.max(ofOne, ofOther) + 1;
            if (needed > one.length) {
                one = Arrays.copyOf(one, Math.max(needed, 2 * one.length));
                other = Arrays.copyOf(other, one.length);
            }
            one[ofOne]++;
            other[ofOther]++;
            tasks++;
            agreed += ofOne == ofOther ? 1 : 0;
        }
    }
}
