package dev.groundwork.truth.method;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;

/**
 * Worker agreement with aggregate: votes weighted by how often their worker agrees with the majority.
 *
 * <p>Source: Crowd-Kit (Ustalov, Pavlichenko, Tseitlin, JOSS 9(96), 2024). Control tasks make no difference.
 */
public final class Wawa implements Method {

    @Override
    public String name() {
        return "wawa";
    }

    @Override
    public boolean usesGold() {
        return false;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var votes = new WeightedVotes(labels);
        var agreement = votes.count(MajorityVote.equalWeights(labels));
        votes.count(agreement);
        return new Inference(
                labels,
                ControlLabels.none(),
                votes.posteriors(),
                WorkerModel.ofAccuracies(labels.classes(), agreement),
                Inference.Course.direct());
    }
}
