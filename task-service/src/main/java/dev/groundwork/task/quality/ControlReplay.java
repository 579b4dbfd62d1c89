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
     */
    static ControlReplay of(Categories categories, List<JudgedAnswer> answers, @Nullable DynamicOverlap overlap) {
        var replay = new ControlReplay();
        for (var field : categories.fields()) {
            replay.predictions.put(field.name(), new Predictions(field.labels().size()));
            replay.closed.put(field.name(), new Predictions(field.labels().size()));
            replay.replay(field, answers, overlap);
        }
        return replay;
    }

    private void replay(OutputField field, List<JudgedAnswer> answers, @Nullable DynamicOverlap overlap) {
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
            close(field, task, crowd, workers, overlap, posterior);
        }
    }

    private void close(
            OutputField field,
            List<JudgedAnswer> task,
            Count crowd,
            Map<UUID, Count> workers,
            @Nullable DynamicOverlap overlap,
            TaskPosterior posterior) {
        posterior.clear();
        var others = crowd;
        for (var answer : task) {
            others = others.minus(one(field, answer));
        }
        var prior = SkillPrior.of(field.labels().size(), others);
        var rule = overlap == null
                ? null
                : new StoppingRule(overlap.min(), overlap.max(), overlap.confidence(), overlap.ambiguityMargin());
        boolean sure = overlap == null;
        int gold = Categories.NONE;
        for (var answer : task) {
            var judged = answer.outputs().get(field.name());
            if (judged == null || judged.answer() == Categories.NONE) {
                continue;
            }
            gold = judged.gold();
            var elsewhere = workers.getOrDefault(answer.workerId(), Count.NONE).minus(one(field, answer));
            posterior.add(
                    judged.answer(),
                    prior.skill(elsewhere.right(), elsewhere.answered()).mean());
            if (rule != null && rule.decide(posterior) != StoppingRule.Decision.MORE) {
                sure = posterior.confidence() >= rule.confidence();
                break;
            }
        }
        if (posterior.answers() == 0 || gold == Categories.NONE) {
            return;
        }
        var row = new float[field.labels().size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) posterior.probability(i);
        }
        predictions.computeIfPresent(field.name(), (name, all) -> all.add(goldOf(task, field), row));
        if (sure) {
            closed.computeIfPresent(field.name(), (name, all) -> all.add(goldOf(task, field), row));
        }
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
     * {@return the temperature that makes the probabilities honest, where it improves control tasks that it was not fitted on}
     *
     * <p>One for all outputs: that of the output which has to be cooled most.
     */
    Calibration calibration() {
        var coolest = Calibration.NONE;
        for (var all : predictions.values()) {
            var fitted = Calibration.fit(all);
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
