package dev.groundwork.truth.method;

import java.util.Arrays;
import java.util.OptionalDouble;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;

/**
 * Votes weighted by a skill that follows, ever more slowly, how often their worker agrees with the weighted majority.
 *
 * <p>Gradient descent on the squared difference of skill and agreement, the rate halved every twenty passes. Source:
 * Crowd-Kit (Ustalov, Pavlichenko, Tseitlin, JOSS 9(96), 2024). Control tasks make no difference.
 */
public final class ZeroBasedSkill implements Method {

    private static final int PASSES = 100;
    private static final int PASSES_PER_RATE = 20;
    private static final double RATE_FACTOR = 0.5;
    private static final double ABOVE_CHANCE = 1e-5;

    @Override
    public String name() {
        return "zero-based-skill";
    }

    @Override
    public boolean usesGold() {
        return false;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var limit = conditions.limit();
        int passes = Math.min(PASSES, limit.iterations());
        var votes = new WeightedVotes(labels);
        var skills = new double[labels.workers()];
        Arrays.fill(skills, 1.0 / labels.classes() + ABOVE_CHANCE);
        var agreement = votes.count(skills);
        double rate = 1;
        for (int pass = 1; pass <= passes; pass++) {
            limit.check();
            if (pass % PASSES_PER_RATE == 0) {
                rate *= RATE_FACTOR;
            }
            for (int worker = 0; worker < skills.length; worker++) {
                skills[worker] += rate * (agreement[worker] - skills[worker]);
            }
            agreement = votes.count(skills);
        }
        return new Inference(
                labels,
                ControlLabels.none(),
                votes.posteriors(),
                WorkerModel.ofAccuracies(labels.classes(), skills),
                new Inference.Course(passes, passes == PASSES, OptionalDouble.empty()));
    }
}
