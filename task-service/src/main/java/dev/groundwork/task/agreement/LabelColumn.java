package dev.groundwork.task.agreement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.LabelsBuilder;
import dev.groundwork.truth.agreement.PercentAgreement;
import dev.groundwork.truth.agreement.WorkerAgreement;
import dev.groundwork.truth.decision.ExpectedCost;
import dev.groundwork.truth.method.DawidSkene;

import com.fasterxml.jackson.databind.JsonNode;

/** A property whose values are of a closed list: its answers as classes in flat arrays. */
final class LabelColumn implements Column {

    static final String TOO_FEW_ANSWERS = "too-few-answers";
    static final String TOO_FEW_ANSWERS_A_TASK = "too-few-answers-a-task";
    static final String TOO_MANY_LABELS = "too-many-labels";

    /** With fewer answers to the usual task, matrices of what workers confuse are made of chance. */
    private static final int LEAST_OVERLAP = 3;

    private static final int MOST_CLASSES_CONFUSED = 30;
    private static final long MOST_CELLS = 1L << 23;

    private final OutputField field;
    private final Labels labels;
    private final short[] results;
    private final int resultsKnown;
    private final float[] agreement;
    private final int[] order;
    private final WorkerAgreement workers;
    private final float[] qualities;
    private final String noQuality;

    private LabelColumn(OutputField field, Labels labels, Known known) {
        this.field = field;
        this.labels = labels;
        this.results = majorities(labels);
        this.resultsKnown = known.into(results, labels);
        this.agreement = PercentAgreement.ofTasks(labels);
        this.order = Column.order(agreement);
        this.workers = WorkerAgreement.of(labels, this::result);
        this.noQuality = whyNoQuality(labels);
        this.qualities = noQuality.isEmpty() ? qualities(labels, workers) : new float[0];
    }

    /** The most frequent label, of equals the first in the schema. */
    private static short[] majorities(Labels labels) {
        var results = new short[labels.tasks()];
        var votes = new int[labels.classes()];
        for (int task = 0; task < results.length; task++) {
            results[task] = Inference.NO_LABEL;
            for (int at = labels.start(task); at < labels.end(task); at++) {
                votes[labels.label(at)]++;
            }
            for (int at = labels.start(task); at < labels.end(task); at++) {
                int label = labels.label(at);
                short best = results[task];
                if (best < 0 || votes[label] > votes[best] || (votes[label] == votes[best] && label < best)) {
                    results[task] = (short) label;
                }
            }
            for (int at = labels.start(task); at < labels.end(task); at++) {
                votes[labels.label(at)] = 0;
            }
        }
        return results;
    }

    private static String whyNoQuality(Labels labels) {
        long classes = labels.classes();
        if (classes > MOST_CLASSES_CONFUSED
                || labels.workers() * classes * classes > MOST_CELLS
                || labels.tasks() * classes > MOST_CELLS) {
            return TOO_MANY_LABELS;
        }
        return labels.medianOverlap() < LEAST_OVERLAP ? TOO_FEW_ANSWERS_A_TASK : "";
    }

    /** How much each worker's answers tell, by a model of what they confuse; negative for those with too few answers. */
    private static float[] qualities(Labels labels, WorkerAgreement workers) {
        var inference = DawidSkene.withPrior().infer(labels);
        var shares = inference.classShares();
        var costs = ExpectedCost.ofAnyError(labels.classes());
        var qualities = new float[labels.workers()];
        for (int worker = 0; worker < qualities.length; worker++) {
            qualities[worker] = workers.answers(worker) < labels.classes() * labels.classes()
                    ? -1
                    : (float) costs.quality(inference.workers(), worker, shares);
        }
        return qualities;
    }

    Labels labels() {
        return labels;
    }

    /** {@return where results come from: {@code results} of the job, the {@code majority} while there are none, or {@code both}} */
    String resultsFrom() {
        if (resultsKnown == 0) {
            return "majority";
        }
        int answered = 0;
        for (int task = 0; task < labels.tasks(); task++) {
            answered += labels.overlap(task) > 0 ? 1 : 0;
        }
        return resultsKnown < answered ? "both" : "results";
    }

    /** {@return the class that a task ended up with, {@link Inference#NO_LABEL} where nobody answered} */
    int result(int task) {
        return results[task];
    }

    WorkerAgreement workers() {
        return workers;
    }

    /** {@return how much a worker's answers tell whatever their bias, 0 to 1} */
    Figure quality(int worker) {
        if (!noQuality.isEmpty()) {
            return Figure.missing(noQuality);
        }
        return qualities[worker] < 0 ? Figure.missing(TOO_FEW_ANSWERS) : Figure.of(qualities[worker]);
    }

    /** {@return how often each label was given, in the order of the schema} */
    long[] distribution() {
        var counts = new long[labels.classes()];
        for (int at = 0; at < labels.size(); at++) {
            counts[labels.label(at)]++;
        }
        return counts;
    }

    @Override
    public OutputField field() {
        return field;
    }

    @Override
    public int answers() {
        return labels.size();
    }

    @Override
    public int answers(int task) {
        return labels.overlap(task);
    }

    @Override
    public float agreement(int task) {
        return agreement[task];
    }

    @Override
    public int[] byDisagreement() {
        return order;
    }

    @Override
    public OptionalDouble withOthers(int worker) {
        return workers.withOthers(worker);
    }

    @Override
    public long bytes() {
        return 6L * labels.size() + 14L * labels.tasks() + 36L * labels.workers();
    }

    /** Collects the values of one property as classes; a value that is none of them, as an older spec may have left, is passed over. */
    static final class Builder implements Column.Builder {

        private final OutputField field;
        private final Map<String, Integer> classes = new HashMap<>();
        private final LabelsBuilder labels;
        private final Known results = new Known();

        Builder(OutputField field) {
            this.field = field;
            field.labels().forEach(label -> classes.put(label, classes.size()));
            this.labels = Labels.builder(field.labels().size());
        }

        @Override
        public void add(int task, int worker, JsonNode value) {
            Integer label = classes.get(field.labelOf(value));
            if (label != null) {
                labels.add(task, worker, label);
            }
        }

        @Override
        public void result(int task, String label) {
            Integer known = classes.get(label);
            if (known != null) {
                results.put(task, known);
            }
        }

        @Override
        public Column build(int tasks, int workers) {
            return new LabelColumn(field, labels.tasks(tasks).workers(workers).build(), results);
        }
    }

    /** What the job has as results, by task. */
    private static final class Known {

        /** One more than the label, so that an array as it is made knows nothing. */
        private short[] labels = new short[256];

        void put(int task, int label) {
            if (task >= labels.length) {
                labels = Arrays.copyOf(labels, Math.max(task + 1, 2 * labels.length));
            }
            labels[task] = (short) (label + 1);
        }

        /** {@return how many were put in their place} A result of answers that are not usable any more is none. */
        int into(short[] results, Labels answers) {
            int count = 0;
            for (int task = 0; task < Math.min(results.length, labels.length); task++) {
                if (labels[task] > 0 && answers.overlap(task) > 0) {
                    results[task] = (short) (labels[task] - 1);
                    count++;
                }
            }
            return count;
        }
    }
}
