package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;

/**
 * The label that most workers chose, the lowest one of equals; its probability is its share of the votes.
 *
 * <p>A worker's accuracy is the share of answers that won. Control tasks make no difference.
 */
public final class MajorityVote implements Method {

    @Override
    public String name() {
        return "majority";
    }

    @Override
    public boolean usesGold() {
        return false;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var votes = new WeightedVotes(labels);
        var agreement = votes.count(equalWeights(labels));
        return new Inference(
                labels,
                ControlLabels.none(),
                votes.posteriors(),
                WorkerModel.ofAccuracies(labels.classes(), agreement),
                Inference.Course.direct());
    }

    static double[] equalWeights(Labels labels) {
        var weights = new double[labels.workers()];
        Arrays.fill(weights, 1);
        return weights;
    }
}
