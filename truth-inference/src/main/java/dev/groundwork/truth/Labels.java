package dev.groundwork.truth;

import java.util.Arrays;

/**
 * The answers of a crowd to questions with a closed list of classes, as flat arrays.
 *
 * <p>Tasks, workers and classes are numbers from 0. The answers of a task stand in one row, ordered by worker, so that
 * one pass over the arrays visits everything once and in memory order. An answer takes six bytes: ten million of them
 * with two million tasks take 68 MB. Never changes once built.
 */
public final class Labels {

    /** Most classes that a list may have. */
    public static final int MOST_CLASSES = Short.MAX_VALUE;

    private final int workers;
    private final int classes;
    private final int[] starts;
    private final int[] workerAt;
    private final short[] labelAt;

    Labels(int workers, int classes, int[] starts, int[] workerAt, short[] labelAt) {
        this.workers = workers;
        this.classes = classes;
        this.starts = starts;
        this.workerAt = workerAt;
        this.labelAt = labelAt;
    }

    /**
     * Starts to collect answers.
     *
     * @param classes length of the list of classes, 1 to {@value #MOST_CLASSES}
     */
    public static LabelsBuilder builder(int classes) {
        return new LabelsBuilder(classes);
    }

    /** {@return how many tasks there are, with and without answers} */
    public int tasks() {
        return starts.length - 1;
    }

    /** {@return how many workers there are, with and without answers} */
    public int workers() {
        return workers;
    }

    /** {@return how many classes an answer may choose from} */
    public int classes() {
        return classes;
    }

    /** {@return how many answers there are} */
    public int size() {
        return workerAt.length;
    }

    /** {@return the position of a task's first answer} */
    public int start(int task) {
        return starts[task];
    }

    /** {@return the position after a task's last answer} */
    public int end(int task) {
        return starts[task + 1];
    }

    /** {@return how many answers a task has} */
    public int overlap(int task) {
        return starts[task + 1] - starts[task];
    }

    /** {@return who gave the answer at a position} */
    public int worker(int position) {
        return workerAt[position];
    }

    /** {@return which class the answer at a position chose} */
    public int label(int position) {
        return labelAt[position];
    }

    /** {@return how many answers each worker gave} */
    public int[] answersOfWorkers() {
        var counts = new int[workers];
        for (int worker : workerAt) {
            counts[worker]++;
        }
        return counts;
    }

    /** {@return the median number of answers over the workers who gave any; 0 without answers} */
    public int medianAnswersOfWorkers() {
        return median(answersOfWorkers());
    }

    /** {@return the median number of answers over the tasks that have any; 0 without answers} */
    public int medianOverlap() {
        var counts = new int[tasks()];
        for (int task = 0; task < counts.length; task++) {
            counts[task] = overlap(task);
        }
        return median(counts);
    }

    private static int median(int[] counts) {
        Arrays.sort(counts);
        int none = 0;
        while (none < counts.length && counts[none] == 0) {
            none++;
        }
        return none == counts.length ? 0 : counts[none + (counts.length - none) / 2];
    }
}
