package dev.groundwork.task.aggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.LabelsBuilder;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.gold.Calibration;
import dev.groundwork.truth.gold.MethodChoice;
import dev.groundwork.truth.method.DawidSkene;
import dev.groundwork.truth.overlap.TaskPosterior;

import org.jspecify.annotations.Nullable;

/**
 * A question with a closed list of classes, over all tasks of a job.
 *
 * <p>Without an answered control task the majority decides: nothing shows that a model of errors does better, and some collapse
 * when a group colludes. With control tasks, the method that does best on those of them that it was not told decides. A task
 * whose answers changed since is decided by the same method's view of its workers, without going through the job again.
 */
final class Categories {

    static final String MAJORITY = "majority";

    /** With fewer control tasks anything may have happened: no prior answer of a worker counts for more. */
    private static final double PRIOR_SKILL = 0.75;

    private final int classes;
    private final Map<UUID, Integer> workers;
    private final Labels labels;
    private final ControlLabels gold;
    private final @Nullable Inference inference;
    private final Calibration calibration;
    private final MethodUsed method;
    private final double @Nullable [] classShares;
    private final double skillOfOthers;

    private Categories(Builder builder, Limit limit, @Nullable Categories previous, @Nullable Method fixed) {
        this.classes = builder.classes;
        this.workers = builder.workers;
        this.labels = builder.rows.build();
        this.gold = ControlLabels.of(builder.gold);
        int answered = gold.answeredIn(labels).size();
        if (answered == 0) {
            this.inference = null;
            this.calibration = Calibration.NONE;
            this.method = MethodUsed.always(MAJORITY, "no control task has answers: nothing shows who is right");
            this.classShares = null;
            this.skillOfOthers = PRIOR_SKILL;
            return;
        }
        var choice = fixed == null
                ? MethodChoice.of(labels, gold, limit)
                : new MethodChoice(fixed, "many labels: skills from control tasks alone", List.of(), Calibration.NONE);
        var conditions = Conditions.PLAIN.gold(gold).limit(limit);
        var before = previous == null ? null : previous.inference;
        if (before != null && before.classes() == classes && before.tasks() <= labels.tasks()) {
            conditions = conditions.previous(before);
        }
        this.inference = choice.method().infer(labels, conditions);
        this.calibration = choice.calibration();
        this.method = new MethodUsed(choice.method().name(), choice.why(), answered, choice.scores());
        // Those that learn how common the classes are begin a task with that.
        this.classShares = choice.method() instanceof DawidSkene ? inference.classShares() : null;
        this.skillOfOthers = meanAccuracy(inference);
    }

    private static double meanAccuracy(Inference inference) {
        double sum = 0;
        for (int worker = 0; worker < inference.workers().size(); worker++) {
            sum += inference.workers().accuracy(worker);
        }
        return inference.workers().size() == 0
                ? PRIOR_SKILL
                : sum / inference.workers().size();
    }

    MethodUsed method() {
        return method;
    }

    /** {@return whether the majority decides} */
    boolean isMajority() {
        return inference == null;
    }

    /**
     * How probable each class is for a task, calibrated.
     *
     * @param who the workers
     * @param what the class that each of them named
     */
    double[] probabilities(long position, List<UUID> who, int[] what) {
        double[] probabilities = inference == null ? shares(what) : posterior(inference, (int) position, who, what);
        calibration.apply(probabilities);
        return probabilities;
    }

    private double[] shares(int[] what) {
        var shares = new double[classes];
        for (int label : what) {
            shares[label] += 1.0 / what.length;
        }
        return shares;
    }

    /**
     * How sure a class is for a task.
     *
     * @param probability as {@link #probabilities} tells it; where it is no more than a share of votes, one more vote for every
     *     class keeps a single answer from looking certain
     * @param answers how many the task has
     */
    double confidence(double probability, int answers) {
        return inference == null ? (probability * answers + 1) / (answers + classes) : probability;
    }

