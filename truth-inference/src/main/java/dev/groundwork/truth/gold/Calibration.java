package dev.groundwork.truth.gold;

import java.util.function.DoubleUnaryOperator;

/**
 * Makes probabilities honest: each is raised to the power 1/temperature and the row is scaled to a sum of 1 again.
 *
 * <p>Temperature scaling of Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks, ICML 2017. Above 1
 * it makes confidence smaller; it never changes which label is the most probable.
 *
 * @param temperature positive; 1 changes nothing
 */
public record Calibration(double temperature) {

    /** Changes nothing. */
    public static final Calibration NONE = new Calibration(1);

    /**
     * What a crowd is expected to need before its control tasks show it: workers err on the same tasks and in the same way, so
     * that their answers tell less than independent ones would. On public sets it came out between 1.1 and 3.7.
     */
    public static final Calibration EXPECTED = new Calibration(2);

    /** With fewer control tasks a temperature is noise. */
    public static final int FEWEST_TASKS = 20;

    /** Of the logarithm of the temperature around what is expected: as far as public sets lie apart. */
    private static final double SPREAD = 0.7;

    /** Log-likelihood that one standard error costs. */
    private static final double ONE_ERROR = 0.5;

    private static final double LOWEST = Math.log(0.2);
    private static final double HIGHEST = Math.log(50);
    private static final int STEPS = 60;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    public Calibration {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("a temperature is positive, not " + temperature);
        }
    }

    /**
     * Finds the temperature that fits predictions of control tasks, and keeps it only if temperatures fitted on each half
     * of them improve the other half.
     *
     * @return {@link #NONE} when nothing better was found or there are fewer than {@value #FEWEST_TASKS} tasks
     */
    public static Calibration fit(Predictions predictions) {
        if (predictions.size() < FEWEST_TASKS || predictions.classes() < 2) {
            return NONE;
        }
        var first = predictions.half(0);
        var second = predictions.half(1);
        double with = first.size() * first.logLoss(best(second)) + second.size() * second.logLoss(best(first));
        double without = predictions.size() * predictions.logLoss(NONE);
        return with < without ? best(predictions) : NONE;
    }

    /**
     * Finds a temperature to stop by: one standard error above the best, so that the fewer control tasks there are the more
     * answers are asked for. It is drawn to {@link #EXPECTED} and never below 1.
     *
     * <p>Fitted where the rule stops, a temperature is too low: it moves the stop to more answers, which err together more than
     * the fewer did. So it is fitted on every step at which the rule may stop.
     *
     * @param steps what was thought of control tasks after each answer from the fewest to the most that a task may have
     * @param tasks how many tasks those are of
     * @return {@link #NONE} without any
     */
    public static Calibration cautious(Predictions steps, int tasks) {
        if (steps.size() == 0 || steps.classes() < 2) {
            return NONE;
        }
        DoubleUnaryOperator loss = logTemperature -> {
            double apart = (logTemperature - Math.log(EXPECTED.temperature)) / SPREAD;
            return tasks * loss(steps, logTemperature) + apart * apart / 2;
        };
        double low = lowest(loss);
        double allowed = loss.applyAsDouble(low) + ONE_ERROR;
        double high = HIGHEST;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (loss.applyAsDouble(middle) <= allowed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Calibration(Math.max(1, Math.exp(low)));
    }

    private static Calibration best(Predictions predictions) {
        return new Calibration(Math.exp(lowest(logTemperature -> loss(predictions, logTemperature))));
    }

    /** The loss has one minimum in the logarithm of the temperature: golden-section search. */
    private static double lowest(DoubleUnaryOperator loss) {
        double low = LOWEST;
        double high = HIGHEST;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double lossLeft = loss.applyAsDouble(left);
        double lossRight = loss.applyAsDouble(right);
        for (int step = 0; step < STEPS; step++) {
            if (lossLeft <= lossRight) {
                high = right;
                right = left;
                lossRight = lossLeft;
                left = high - GOLDEN * (high - low);
                lossLeft = loss.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                lossLeft = lossRight;
                right = low + GOLDEN * (high - low);
                lossRight = loss.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }

    private static double loss(Predictions predictions, double logTemperature) {
        return predictions.logLoss(new Calibration(Math.exp(logTemperature)));
    }

    /** Calibrates the probabilities of one task, in place. */
    public void apply(double[] probabilities) {
        if (temperature == 1) {
            return;
        }
        double sum = 0;
        double top = 0;
        for (double probability : probabilities) {
            top = Math.max(top, probability);
        }
        for (int label = 0; label < probabilities.length; label++) {
            double share = Math.max(Predictions.LEAST, probabilities[label]) / top;
            probabilities[label] = Math.pow(share, 1 / temperature);
            sum += probabilities[label];
        }
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] /= sum;
        }
    }
}
