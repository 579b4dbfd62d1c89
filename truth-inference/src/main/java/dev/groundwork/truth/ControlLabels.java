package dev.groundwork.truth;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The right labels of control tasks, in the order of the tasks' numbers. */
public final class ControlLabels {

    /** Stands for "not a control task". */
    public static final int UNKNOWN = -1;

    private static final ControlLabels NONE = new ControlLabels(new int[0], new short[0]);

    private final int[] tasks;
    private final short[] labels;

    private ControlLabels(int[] tasks, short[] labels) {
        this.tasks = tasks;
        this.labels = labels;
    }

    /** {@return no control task at all} */
    public static ControlLabels none() {
        return NONE;
    }

    /** {@return the right label of each task, by the tasks' numbers} */
    public static ControlLabels of(Map<Integer, Integer> labelOfTask) {
        var sorted = new TreeMap<>(labelOfTask);
        var tasks = new int[sorted.size()];
        var labels = new short[sorted.size()];
        int at = 0;
        for (var entry : sorted.entrySet()) {
            if (entry.getKey() < 0 || entry.getValue() < 0 || entry.getValue() >= Labels.MOST_CLASSES) {
                throw new IllegalArgumentException(
                        "task %d, label %d: number both from 0".formatted(entry.getKey(), entry.getValue()));
            }
            tasks[at] = entry.getKey();
            labels[at++] = entry.getValue().shortValue();
        }
        return new ControlLabels(tasks, labels);
    }

    /** {@return how many control tasks there are} */
    public int size() {
        return tasks.length;
    }

    /** {@return the task of the n-th control task} */
    public int task(int n) {
        return tasks[n];
    }

    /** {@return the right label of the n-th control task} */
    public int label(int n) {
        return labels[n];
    }

    /** {@return the right label of a task, or {@link #UNKNOWN}} */
    public int labelOf(int task) {
        int at = Arrays.binarySearch(tasks, task);
        return at < 0 ? UNKNOWN : labels[at];
    }

    /**
     * {@return the right label of every task, {@link #UNKNOWN} where there is none}
     *
     * @throws LabelOutsideClasses when one is not a class of the answers
     * @throws IllegalArgumentException when the answers know no such task
     */
    public short[] dense(Labels answers) {
        var all = new short[answers.tasks()];
        Arrays.fill(all, (short) UNKNOWN);
        for (int n = 0; n < tasks.length; n++) {
            if (tasks[n] >= all.length) {
                throw new IllegalArgumentException(
                        "control task %d is none of the %d tasks".formatted(tasks[n], all.length));
            }
            if (labels[n] >= answers.classes()) {
                throw new LabelOutsideClasses("control task %d has label %d; there are the classes 0 to %d"
                        .formatted(tasks[n], labels[n], answers.classes() - 1));
            }
            all[tasks[n]] = labels[n];
        }
        return all;
    }

    /** {@return the control tasks that somebody answered} */
    public ControlLabels answeredIn(Labels answers) {
        return where(n -> tasks[n] < answers.tasks() && answers.overlap(tasks[n]) > 0);
    }

    /**
     * Divides the control tasks so that each part has about the same share of every label.
     *
     * @return the part with the given number, 0 to {@code parts - 1}
     */
    public ControlLabels part(int part, int parts) {
        var seen = new int[Labels.MOST_CLASSES];
        var inPart = new boolean[tasks.length];
        for (int n = 0; n < tasks.length; n++) {
            inPart[n] = (seen[labels[n]]++ + labels[n]) % parts == part;
        }
        return where(n -> inPart[n]);
    }

    /** {@return all control tasks that are not in the other set} */
    public ControlLabels without(ControlLabels other) {
        return where(n -> other.labelOf(tasks[n]) == UNKNOWN);
    }

    private ControlLabels where(IntPredicate kept) {
        var places = IntStream.range(0, tasks.length).filter(kept).toArray();
        var keptTasks = new int[places.length];
        var keptLabels = new short[places.length];
        for (int at = 0; at < places.length; at++) {
            keptTasks[at] = tasks[places[at]];
            keptLabels[at] = labels[places[at]];
        }
        return new ControlLabels(keptTasks, keptLabels);
    }
}
