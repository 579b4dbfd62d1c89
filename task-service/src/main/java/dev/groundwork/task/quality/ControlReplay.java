package dev.groundwork.task.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.gold.Calibration;
import dev.groundwork.truth.gold.Predictions;
import dev.groundwork.truth.overlap.StoppingRule;
import dev.groundwork.truth.overlap.TaskPosterior;

import org.jspecify.annotations.Nullable;

/**
 * What the job would have said of its control tasks had it not known the answers: each is closed by the rule that closes the
 * others, with skills that leave this task out. So its promise can be held against the truth, and made honest.
 */
final class ControlReplay {

    /** Fewer closed control tasks show nothing. */
    static final int FEWEST = 10;

    /** One-sided 95 %. */
    private static final double SAMPLING = 1.645;

    private final Map<String, Predictions> predictions = new TreeMap<>();
    private final Map<String, Predictions> closed = new TreeMap<>();

    /** What was thought after each answer at which the rule may stop; filled where it stops by honest probabilities. */
    private final Map<String, Predictions> steps = new TreeMap<>();

    private final Map<String, Integer> stepped = new TreeMap<>();
    private final @Nullable DynamicOverlap overlap;
    private final Calibration used;

    private ControlReplay(@Nullable DynamicOverlap overlap, Calibration used) {
        this.overlap = overlap;
        this.used = used;
    }

    /**
     * How a promise was kept.
     *
     * @param tasks how many control tasks were closed by the confidence
     * @param promised mean confidence of their labels, 0 to 1
     * @param achieved share of right labels among them, 0 to 1
     * @param samplingError how far below the promise chance alone may bring the achieved share, one-sided 95 %
     */
    record Promise(int tasks, double promised, double achieved, double samplingError) {

        boolean isBroken() {
            return tasks >= FEWEST && achieved < promised - samplingError;
        }
    }

    /**
     * Replays.
     *
     * @param answers control answers in the order of their submission; training is passed over
     * @param overlap null for a fixed overlap: then every answer is counted in, and every task closed
     * @param used the calibration by which tasks are closed, if they are closed by honest probabilities
     */
    static ControlReplay of(
            Categories categories, List<JudgedAnswer> answers, @Nullable DynamicOverlap overlap, Calibration used) {
        var replay = new ControlReplay(overlap, used);
        for (var field : categories.fields()) {
            replay.predictions.put(field.name(), new Predictions(field.labels().size()));
            replay.closed.put(field.name(), new Predictions(field.labels().size()));
            replay.steps.put(field.name(), new Predictions(field.labels().size()));
            replay.replay(field, answers);
        }
        return replay;
    }

    private void replay(OutputField field, List<JudgedAnswer> answers) {
        var crowd = Count.NONE;
        var workers = new HashMap<UUID, Count>();
        var tasks = new TreeMap<Long, List<JudgedAnswer>>();
        for (var answer : answers) {
            var judged = answer.outputs().get(field.name());
            if (judged != null && !answer.training() && answer.counts()) {
                crowd = crowd.plus(judged.right());
                workers.merge(answer.workerId(), Count.NONE.plus(judged.right()), Count::plus);
                tasks.computeIfAbsent(answer.position(), position -> new ArrayList<>())
                        .add(answer);
            }
        }
        var posterior = new TaskPosterior(Math.max(1, field.labels().size()));
        for (var task : tasks.values()) {
            close(field, task, crowd, workers, posterior);
        }
    }

    private void close(
            OutputField field,
            List<JudgedAnswer> task,
            Count crowd,
            Map<UUID, Count> workers,
            TaskPosterior posterior) {
        int gold = goldOf(task, field);
        if (gold == Categories.NONE) {
            return;
        }
        posterior.clear();
        var others = crowd;
        for (var answer : task) {
            others = others.minus(one(field, answer));
        }
        var prior = SkillPrior.of(field.labels().size(), others);
        var course = new Course(field, gold, posterior);
        for (var answer : task) {
            var judged = answer.outputs().get(field.name());
            if (judged != null && judged.answer() != Categories.NONE) {
                var elsewhere =
                        workers.getOrDefault(answer.workerId(), Count.NONE).minus(one(field, answer));
                posterior.add(
                        judged.answer(),
                        prior.skill(elsewhere.right(), elsewhere.answered()).mean());
                if (course.isOver()) {
                    break;
                }
            }
        }
        course.end();
    }

    /** How one control task goes on, answer by answer. */
    private final class Course {

        private final OutputField field;
        private final int gold;
        private final TaskPosterior posterior;
        private final @Nullable StoppingRule rule;
        private float @Nullable [] stopped;
        private boolean sure;
        private boolean stepped;

