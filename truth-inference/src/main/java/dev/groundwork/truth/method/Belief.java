package dev.groundwork.truth.method;

import dev.groundwork.truth.math.Gamma;

/**
 * How a row of counts becomes the logarithms of probabilities, and what that adds to the quantity which the passes maximise.
 *
 * <p>A row holds how often each answer was given to one true class by one worker, or how often each class is true.
 */
interface Belief {

    /**
     * Turns counts into logarithms of probabilities, in place.
     *
     * @param row every {@code step}-th number from {@code from} on, {@code length} of them
     * @param diagonal which of them stands for a right answer, or -1
     * @return the row's part of what is maximised, besides the likelihood
     */
    double logProbabilities(double[] row, int from, int step, int length, int diagonal);

    /** {@return what is added to a count before it is a share: the mean of the belief} */
    double pseudoCount(boolean right);

    /** The likeliest probabilities, which have no prior; a tiny floor stands in for what was never seen. */
    record Likeliest(double floor) implements Belief {

        @Override
        public double logProbabilities(double[] row, int from, int step, int length, int diagonal) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += row[from + i * step];
            }
            double all = Math.log(sum + length * floor);
            for (int i = 0; i < length; i++) {
                int at = from + i * step;
                row[at] = Math.log(row[at] + floor) - all;
            }
            return 0;
        }

        @Override
        public double pseudoCount(boolean right) {
            return floor;
        }
    }

    /** The likeliest probabilities given a prior that is worth so many right and so many other answers. */
    record Posterior(double right, double other) implements Belief {

        @Override
        public double logProbabilities(double[] row, int from, int step, int length, int diagonal) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += row[from + i * step] + pseudoCount(i == diagonal);
            }
            double all = Math.log(sum);
            double prior = 0;
            for (int i = 0; i < length; i++) {
                int at = from + i * step;
                double extra = pseudoCount(i == diagonal);
                row[at] = Math.log(row[at] + extra) - all;
                prior += extra * row[at];
            }
            return prior;
        }

        @Override
        public double pseudoCount(boolean correct) {
            return correct ? right : other;
        }
    }

    /** A Dirichlet distribution over the probabilities: expected logarithms, and minus its distance from the prior. */
    record Variational(double right, double other) implements Belief {

        @Override
        public double logProbabilities(double[] row, int from, int step, int length, int diagonal) {
            double sum = 0;
            double priorSum = 0;
            for (int i = 0; i < length; i++) {
                double prior = pseudoCount(i == diagonal);
                sum += row[from + i * step] + prior;
                priorSum += prior;
            }
            double all = Gamma.digamma(sum);
            double distance = Gamma.logGamma(sum) - Gamma.logGamma(priorSum);
            for (int i = 0; i < length; i++) {
                int at = from + i * step;
                double prior = pseudoCount(i == diagonal);
                double count = row[at];
                row[at] = Gamma.digamma(count + prior) - all;
                // The Kullback-Leibler distance of two Dirichlet distributions, summed up.
                distance += Gamma.logGamma(prior) - Gamma.logGamma(count + prior) + count * row[at];
            }
            return -distance;
        }

        @Override
        public double pseudoCount(boolean correct) {
            return correct ? right : other;
        }
    }
}