    private double[] posterior(Inference known, int task, List<UUID> who, int[] what) {
        var row = new double[classes];
        if (isAsInferred(task, who, what)) {
            for (int label = 0; label < classes; label++) {
                row[label] = known.posterior(task, label);
            }
            return row;
        }
        int right = gold.labelOf(task);
        if (right != ControlLabels.UNKNOWN) {
            row[right] = 1;
            return row;
        }
        var posterior = new TaskPosterior(classes);
        if (classShares != null) {
            posterior.startFrom(classShares);
        }
        for (int i = 0; i < what.length; i++) {
            Integer worker = workers.get(who.get(i));
            if (worker == null) {
                posterior.add(what[i], skillOfOthers);
            } else if (known.workers().hasConfusions()) {
                posterior.add(what[i], known.workers(), worker);
            } else {
                posterior.add(what[i], known.workers().accuracy(worker));
            }
        }
        for (int label = 0; label < classes; label++) {
            row[label] = posterior.probability(label);
        }
        return row;
    }

    private boolean isAsInferred(int task, List<UUID> who, int[] what) {
        if (task >= labels.tasks() || labels.overlap(task) != what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            Integer worker = workers.get(who.get(i));
            if (worker == null || !holds(task, worker, what[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(int task, int worker, int label) {
        for (int at = labels.start(task); at < labels.end(task); at++) {
            if (labels.worker(at) == worker) {
                return labels.label(at) == label;
            }
        }
        return false;
    }

    /** {@return the most probable class, the lowest of equals} */
    static int best(double[] probabilities) {
        int best = 0;
        for (int label = 1; label < probabilities.length; label++) {
            if (probabilities[label] > probabilities[best] + 1e-9) {
                best = label;
            }
        }
        return best;
    }

    /** {@return whether another class is as probable as that one} */
    static boolean isTie(double[] probabilities, int chosen) {
        for (int label = 0; label < probabilities.length; label++) {
            if (label != chosen && Math.abs(probabilities[label] - probabilities[chosen]) <= 1e-9) {
                return true;
            }
        }
        return false;
    }

    /** Collects the answers to one question. */
    static final class Builder {

        private final int classes;
        private final LabelsBuilder rows;
        private final Map<UUID, Integer> workers = new HashMap<>();
        private final Map<Integer, Integer> gold = new HashMap<>();

        Builder(int classes) {
            this.classes = classes;
            this.rows = Labels.builder(classes);
        }

        /**
         * Takes the answers to one task.
         *
         * @param right the class that is known to be right, negative where it is not known
         */
        void see(long position, List<UUID> who, int[] what, int right) {
            int task = Math.toIntExact(position);
            rows.tasks(task + 1);
            for (int i = 0; i < what.length; i++) {
                Integer worker = workers.computeIfAbsent(who.get(i), unseen -> workers.size());
                rows.add(task, worker, what[i]);
            }
            if (right >= 0 && right < classes) {
                gold.put(task, right);
            }
        }

        /**
         * Infers the classes.
         *
         * @param previous an earlier result for the same tasks and classes, to start from
         * @param fixed the method, null to choose one
         */
        Categories infer(Limit limit, @Nullable Categories previous, @Nullable Method fixed) {
            return new Categories(this, limit, previous, fixed);
        }
    }

    /** Values of one property as classes; what is none of them is left out. */
    static final class Classified {

        private final List<UUID> who;
        private final int[] what;

        private Classified(List<UUID> who, int[] what) {
            this.who = who;
            this.what = what;
        }

        static Classified of(List<Given> values, ToIntFunction<Given> classOf) {
            var who = new ArrayList<UUID>(values.size());
            var what = new int[values.size()];
            int count = 0;
            for (Given given : values) {
                int label = classOf.applyAsInt(given);
                if (label >= 0) {
                    who.add(given.worker());
                    what[count++] = label;
                }
            }
            return new Classified(who, Arrays.copyOf(what, count));
        }

        /** {@return the workers} */
        List<UUID> who() {
            return who;
        }

        /** {@return the class that each of them named; not to be changed} */
        int[] what() {
            return what;
        }

        boolean isEmpty() {
            return what.length == 0;
        }

        int votes(int label) {
            return (int) Arrays.stream(what).filter(one -> one == label).count();
        }
    }
}
