package dev.groundwork.truth.method;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;

/**
 * Every worker has a confusion matrix; expectation maximisation from the shares of the votes.
 *
 * <p>Source: Dawid and Skene, Maximum likelihood estimation of observer error-rates using the EM algorithm, Applied
 * Statistics 28(1), 1979. Two forms: the likeliest matrices, with a floor of 1e-10 for what was never seen; and the
 * likeliest given a prior that is worth one right answer and a tenth of each wrong one to every class, and one task of
 * each class, which keeps workers with few answers from extremes. Control tasks are clamped; an earlier result is a warm
 * start. The result's log-likelihood is, for the second form, that of the answers together with the prior.
 */
public final class DawidSkene implements Method {

    private static final double FLOOR = 1e-10;
    private static final double PRIOR_RIGHT = 1;
    private static final double PRIOR_WRONG = 0.1;
    private static final double PRIOR_TASKS = 1;

    private final String name;
    private final Belief workers;
    private final Belief classes;

    private DawidSkene(String name, Belief workers, Belief classes) {
        this.name = name;
        this.workers = workers;
        this.classes = classes;
    }

    /** {@return the form of 1979, without a prior} */
    public static DawidSkene likeliest() {
        return new DawidSkene("dawid-skene", new Belief.Likeliest(FLOOR), new Belief.Likeliest(FLOOR));
    }

    /** {@return the form with a prior, for workers with few answers} */
    public static DawidSkene withPrior() {
        return new DawidSkene(
                "dawid-skene-map",
                new Belief.Posterior(PRIOR_RIGHT, PRIOR_WRONG),
                new Belief.Posterior(PRIOR_TASKS, PRIOR_TASKS));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean usesGold() {
        return true;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        return new ConfusionModel(labels, conditions, workers, classes).run();
    }
}
