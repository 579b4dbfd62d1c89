package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;

/**
 * Every worker is right with one probability of their own and otherwise errs evenly; expectation maximisation.
 *
 * <p>The model is that of ZenCrowd (Demartini, Difallah, Cudré-Mauroux, WWW 2012). All classes are equally probable
 * beforehand: learning their shares makes the model collapse at small overlap. A worker's accuracy is drawn towards that
 * of the whole crowd as if four more answers had been seen, an empirical Beta prior. Control tasks are clamped.
 */
public final class OneCoin implements Method {

    private static final double PRIOR_ANSWERS = 4;

    @Override
    public String name() {
        return "one-coin";
    }

    @Override
    public boolean usesGold() {
        return true;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var gold = conditions.gold().dense(labels);
        var posteriors = Posteriors.start(labels, gold, conditions);
        var coins = new Coins(labels, gold, posteriors);
        var answers = labels.answersOfWorkers();
        var accuracies = new double[labels.workers()];
        var course = Passes.repeat(labels, conditions.limit(), () -> {
            estimate(accuracies, coins.expectedRight(), answers);
            return coins.expect(accuracies);
        });
        return new Inference(
                labels, conditions.gold(), posteriors, WorkerModel.ofAccuracies(labels.classes(), accuracies), course);
    }

    private static void estimate(double[] accuracies, double[] right, int[] answers) {
        double allRight = Arrays.stream(right).sum();
        long all = Arrays.stream(answers).asLongStream().sum();
        double mean = all == 0 ? 0.5 : allRight / all;
        for (int worker = 0; worker < accuracies.length; worker++) {
            accuracies[worker] = (right[worker] + PRIOR_ANSWERS * mean) / (answers[worker] + PRIOR_ANSWERS);
        }
    }
}
