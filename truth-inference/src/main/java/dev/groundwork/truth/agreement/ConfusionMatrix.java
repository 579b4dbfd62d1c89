package dev.groundwork.truth.agreement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.answer.Answers;

/**
 * How often each label was given where another was right, or where another worker gave another.
 *
 * @param labels the labels of rows and columns, in order of name unless they were given in another
 * @param counts one row for every right label (or label of the one worker), in it one count for every label given (or
 *     label of the other worker)
 */
public record ConfusionMatrix(List<String> labels, List<List<Integer>> counts) {

    public ConfusionMatrix {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** {@return the answers of one worker against the truth, over the tasks whose truth is known} */
    public static ConfusionMatrix ofWorker(Answers<String> answers, String worker, Map<String, String> truth) {
        var pairs = new ArrayList<Pair>();
        truth.forEach((task, right) -> {
            String given = answers.to(task).get(worker);
            if (given != null) {
                pairs.add(new Pair(right, given));
            }
        });
        return of(pairs);
    }

    /** {@return the answers of everybody against the truth, over the tasks whose truth is known} */
    public static ConfusionMatrix ofEverybody(Answers<String> answers, Map<String, String> truth) {
        var pairs = new ArrayList<Pair>();
        truth.forEach((task, right) -> answers.to(task).values().forEach(given -> pairs.add(new Pair(right, given))));
        return of(pairs);
    }

    /** {@return the answers of one worker, in rows, against those of another, over the tasks that both answered} */
    public static ConfusionMatrix between(Answers<String> answers, String one, String other) {
        var pairs = new ArrayList<Pair>();
        for (var own : answers.byTask().values()) {
            String ofOne = own.get(one);
            String ofOther = own.get(other);
            if (ofOne != null && ofOther != null) {
                pairs.add(new Pair(ofOne, ofOther));
            }
        }
        return of(pairs);
    }

    /**
     * {@return answers in numbers against the truth, over the tasks whose truth is known}
     *
     * @param classes the names of the classes, in their order
     * @param workers whose answers count
     * @param truth the right class of a task, {@link Inference#NO_LABEL} where it is not known
     */
    public static ConfusionMatrix of(
            Labels answers, List<String> classes, IntPredicate workers, IntUnaryOperator truth) {
        var counts = new int[classes.size()][classes.size()];
        for (int task = 0; task < answers.tasks(); task++) {
            int right = truth.applyAsInt(task);
            if (right != Inference.NO_LABEL) {
                for (int at = answers.start(task); at < answers.end(task); at++) {
                    if (workers.test(answers.worker(at))) {
                        counts[right][answers.label(at)]++;
                    }
                }
            }
        }
        return new ConfusionMatrix(
                classes,
                IntStream.range(0, counts.length)
                        .mapToObj(row -> IntStream.of(counts[row]).boxed().toList())
                        .toList());
    }

    private static ConfusionMatrix of(List<Pair> pairs) {
        SortedSet<String> labels = new TreeSet<>();
        var counts = new HashMap<Pair, Integer>();
        for (var pair : pairs) {
            labels.add(pair.row);
            labels.add(pair.column);
            counts.merge(pair, 1, Integer::sum);
        }
        return new ConfusionMatrix(
                List.copyOf(labels),
                labels.stream()
                        .map(row -> labels.stream()
                                .map(column -> counts.getOrDefault(new Pair(row, column), 0))
                                .toList())
                        .toList());
    }

    /** {@return how often the label of the row met the label of the column; 0 for labels that never occurred} */
    public int count(String row, String column) {
        int at = labels.indexOf(row);
        int over = labels.indexOf(column);
        return at < 0 || over < 0 ? 0 : counts.get(at).get(over);
    }

    public int total() {
        return counts.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum();
    }

    public int agreed() {
        return labels.stream().mapToInt(label -> count(label, label)).sum();
    }

    /** {@return the share on the diagonal, nothing for an empty matrix} */
    public OptionalDouble accuracy() {
        return share(agreed(), total());
    }

    /** {@return of the tasks where this label is right, the share that was given it; nothing where there are none} */
    public OptionalDouble recall(String label) {
        return share(
                count(label, label),
                labels.stream().mapToInt(column -> count(label, column)).sum());
    }

    /** {@return of the tasks that were given this label, the share where it is right; nothing where there are none} */
    public OptionalDouble precision(String label) {
        return share(
                count(label, label),
                labels.stream().mapToInt(row -> count(row, label)).sum());
    }

    /** {@return Cohen's kappa of rows and columns} */
    public Coefficient kappa() {
        int[] rows = new int[labels.size()];
        int[] columns = new int[labels.size()];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                rows[row] += counts.get(row).get(column);
                columns[column] += counts.get(row).get(column);
            }
        }
        return CohenKappa.of(agreed(), rows, columns);
    }

    private static OptionalDouble share(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }

    private record Pair(String row, String column) {}
}
