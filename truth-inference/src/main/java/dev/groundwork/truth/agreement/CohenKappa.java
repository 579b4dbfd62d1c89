package dev.groundwork.truth.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.truth.Labels;
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
     * {@return those pairs of some workers that have enough tasks in common, in the order of the workers}
     *
     * <p>Takes memory for every pair of them and every class: give no more workers than that is worth.
     *
     * @param workers by number, none twice
     * @param leastCommonTasks at least 1; with fewer than about 10 the value says little
     */
    public static List<NumberedPair> ofPairs(Labels labels, int[] workers, int leastCommonTasks) {
        if (leastCommonTasks < 1) {
            throw new IllegalArgumentException("Pairs need at least 1 task in common, not %d: give a positive number."
                    .formatted(leastCommonTasks));
        }
        int classes = labels.classes();
        var places = new int[labels.workers()];
        Arrays.fill(places, -1);
        for (int place = 0; place < workers.length; place++) {
            places[workers[place]] = place;
        }
        var tallies = new int[workers.length][workers.length][];
        for (int task = 0; task < labels.tasks(); task++) {
            for (int at = labels.start(task); at < labels.end(task); at++) {
                for (int next = at + 1; next < labels.end(task); next++) {
                    count(tallies, labels, places, at, next);
                }
            }
        }
        var pairs = new ArrayList<NumberedPair>();
        for (int one = 0; one < workers.length; one++) {
            for (int other = one + 1; other < workers.length; other++) {
                int[] tally = tallies[one][other];
                if (tally != null && tally[0] >= leastCommonTasks) {
                    pairs.add(new NumberedPair(
                            workers[one],
                            workers[other],
                            tally[0],
                            tally[1],
                            of(
                                    tally[1],
                                    Arrays.copyOfRange(tally, 2, 2 + classes),
                                    Arrays.copyOfRange(tally, 2 + classes, 2 + 2 * classes))));
                }
            }
        }
        return List.copyOf(pairs);
    }

    /** A tally holds the tasks in common, those with the same label, and how often either gave each class. */
    private static void count(int[][][] tallies, Labels labels, int[] places, int at, int next) {
        int placeAt = places[labels.worker(at)];
        int placeNext = places[labels.worker(next)];
        // Several answers of one worker to one task, where they all count, are no pair of workers.
        if (placeAt < 0 || placeNext < 0 || placeAt == placeNext) {
            return;
        }
        boolean inOrder = placeAt < placeNext;
        int one = labels.label(inOrder ? at : next);
        int other = labels.label(inOrder ? next : at);
        int[][] row = tallies[Math.min(placeAt, placeNext)];
        int column = Math.max(placeAt, placeNext);
        if (row[column] == null) {
            row[column] = new int[2 + 2 * labels.classes()];
        }
        row[column][0]++;
        row[column][1] += one == other ? 1 : 0;
        row[column][2 + one]++;
        row[column][2 + labels.classes() + other]++;
    }

    /**
     * Two workers by number and the tasks that both answered.
     *
     * @param agreed on how many of the tasks they gave the same label
     */
    public record NumberedPair(int one, int other, int commonTasks, int agreed, Coefficient kappa) {

        /** {@return the share of the common tasks with the same label, from 0 to 1} */
        public double percentAgreement() {
            return (double) agreed / commonTasks;
        }
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
