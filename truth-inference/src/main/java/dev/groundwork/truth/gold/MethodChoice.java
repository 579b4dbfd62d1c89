package dev.groundwork.truth.gold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.method.DawidSkene;
import dev.groundwork.truth.method.GoldBayes;
import dev.groundwork.truth.method.Mace;
import dev.groundwork.truth.method.OneCoin;
import dev.groundwork.truth.method.Wawa;

/**
 * The method for a job, chosen by what it gets right on control tasks that it was not told.
 *
 * <p>No method is best everywhere, and every one that looks only at agreement collapses when almost half of the answers
 * come from one hand. So the control tasks are divided in two; each candidate learns from one half and is asked about the
 * other. The most accurate one wins, of equals the one that loses least by being sure of the wrong label. With too few
 * control tasks the shape of the job decides.
 *
 * <p>It withstands dishonest accounts that answered some eight control tasks each; fewer cannot tell a coin-flipper from a
 * worker, so that a crowd of fresh accounts still costs accuracy.
 *
 * @param method the method that was chosen
 * @param why the reason in a few words
 * @param scores what each candidate got right; empty where the shape of the job decided
 * @param calibration makes the chosen method's probabilities honest
 */
public record MethodChoice(Method method, String why, List<Score> scores, Calibration calibration) {

    /** With fewer answered control tasks, cross-validation is a game of chance. */
    public static final int FEWEST_CONTROL_TASKS = 20;

    private static final int PARTS = 2;
    private static final int MANY_CLASSES = 8;
    private static final int MOST_CLASSES_FOR_MATRICES = 30;
    private static final int MANY_ANSWERS_OF_A_WORKER = 50;

    /**
     * How a candidate did on control tasks that it was not told.
     *
     * @param method its name
     * @param accuracy share of right labels, a tie of m counting 1/m
     * @param logLoss mean of -ln of the truth's probability
     */
    public record Score(String method, double accuracy, double logLoss) {}

    /** Chooses a method for a job. */
    public static MethodChoice of(Labels labels, ControlLabels gold, Limit limit) {
        var answered = gold.answeredIn(labels);
        return answered.size() < FEWEST_CONTROL_TASKS
                ? byShape(labels, answered.size())
                : byControlTasks(labels, answered, limit);
    }

    /** Infers the labels with the chosen method and all control tasks. */
    public Inference infer(Labels labels, ControlLabels gold, Limit limit) {
        return method.infer(labels, Conditions.PLAIN.gold(gold).limit(limit));
    }

    private static MethodChoice byControlTasks(Labels labels, ControlLabels gold, Limit limit) {
        record Trial(Method method, Predictions predictions, Score score) {}

        var trials = new ArrayList<Trial>();
        for (var method : candidates(labels)) {
            var predictions = new Predictions(labels.classes());
            for (int part = 0; part < PARTS; part++) {
                var held = gold.part(part, PARTS);
                var told = Conditions.PLAIN.gold(gold.without(held)).limit(limit);
                predictions.add(method.infer(labels, told), held);
            }
            var score = new Score(method.name(), predictions.accuracy(), predictions.logLoss(Calibration.NONE));
            trials.add(new Trial(method, predictions, score));
        }
        var best = trials.stream()
                .max(Comparator.comparingDouble((Trial trial) -> trial.score().accuracy())
                        .thenComparingDouble(trial -> -trial.score().logLoss()))
                .orElseThrow();
        return new MethodChoice(
                best.method(),
                "most accurate on %d control tasks that it was not told".formatted(gold.size()),
                trials.stream().map(Trial::score).toList(),
                Calibration.fit(best.predictions()));
    }

    private static List<Method> candidates(Labels labels) {
        return labels.classes() > MOST_CLASSES_FOR_MATRICES
                ? List.of(new GoldBayes(), new OneCoin(), new Mace())
                : List.of(new GoldBayes(), new OneCoin(), DawidSkene.withPrior(), new Mace());
    }

    private static MethodChoice byShape(Labels labels, int controlTasks) {
        int overlap = labels.medianOverlap();
        int classes = labels.classes();
        int answers = labels.medianAnswersOfWorkers();
        var few = "fewer than %d control tasks; ".formatted(FEWEST_CONTROL_TASKS);
        if (overlap <= 2) {
            return controlTasks > 0
                    ? choice(new GoldBayes(), few + "two answers a task show nothing that control tasks do not")
                    : choice(new Wawa(), few + "two answers a task are too few for a model of errors");
        }
        if (classes >= MANY_CLASSES) {
            return choice(new OneCoin(), few + "many classes leave too few answers for each error");
        }
        int enough = overlap >= 5 ? MANY_ANSWERS_OF_A_WORKER : 10 * classes;
        return answers >= Math.max(enough, classes * classes)
                ? choice(DawidSkene.withPrior(), few + "workers with many answers show which errors they make")
                : choice(new OneCoin(), few + "workers with few answers show only how often they are right");
    }

    private static MethodChoice choice(Method method, String why) {
        return new MethodChoice(method, why, List.of(), Calibration.NONE);
    }
}
