package dev.groundwork.truth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

/** A crowd made by chance from a seed: workers who are right with 60 to 95 %, and otherwise err evenly. */
public final class RandomCrowd {

    /** One answer. */
    public record Row(String task, String worker, String label) {}

    private final int[] truth;
    private final List<Row> rows = new ArrayList<>();
    private final Labels labels;

    private RandomCrowd(int classes, int tasks, int workers, int overlap, long seed) {
        var random = new Random(seed);
        var accuracies = random.doubles(workers, 0.6, 0.95).toArray();
        var builder = Labels.builder(classes).workers(workers);
        truth = random.ints(tasks, 0, classes).toArray();
        for (int task = 0; task < tasks; task++) {
            int first = random.nextInt(workers);
            for (int n = 0; n < overlap; n++) {
                int worker = (first + n * 7) % workers;
                int label = random.nextDouble() < accuracies[worker]
                        ? truth[task]
                        : (truth[task] + 1 + random.nextInt(classes - 1)) % classes;
                builder.add(task, worker, label);
                rows.add(new Row("t" + task, "w" + worker, String.valueOf(label)));
            }
        }
        labels = builder.build();
    }

    /** Makes a crowd; the same seed makes the same one. */
    public static RandomCrowd of(int classes, int tasks, int workers, int overlap, long seed) {
        return new RandomCrowd(classes, tasks, workers, overlap, seed);
    }

    /** {@return the answers in numbers} */
    public Labels labels() {
        return labels;
    }

    /** {@return the answers by name} */
    public List<Row> rows() {
        return rows;
    }

    /** {@return the answers by name in another order} */
    public List<Row> shuffled(long seed) {
        var other = new ArrayList<>(rows);
        Collections.shuffle(other, new Random(seed));
        return other;
    }

    /** {@return the truth of the first tasks} */
    public ControlLabels gold(int count) {
        var known = new HashMap<Integer, Integer>();
        for (int task = 0; task < count; task++) {
            known.put(task, truth[task]);
        }
        return ControlLabels.of(known);
    }

    /** {@return the share of tasks whose label is right} */
    public double accuracy(Inference inference) {
        return Accuracy.of(inference, gold(truth.length)).chosen();
    }
}
