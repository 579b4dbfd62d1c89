package dev.groundwork.truth.method;

import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Limit;

/** Passes over the answers, one after the other, until what they maximise settles. */
final class Passes {

    private Passes() {}

    /**
     * Goes on until a pass gains next to nothing or the limit is reached.
     *
     * @param pass returns the log-likelihood or its lower bound
     */
    static Inference.Course repeat(Labels labels, Limit limit, DoubleSupplier pass) {
        double objective = Double.NEGATIVE_INFINITY;
        boolean settled = false;
        int passes = 0;
        while (!settled && passes < limit.iterations()) {
            limit.check();
            passes++;
            double before = objective;
            objective = pass.getAsDouble();
            settled = Math.abs(objective - before) <= limit.gain() * labels.size();
        }
        return new Inference.Course(passes, settled, OptionalDouble.of(objective));
    }
}
