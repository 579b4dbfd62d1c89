package dev.groundwork.truth.method;

import java.util.Arrays;
import java.util.SplittableRandom;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;
import dev.groundwork.truth.math.Gamma;

/**
 * A worker either knows the true label or answers by a habit of their own, without looking; variational Bayes.
 *
 * <p>Source: Hovy, Berg-Kirkpatrick, Vaswani and Hovy, Learning whom to trust with MACE, NAACL 2013. How often a worker
 * knows has the prior Beta(0.5, 0.5), the habit Dirichlet(10, …); all classes are equally probable beforehand. Of three
 * starts by chance, from a fixed seed, the one with the best lower bound counts. Everything is added up as logarithms, so
 * that no number of answers underflows. Control tasks are clamped. The result's log-likelihood is the lower bound.
 */
public final class Mace implements Method {

    private static final int STARTS = 3;
    private static final long SEED = 20_130_609;

    @Override
    public String name() {
        return "mace";
    }

    @Override
    public boolean usesGold() {
        return true;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var seeds = new SplittableRandom(SEED);
        var best = new Model(labels, conditions).run(seeds.split());
        for (int start = 1; start < STARTS; start++) {
            var inference = new Model(labels, conditions).run(seeds.split());
            if (bound(inference) > bound(best)) {
                best = inference;
            }
        }
        return best;
    }

    private static double bound(Inference inference) {
        return inference.course().logLikelihood().orElseThrow();
    }

    /** What is being fitted. */
    private static final class Model {

        private static final double PRIOR_KNOWS = 0.5;
        private static final double PRIOR_HABIT = 10;
        private static final double NOISE = 0.5;
        private static final long MOST_CELLS = 1L << 26;

        private final Labels labels;
        private final Conditions conditions;
        private final int classes;
        private final short[] gold;
        private final float[] posteriors;
        private final Shards shards;

        /** How often each worker knew, then how often each answered each class by habit; expected counts. */
        private double[] counts;

        /** By worker and answer: the logarithm of answering so by habit. */
        private final double[] byHabit;

        /** By worker and answer: what the same is more when the answer is the true label. */
        private final double[] gain;

        /** By worker and answer: the probability that a right answer was known and no habit. */
        private final double[] known;

        Model(Labels labels, Conditions conditions) {
            this.labels = labels;
            this.conditions = conditions;
            classes = labels.classes();
            gold = conditions.gold().dense(labels);
            posteriors = Posteriors.of(labels);
            shards = Shards.of(labels, (long) labels.workers() * (classes + 1));
            counts = new double[labels.workers() * (classes + 1)];
            byHabit = new double[labels.workers() * classes];
            gain = new double[byHabit.length];
            known = new double[byHabit.length];
        }

        Inference run(SplittableRandom random) {
            guess(random);
            expect();
            var course = Passes.repeat(labels, conditions.limit(), () -> {
                double distance = estimate();
                return expect() - distance;
            });
            return new Inference(labels, conditions.gold(), posteriors, workers(), course);
        }

        private void guess(SplittableRandom random) {
            var habit = new double[classes];
            for (int worker = 0; worker < labels.workers(); worker++) {
                double knows = 1 + NOISE * random.nextDouble();
                double guesses = 1 + NOISE * random.nextDouble();
                double sum = 0;
                for (int label = 0; label < classes; label++) {
                    habit[label] = 1 + NOISE * random.nextDouble();
                    sum += habit[label];
                }
                for (int label = 0; label < classes; label++) {
                    set(
                            worker,
                            label,
                            Math.log(knows / (knows + guesses)),
                            Math.log(guesses / (knows + guesses) * habit[label] / sum));
                }
            }
        }

