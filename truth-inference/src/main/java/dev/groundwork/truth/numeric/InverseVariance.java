package dev.groundwork.truth.numeric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answers;

/**
 * Numbers weighted by the exactness of the workers, which is learned from the same answers: every answer is the true
 * number plus an error of its worker with mean zero and a variance of their own (expectation–maximisation after Raykar
 * et al., "Learning From Crowds", JMLR 11, 2010, section 5).
 *
 * <p>A worker with few answers would soon look infinitely exact. Their variance is therefore drawn towards that of
 * everybody, as if they had given {@value #PRIOR_ANSWERS} more answers with an average error.
 *
 * @param results the number of every task
 * @param variances the variance of every worker's errors, in the squared unit of the answers; 0 where all agree
 * @param rounds how often everything was computed anew until nothing moved
 */
public record InverseVariance(
        SortedMap<String, NumericResult> results, SortedMap<String, Double> variances, int rounds) {

    private static final double PRIOR_ANSWERS = 2;
    private static final int MOST_ROUNDS = 200;

    /** The share of the spread of all answers below which a move does not count. */
    private static final double STILL = 1e-10;

    /** {@return the numbers of all tasks and the variances of all workers; the answers are finite and below 1e150} */
    public static InverseVariance of(Answers<Double> answers) {
        var workers = new HashMap<String, Integer>();
        answers.workers().forEach(worker -> workers.put(worker, workers.size()));
        List<int[]> who = new ArrayList<>();
        List<double[]> what = new ArrayList<>();
        answers.byTask().values().forEach(own -> {
            who.add(own.keySet().stream()
                    .mapToInt(worker -> workers.getOrDefault(worker, 0))
                    .toArray());
            what.add(own.values().stream().mapToDouble(Double::doubleValue).toArray());
        });
        double[] variances = new double[workers.size()];
        Arrays.fill(variances, 1);
        double[] truths = new double[who.size()];
        int rounds = 0;
        for (boolean moves = true; moves && rounds < MOST_ROUNDS; rounds++) {
            double moved = 0;
            for (int task = 0; task < truths.length; task++) {
                double truth = weightedMean(who.get(task), what.get(task), variances);
                moved = Math.max(moved, Math.abs(truth - truths[task]));
                truths[task] = truth;
            }
            double pooled = learn(who, what, truths, variances);
            moves = rounds == 0 || moved > STILL * Math.sqrt(pooled);
            if (pooled == 0) {
                break;
            }
        }
        return named(answers, truths, variances, rounds);
    }

    private static double weightedMean(int[] who, double[] what, double[] variances) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double best = Double.POSITIVE_INFINITY;
        for (int worker : who) {
            best = Math.min(best, variances[worker]);
        }
        double sum = 0;
        double total = 0;
        for (int i = 0; i < who.length; i++) {
            double weight = best / variances[who[i]];
            sum += weight * what[i];
            total += weight;
            least = Math.min(least, what[i]);
            most = Math.max(most, what[i]);
        }
        return Math.clamp(sum / total, least, most);
    }

    /** Sets the variances anew and returns that of everybody; only tasks with two answers tell anything about errors. */
    private static double learn(List<int[]> who, List<double[]> what, double[] truths, double[] variances) {
        double[] squares = new double[variances.length];
        int[] counts = new int[variances.length];
        double allSquares = 0;
        long all = 0;
        for (int task = 0; task < truths.length; task++) {
            double[] own = what.get(task);
            if (own.length < 2) {
                continue;
            }
            for (int i = 0; i < own.length; i++) {
                double error = own[i] - truths[task];
                squares[who.get(task)[i]] += error * error;
                counts[who.get(task)[i]]++;
                allSquares += error * error;
                all++;
            }
        }
        double pooled = all == 0 ? 0 : allSquares / all;
        if (pooled < Double.MIN_NORMAL) {
            pooled = 0;
        }
        if (pooled > 0) {
            for (int worker = 0; worker < variances.length; worker++) {
                variances[worker] = (squares[worker] + PRIOR_ANSWERS * pooled) / (counts[worker] + PRIOR_ANSWERS);
            }
        } else {
            Arrays.fill(variances, 0);
        }
        return pooled;
    }

    private static InverseVariance named(Answers<Double> answers, double[] truths, double[] variances, int rounds) {
        var results = new TreeMap<String, NumericResult>();
        answers.byTask()
                .forEach((task, own) -> results.put(
                        task,
                        NumericResult.of(
                                truths[results.size()],
                                own.values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray())));
        var byWorker = new TreeMap<String, Double>();
        answers.workers().forEach(worker -> byWorker.put(worker, variances[byWorker.size()]));
        return new InverseVariance(results, byWorker, rounds);
    }
}
