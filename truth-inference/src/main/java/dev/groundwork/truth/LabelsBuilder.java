package dev.groundwork.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Collects answers one by one and sorts them by task and worker.
 *
 * <p>Rows are kept in blocks, so that growing never copies what is there. Sorting is two passes of counting, by worker
 * and then by task, each stable: answers of one worker to one task stay in the order in which they were added.
 */
public final class LabelsBuilder {

    private static final int BLOCK = 1 << 16;

    /** Rows side by side, each of a task, a worker and a label. */
    private static final class Block {
        private final int[] tasks = new int[BLOCK];
        private final int[] workers = new int[BLOCK];
        private final short[] labels = new short[BLOCK];
    }

    private final int classes;
    private final List<Block> blocks = new ArrayList<>();
    private Repeats repeats = Repeats.LAST;
    private long size;
    private int tasks;
    private int workers;

    LabelsBuilder(int classes) {
        if (classes < 1 || classes > Labels.MOST_CLASSES) {
            throw new IllegalArgumentException("%,d classes: give 1 to %,d".formatted(classes, Labels.MOST_CLASSES));
        }
        this.classes = classes;
    }

    /** Says what several answers of one worker to one task count for; {@link Repeats#LAST} unless told otherwise. */
    public LabelsBuilder repeats(Repeats rule) {
        repeats = rule;
        return this;
    }

    /** {@return whether no answer was added} */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Makes room for tasks without answers: there are at least so many. */
    public LabelsBuilder tasks(int count) {
        tasks = Math.max(tasks, count);
        return this;
    }

    /** Makes room for workers without answers: there are at least so many. */
    public LabelsBuilder workers(int count) {
        workers = Math.max(workers, count);
        return this;
    }

    /**
     * Adds one answer.
     *
     * @throws LabelOutsideClasses when the label is not one of the classes
     */
    public LabelsBuilder add(int task, int worker, int label) {
        if (label < 0 || label >= classes) {
            throw new LabelOutsideClasses("worker %d answered task %d with label %d; there are the classes 0 to %d"
                    .formatted(worker, task, label, classes - 1));
        }
        if (task < 0 || task == Integer.MAX_VALUE || worker < 0 || worker == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("task %d, worker %d: number both from 0".formatted(task, worker));
        }
        if (size == Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("more than %,d answers: divide the job".formatted(size));
        }
        int at = (int) (size % BLOCK);
        if (at == 0) {
            blocks.add(new Block());
        }
        var block = blocks.getLast();
        block.tasks[at] = task;
        block.workers[at] = worker;
        block.labels[at] = (short) label;
        size++;
        tasks = Math.max(tasks, task + 1);
        workers = Math.max(workers, worker + 1);
        return this;
    }

    /** Sorts what was added; the builder is empty afterwards. */
    public Labels build() {
        return build(null, null, classes);
    }

    /**
     * Sorts what was added under new numbers; the builder is empty afterwards.
     *
     * @param newWorkers new number of each worker, or null to keep them
     * @param newLabels new number of each class, or null to keep them
     */
    Labels build(int @Nullable [] newWorkers, int @Nullable [] newLabels, int newClasses) {
        int count = (int) size;
        var byWorker = new int[workers + 1];
        rows((task, worker, label) -> byWorker[(newWorkers == null ? worker : newWorkers[worker]) + 1]++);
        accumulate(byWorker);
        var taskAt = new int[count];
        var sortedLabels = new short[count];
        var next = Arrays.copyOf(byWorker, byWorker.length);
        rows((task, worker, label) -> {
            int at = next[newWorkers == null ? worker : newWorkers[worker]]++;
            taskAt[at] = task;
            sortedLabels[at] = (short) (newLabels == null ? label : newLabels[label]);
        });
        blocks.clear();
        size = 0;
        return byTask(byWorker, taskAt, sortedLabels, newClasses);
    }

    private Labels byTask(int[] byWorker, int[] taskAt, short[] sortedLabels, int newClasses) {
        var starts = new int[tasks + 1];
        for (int task : taskAt) {
            starts[task + 1]++;
        }
        accumulate(starts);
        var workerAt = new int[taskAt.length];
        var labelAt = new short[taskAt.length];
        var next = Arrays.copyOf(starts, starts.length);
        for (int worker = 0; worker < workers; worker++) {
            for (int from = byWorker[worker]; from < byWorker[worker + 1]; from++) {
                int at = next[taskAt[from]]++;
                workerAt[at] = worker;
                labelAt[at] = sortedLabels[from];
            }
        }
        return repeats == Repeats.ALL
                ? new Labels(workers, newClasses, starts, workerAt, labelAt)
                : lastOfEach(starts, workerAt, labelAt, newClasses);
    }

    /** Answers of one worker to one task stand side by side, the last one last. */
    private Labels lastOfEach(int[] starts, int[] workerAt, short[] labelAt, int newClasses) {
        int kept = 0;
        for (int task = 0; task < tasks; task++) {
            int start = starts[task];
            int end = starts[task + 1];
            starts[task] = kept;
            for (int at = start; at < end; at++) {
                if (at + 1 == end || workerAt[at + 1] != workerAt[at]) {
                    workerAt[kept] = workerAt[at];
                    labelAt[kept++] = labelAt[at];
                }
            }
        }
        starts[tasks] = kept;
        return kept == workerAt.length
                ? new Labels(workers, newClasses, starts, workerAt, labelAt)
                : new Labels(workers, newClasses, starts, Arrays.copyOf(workerAt, kept), Arrays.copyOf(labelAt, kept));
    }

    private static void accumulate(int[] counts) {
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
    }

    /** Sees one row. */
    @FunctionalInterface
    private interface Row {
        void see(int task, int worker, int label);
    }

    private void rows(Row row) {
        long left = size;
        for (var block : blocks) {
            int rows = (int) Math.min(BLOCK, left);
            for (int at = 0; at < rows; at++) {
                row.see(block.tasks[at], block.workers[at], block.labels[at]);
            }
            left -= rows;
        }
    }
}
