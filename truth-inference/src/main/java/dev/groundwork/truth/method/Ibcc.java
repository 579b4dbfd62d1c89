package dev.groundwork.truth.method;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;

/**
 * Independent Bayesian classifier combination: the model of Dawid and Skene with Dirichlet distributions in place of
 * point estimates, fitted by variational Bayes.
 *
 * <p>Source: Kim and Ghahramani, Bayesian classifier combination, AISTATS 2012; the variational updates are those of
 * Simpson, Roberts, Psorakis and Smith, Dynamic Bayesian combination of multiple imperfect classifiers, 2013. The prior
 * of a row is 4 for the right answer and 1 for each other, that of the classes 1 each. Control tasks are clamped. The
 * result's log-likelihood is its lower bound.
 */
public final class Ibcc implements Method {

    private static final double PRIOR_RIGHT = 4;
    private static final double PRIOR_OTHER = 1;

    /** The bound is nearly flat long before the labels stand still: it has to settle closer than a likelihood. */
    private static final double CLOSER = 1e-3;

    @Override
    public String name() {
        return "ibcc";
    }

    @Override
    public boolean usesGold() {
        return true;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var limit = conditions.limit();
        return new ConfusionModel(
                        labels,
                        conditions.limit(limit.gain(CLOSER * limit.gain())),
                        new Belief.Variational(PRIOR_RIGHT, PRIOR_OTHER),
                        new Belief.Variational(PRIOR_OTHER, PRIOR_OTHER))
                .run();
    }
}
