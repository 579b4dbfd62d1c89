package dev.groundwork.truth.gold;

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

    /** With fewer control tasks a temperature is noise. */
    public static final int FEWEST_TASKS = 20;

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

    /** The loss has one minimum in the logarithm of the temperature: golden-section search. */
    private static Calibration best(Predictions predictions) {
        double low = LOWEST;
        double high = HIGHEST;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double lossLeft = loss(predictions, left);
        double lossRight = loss(predictions, right);
        for (int step = 0; step < STEPS; step++) {
            if (lossLeft <= lossRight) {
                high = right;
                right = left;
                lossRight = lossLeft;
                left = high - GOLDEN * (high - low);
                lossLeft = loss(predictions, left);
            } else {
                low = left;
                left = right;
                lossLeft = lossRight;
                right = low + GOLDEN * (high - low);
                lossRight = loss(predictions, right);
            }
        }
        return new Calibration(Math.exp((low + high) / 2));
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