        private void set(int worker, int label, double logKnows, double logHabit) {
            int at = worker * classes + label;
            double odds = logKnows - logHabit;
            byHabit[at] = logHabit;
            gain[at] = Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds)));
            known[at] = 1 / (1 + Math.exp(-odds));
        }

        /** {@return the Kullback-Leibler distance of what is believed of the workers from the priors} */
        private double estimate() {
            double distance = 0;
            for (int worker = 0; worker < labels.workers(); worker++) {
                double knew = counts[worker];
                int habits = labels.workers() + worker * classes;
                double guessed = guessed(worker);
                double all = Gamma.digamma(knew + guessed + 2 * PRIOR_KNOWS);
                double logKnows = Gamma.digamma(knew + PRIOR_KNOWS) - all;
                double logGuesses = Gamma.digamma(guessed + PRIOR_KNOWS) - all;
                distance += logPartition(2 * PRIOR_KNOWS, knew + guessed)
                        - logPartition(PRIOR_KNOWS, knew)
                        - logPartition(PRIOR_KNOWS, guessed)
                        + knew * logKnows
                        + guessed * logGuesses;
                double allHabits = Gamma.digamma(guessed + classes * PRIOR_HABIT);
                distance += logPartition(classes * PRIOR_HABIT, guessed);
                for (int label = 0; label < classes; label++) {
                    double count = counts[habits + label];
                    double logHabit = Gamma.digamma(count + PRIOR_HABIT) - allHabits;
                    distance += count * logHabit - logPartition(PRIOR_HABIT, count);
                    set(worker, label, logKnows, logGuesses + logHabit);
                }
            }
            return distance;
        }

        private static double logPartition(double prior, double count) {
            return Gamma.logGamma(prior + count) - Gamma.logGamma(prior);
        }

        private double expect() {
            int workers = labels.workers();
            var sums = new double[shards.count()][counts.length];
            var likelihoods = new double[shards.count()];
            shards.forEach(shard -> {
                var own = sums[shard];
                var scores = new double[classes];
                double likelihood = 0;
                for (int task = shards.from(shard); task < shards.to(shard); task++) {
                    Arrays.fill(scores, -Math.log(classes));
                    for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                        int at = labels.worker(answer) * classes + labels.label(answer);
                        scores[labels.label(answer)] += gain[at];
                        likelihood += byHabit[at];
                    }
                    double settled = Posteriors.settle(scores, gold[task], posteriors, task * classes);
                    likelihood += labels.overlap(task) == 0 ? 0 : settled;
                    for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                        int worker = labels.worker(answer);
                        int label = labels.label(answer);
                        double knew = scores[label] * known[worker * classes + label];
                        own[worker] += knew;
                        own[workers + worker * classes + label] += 1 - knew;
                    }
                }
                likelihoods[shard] = likelihood;
            });
            counts = Shards.sum(sums);
            return Arrays.stream(likelihoods).sum();
        }

        private WorkerModel workers() {
            int workers = labels.workers();
            return (long) workers * classes * classes > MOST_CELLS
                    ? WorkerModel.ofAccuracies(classes, accuracies())
                    : WorkerModel.ofConfusions(classes, confusions(), equalShares());
        }

        private float[] confusions() {
            int workers = labels.workers();
            var confusions = new float[workers * classes * classes];
            for (int worker = 0; worker < workers; worker++) {
                double knows = knows(worker);
                var habits = habits(worker);
                for (int truth = 0; truth < classes; truth++) {
                    for (int label = 0; label < classes; label++) {
                        double answer = (label == truth ? knows : 0) + (1 - knows) * habits[label];
                        confusions[(worker * classes + truth) * classes + label] = (float) answer;
                    }
                }
            }
            return confusions;
        }

        /** Over equally frequent classes a habit is right by chance, whatever it is. */
        private double[] accuracies() {
            var accuracies = new double[labels.workers()];
            for (int worker = 0; worker < accuracies.length; worker++) {
                accuracies[worker] = knows(worker) + (1 - knows(worker)) / classes;
            }
            return accuracies;
        }

        private double knows(int worker) {
            return (counts[worker] + PRIOR_KNOWS) / (counts[worker] + guessed(worker) + 2 * PRIOR_KNOWS);
        }

        private double[] habits(int worker) {
            double all = guessed(worker) + classes * PRIOR_HABIT;
            var habits = new double[classes];
            for (int label = 0; label < classes; label++) {
                habits[label] = (counts[labels.workers() + worker * classes + label] + PRIOR_HABIT) / all;
            }
            return habits;
        }

        private double guessed(int worker) {
            int habits = labels.workers() + worker * classes;
            double guessed = 0;
            for (int label = 0; label < classes; label++) {
                guessed += counts[habits + label];
            }
            return guessed;
        }

        private double[] equalShares() {
            var shares = new double[classes];
            Arrays.fill(shares, 1.0 / classes);
            return shares;
        }
    }
}