        Course(OutputField field, int gold, TaskPosterior posterior) {
            this.field = field;
            this.gold = gold;
            this.posterior = posterior;
            this.rule = overlap == null
                    ? null
                    : new StoppingRule(overlap.min(), overlap.max(), overlap.confidence(), overlap.ambiguityMargin());
            this.sure = overlap == null;
        }

        /** Takes note of an answer. {@return whether no other changes anything} */
        boolean isOver() {
            if (rule == null) {
                return false;
            }
            var row = row();
            if (stopped == null) {
                double decisive = decisive(row);
                if (rule.decide(posterior.answers(), decisive, posterior.margin()) != StoppingRule.Decision.MORE) {
                    sure = decisive >= rule.confidence();
                    stopped = row;
                }
            }
            if (stopsByHonest() && posterior.answers() >= rule.minOverlap()) {
                step(row);
            }
            return stopped != null && (!stopsByHonest() || posterior.answers() >= rule.maxOverlap());
        }

        void end() {
            if (posterior.answers() == 0) {
                return;
            }
            var row = stopped == null ? row() : stopped;
            if (stopsByHonest() && !stepped) {
                step(row);
            }
            predictions.computeIfPresent(field.name(), (name, all) -> all.add(gold, row));
            if (sure) {
                closed.computeIfPresent(field.name(), (name, all) -> all.add(gold, honest(row)));
            }
        }

        private void step(float[] row) {
            steps.computeIfPresent(field.name(), (name, all) -> all.add(gold, row));
            if (!stepped) {
                stepped = true;
                ControlReplay.this.stepped.merge(field.name(), 1, Integer::sum);
            }
        }

        private double decisive(float[] row) {
            return stopsByHonest() ? honest(row)[posterior.label()] : posterior.confidence();
        }

        private float[] row() {
            var row = new float[field.labels().size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) posterior.probability(i);
            }
            return row;
        }
    }

    private boolean stopsByHonest() {
        return overlap != null && overlap.calibrated();
    }

    /** {@return the probabilities by which a task is closed} */
    private float[] honest(float[] row) {
        if (!stopsByHonest() || used.temperature() == 1) {
            return row;
        }
        var exact = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            exact[i] = row[i];
        }
        used.apply(exact);
        var honest = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            honest[i] = (float) exact[i];
        }
        return honest;
    }

    private static int goldOf(List<JudgedAnswer> task, OutputField field) {
        var judged = task.getFirst().outputs().get(field.name());
        return judged == null ? Categories.NONE : judged.gold();
    }

    private static Count one(OutputField field, JudgedAnswer answer) {
        var judged = answer.outputs().get(field.name());
        return judged == null ? Count.NONE : Count.NONE.plus(judged.right());
    }

    /**
     * {@return the temperature that makes the probabilities honest, where it improves control tasks that it was not fitted on;
     * where tasks are closed by it, a cautious one}
     *
     * <p>One for all outputs: that of the output which has to be cooled most.
     */
    Calibration calibration() {
        var coolest = Calibration.NONE;
        for (var field : predictions.entrySet()) {
            var fitted = stopsByHonest()
                    ? Calibration.cautious(
                            steps.getOrDefault(field.getKey(), field.getValue()),
                            stepped.getOrDefault(field.getKey(), 0))
                    : Calibration.fit(field.getValue());
            if (coolest.temperature() == 1 || fitted.temperature() > coolest.temperature()) {
                coolest = fitted.temperature() == 1 ? coolest : fitted;
            }
        }
        return coolest;
    }

    /** {@return how many control tasks there were, of the output that has most} */
    int tasks() {
        return predictions.values().stream().mapToInt(Predictions::size).max().orElse(0);
    }

    /** {@return by how much confidence and accuracy differ on average, of the worst output} */
    double calibrationError(Calibration calibration) {
        return predictions.values().stream()
                .mapToDouble(all -> all.calibrationError(calibration))
                .max()
                .orElse(0);
    }

    /** {@return how the promise was kept, of the output that keeps it worst; null where nothing was closed} */
    @Nullable Promise promise() {
        Promise worst = null;
        for (var all : closed.values()) {
            if (all.size() > 0) {
                var promise = promise(all);
                if (worst == null || promise.achieved() - promise.promised() < worst.achieved() - worst.promised()) {
                    worst = promise;
                }
            }
        }
        return worst;
    }

    private static Promise promise(Predictions all) {
        double promised = all.confidence();
        return new Promise(
                all.size(),
                promised,
                all.accuracy(),
                SAMPLING * Math.sqrt(Math.max(0.25 / all.size(), promised * (1 - promised)) / all.size()));
    }
}
