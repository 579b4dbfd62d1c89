package dev.groundwork.truth.method;

import java.util.Arrays;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;

/**
 * Workers differ in ability, tasks in difficulty: P(right) = 1 / (1 + exp(-ability · ease)), errors are even.
 *
 * <p>Source: Whitehill, Ruvolo, Wu, Bergsma and Movellan, Whose vote should count more: optimal integration of labels
 * from labelers of unknown expertise, NIPS 2009; its form for more than two classes. Ability and the logarithm of ease
 * have normal priors of mean 1 and variance 1; all classes are equally probable beforehand. The maximisation takes
 * Newton steps along the diagonal with the expected curvature, tasks and workers by turns. Control tasks are clamped.
 * The result's log-likelihood is that of the answers together with the priors.
 */
public final class Glad implements Method {

    @Override
    public String name() {
        return "glad";
    }

    @Override
    public boolean usesGold() {
        return true;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        return new Model(labels, conditions).run();
    }

    /** What is being fitted. */
    private static final class Model {

        private static final double PRIOR_MEAN = 1;
        private static final int STEPS = 5;
        private static final double MOST_STEP = 1;
        private static final double MOST_LOG_EASE = 6;

        private final Labels labels;
        private final Conditions conditions;
        private final int classes;
        private final double logOthers;
        private final short[] gold;
        private final float[] posteriors;
        private final Shards shards;
        private final double[] abilities;
        private final float[] logEases;

        Model(Labels labels, Conditions conditions) {
            this.labels = labels;
            this.conditions = conditions;
            classes = labels.classes();
            logOthers = Math.log(Math.max(1, classes - 1));
            gold = conditions.gold().dense(labels);
            posteriors = Posteriors.start(labels, gold, conditions);
            shards = Shards.of(labels, 2L * labels.workers());
            abilities = new double[labels.workers()];
            logEases = new float[labels.tasks()];
            Arrays.fill(abilities, PRIOR_MEAN);
            Arrays.fill(logEases, (float) PRIOR_MEAN);
        }

        Inference run() {
            var course = Passes.repeat(labels, conditions.limit(), () -> {
                for (int step = 0; step < STEPS; step++) {
                    climb();
                }
                return expect();
            });
            return new Inference(labels, conditions.gold(), posteriors, workers(), course);
        }

        /** {@return the log-likelihood of the answers and of the priors, up to a constant} */
        private double expect() {
            var likelihoods = new double[shards.count()];
            shards.forEach(shard -> {
                var scores = new double[classes];
                double likelihood = 0;
                for (int task = shards.from(shard); task < shards.to(shard); task++) {
                    if (labels.overlap(task) == 0) {
                        continue;
                    }
                    double ease = Math.exp(logEases[task]);
                    Arrays.fill(scores, -Math.log(classes));
                    for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                        double odds = abilities[labels.worker(answer)] * ease;
                        scores[labels.label(answer)] += odds + logOthers;
                        likelihood += logWrong(odds) - logOthers;
                    }
                    likelihood += Posteriors.settle(scores, gold[task], posteriors, task * classes);
                    likelihood -= 0.5 * square(logEases[task] - PRIOR_MEAN);
                }
                likelihoods[shard] = likelihood;
            });
            double prior = 0;
            for (double ability : abilities) {
                prior -= 0.5 * square(ability - PRIOR_MEAN);
            }
            return Arrays.stream(likelihoods).sum() + prior;
        }

        /** One Newton step for every task, then one for every worker. */
        private void climb() {
            int workers = labels.workers();
            var sums = new double[shards.count()][2 * workers];
            shards.forEach(shard -> {
                var own = sums[shard];
                for (int task = shards.from(shard); task < shards.to(shard); task++) {
                    if (labels.overlap(task) == 0) {
                        continue;
                    }
                    ease(task);
                    double ease = Math.exp(logEases[task]);
                    for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                        int worker = labels.worker(answer);
                        double right = logistic(abilities[worker] * ease);
                        own[worker] += (believed(task, answer) - right) * ease;
                        own[workers + worker] += right * (1 - right) * ease * ease;
                    }
                }
            });
            var sum = Shards.sum(sums);
            for (int worker = 0; worker < workers; worker++) {
                abilities[worker] += step(sum[worker], sum[workers + worker], abilities[worker]);
            }
        }

        private void ease(int task) {
            double ease = Math.exp(logEases[task]);
            double slope = 0;
            double curvature = 0;
            for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                double odds = abilities[labels.worker(answer)] * ease;
                double right = logistic(odds);
                slope += (believed(task, answer) - right) * odds;
                curvature += right * (1 - right) * odds * odds;
            }
            double next = logEases[task] + step(slope, curvature, logEases[task]);
            logEases[task] = (float) Math.clamp(next, -MOST_LOG_EASE, MOST_LOG_EASE);
        }

        /** A Newton step of the likelihood together with the prior, whose curvature is 1. */
        private static double step(double slope, double curvature, double at) {
            double step = (slope - (at - PRIOR_MEAN)) / (curvature + 1);
            return Math.clamp(step, -MOST_STEP, MOST_STEP);
        }

        /** {@return how probable it is that the answer is right} */
        private double believed(int task, int answer) {
            return posteriors[task * classes + labels.label(answer)];
        }

        /** Probability of a right answer to a task of the prior's ease. */
        private WorkerModel workers() {
            double ease = Math.exp(PRIOR_MEAN);
            var accuracies = new double[abilities.length];
            for (int worker = 0; worker < accuracies.length; worker++) {
                accuracies[worker] = logistic(abilities[worker] * ease);
            }
            return WorkerModel.ofAccuracies(classes, accuracies);
        }

        private static double logistic(double odds) {
            return 1 / (1 + Math.exp(-odds));
        }

        /** {@return the logarithm of 1 - logistic(odds), without overflow} */
        private static double logWrong(double odds) {
            return odds > 0 ? -odds - Math.log1p(Math.exp(-odds)) : -Math.log1p(Math.exp(odds));
        }

        private static double square(double x) {
            return x * x;
        }
    }
}
