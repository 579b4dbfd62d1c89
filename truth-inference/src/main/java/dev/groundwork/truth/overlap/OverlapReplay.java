package dev.groundwork.truth.overlap;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Repeats;
import dev.groundwork.truth.gold.Calibration;
import dev.groundwork.truth.gold.Predictions;
import dev.groundwork.truth.method.GoldBayes;
import dev.groundwork.truth.method.OneCoin;

/**
 * What dynamic overlap would have bought of answers that were all bought: how many, and with how many right labels.
 *
 * @param tasks tasks that were replayed: those with a truth which are no control tasks
 * @param answersPerTask answers bought for each of them, on average
 * @param accuracy share of right labels among them, 0 to 1
 * @param disputed share of tasks that were left to an expert; their labels count in the accuracy
 * @param promised mean probability of the labels that were sure enough, 0 to 1; 0 without any
 * @param kept share of right labels among those, 0 to 1; 0 without any
 */
public record OverlapReplay(
        int tasks, double answersPerTask, double accuracy, double disputed, double promised, double kept) {

    /** Where the skills come from. */
    public enum Skills {
        /** From control tasks alone, known beforehand. */
        GOLD,
        /** From control tasks and from agreement on what was bought so far, estimated anew after every round. */
        GOLD_AND_AGREEMENT
    }

    /** What a probability is held against the rule as. */
    public enum Stop {
        /** As the answers make it. */
        PLAIN,
        /** Made honest by the control tasks, cautiously. */
        CALIBRATED
    }

    /**
     * Replays a job: in every round each open task gets one more of its answers, in an order made by chance.
     *
     * @param controlShare share of the tasks with a truth that are control tasks, answered by all their workers beforehand
     * @param seed makes the order and chooses the control tasks
     */
    public static OverlapReplay run(
            Labels labels,
            ControlLabels truth,
            StoppingRule rule,
            Skills skills,
            Stop stop,
            double controlShare,
            long seed) {
        return new Run(labels, truth, rule, stop, controlShare, new Random(seed)).run(skills);
    }

    /** One replay under way. */
    private static final class Run {

        private final Labels labels;
        private final ControlLabels truth;
        private final StoppingRule rule;
        private final ControlLabels gold;

        /** The answers' positions, those of each task in the order in which they arrive. */
        private final int[] arrivals;

        private final int[] bought;
        private final boolean[] open;
        private final boolean[] disputed;

        /** The probability by which a task was closed; 0 where it was not sure enough. */
        private final double[] promised;

        private final TaskPosterior posterior;
        private final Calibration calibration;
        private double[] skills;

        Run(Labels labels, ControlLabels truth, StoppingRule rule, Stop stop, double controlShare, Random random) {
            this.labels = labels;
            this.truth = truth;
            this.rule = rule;
            gold = sample(truth, controlShare, random);
            arrivals = shuffled(labels, random);
            bought = new int[labels.tasks()];
            open = new boolean[labels.tasks()];
            disputed = new boolean[labels.tasks()];
            promised = new double[labels.tasks()];
            posterior = new TaskPosterior(labels.classes());
            calibration = stop == Stop.CALIBRATED ? fromControlTasks() : Calibration.NONE;
            skills = GoldBayes.skills(labels, gold);
            for (int task = 0; task < open.length; task++) {
                boolean control = gold.labelOf(task) != ControlLabels.UNKNOWN;
                open[task] = !control && labels.overlap(task) > 0;
                bought[task] = control ? labels.overlap(task) : 0;
            }
        }

        OverlapReplay run(Skills source) {
            boolean any = true;
            while (any) {
                any = false;
                for (int task = 0; task < open.length; task++) {
                    if (open[task]) {
                        bought[task]++;
                        any = true;
                    }
                }
                if (source == Skills.GOLD_AND_AGREEMENT) {
                    skills = agreed();
                }
                for (int task = 0; task < open.length; task++) {
                    if (open[task]) {
                        decide(task);
                    }
                }
            }
            return outcome();
        }

        private void decide(int task) {
            update(task);
            double probability = probability();
            var decision = rule.decide(posterior.answers(), probability, posterior.margin());
            if (decision == StoppingRule.Decision.MORE && bought[task] == labels.overlap(task)) {
                // There is nobody else to ask: as if this were the most answers.
                decision = posterior.margin() < rule.ambiguity()
                        ? StoppingRule.Decision.DISPUTED
                        : StoppingRule.Decision.DONE;
            }
            open[task] = decision == StoppingRule.Decision.MORE;
            disputed[task] = decision == StoppingRule.Decision.DISPUTED;
            promised[task] = probability >= rule.confidence() ? probability : 0;
        }

        /** Each control task is looked at after every answer, with skills that leave it out. */
        private Calibration fromControlTasks() {
            var steps = new Predictions(labels.classes());
            int tasks = 0;
            for (int n = 0; n < gold.size(); n++) {
                int task = gold.task(n);
                var others = GoldBayes.skills(labels, gold.without(ControlLabels.of(Map.of(task, gold.label(n)))));
                int most = Math.min(labels.overlap(task), rule.maxOverlap());
                int fewest = Math.min(rule.minOverlap(), most);
                posterior.clear();
                for (int given = 1; given <= most; given++) {
                    int answer = arrivals[labels.start(task) + given - 1];
                    posterior.add(labels.label(answer), others[labels.worker(answer)]);
                    if (given >= fewest) {
                        steps.add(gold.label(n), probabilities());
                    }
                }
                tasks += most > 0 ? 1 : 0;
            }
            return Calibration.cautious(steps, tasks);
        }

        private float[] probabilities() {
            var row = new float[labels.classes()];
            for (int label = 0; label < row.length; label++) {
                row[label] = (float) posterior.probability(label);
            }
            return row;
        }

        private double probability() {
            if (calibration.temperature() == 1) {
                return posterior.confidence();
            }
            var row = new double[labels.classes()];
            for (int label = 0; label < row.length; label++) {
                row[label] = posterior.probability(label);
            }
            calibration.apply(row);
            return row[posterior.label()];
        }

        private void update(int task) {
            posterior.clear();
            for (int n = 0; n < bought[task]; n++) {
                int answer = arrivals[labels.start(task) + n];
                posterior.add(labels.label(answer), skills[labels.worker(answer)]);
            }
        }

        private double[] agreed() {
            var soFar = Labels.builder(labels.classes())
                    .repeats(Repeats.ALL)
                    .tasks(labels.tasks())
                    .workers(labels.workers());
            for (int task = 0; task < bought.length; task++) {
                for (int n = 0; n < bought[task]; n++) {
                    int answer = arrivals[labels.start(task) + n];
                    soFar.add(task, labels.worker(answer), labels.label(answer));
                }
            }
            Inference inference = new OneCoin().infer(soFar.build(), Conditions.PLAIN.gold(gold));
            var accuracies = new double[labels.workers()];
            for (int worker = 0; worker < accuracies.length; worker++) {
                accuracies[worker] = inference.workers().accuracy(worker);
            }
            return accuracies;
        }

        private OverlapReplay outcome() {
            int tasks = 0;
            long answers = 0;
            int right = 0;
            int disputes = 0;
            int sure = 0;
            int kept = 0;
            double promise = 0;
            for (int n = 0; n < truth.size(); n++) {
                int task = truth.task(n);
                if (gold.labelOf(task) == ControlLabels.UNKNOWN && labels.overlap(task) > 0) {
                    update(task);
                    tasks++;
                    answers += bought[task];
                    int hit = posterior.label() == truth.label(n) ? 1 : 0;
                    right += hit;
                    if (promised[task] > 0) {
                        sure++;
                        kept += hit;
                        promise += promised[task];
                    }
                    disputes += disputed[task] ? 1 : 0;
                }
            }
            int all = Math.max(1, tasks);
            int closed = Math.max(1, sure);
            return new OverlapReplay(
                    tasks,
                    (double) answers / all,
                    (double) right / all,
                    (double) disputes / all,
                    promise / closed,
                    (double) kept / closed);
        }

        private static ControlLabels sample(ControlLabels truth, double share, Random random) {
            var places = new int[truth.size()];
            for (int n = 0; n < places.length; n++) {
                places[n] = n;
            }
            shuffle(places, 0, places.length, random);
            var chosen = new HashMap<Integer, Integer>();
            for (int n = 0; n < Math.round(share * places.length); n++) {
                chosen.put(truth.task(places[n]), truth.label(places[n]));
            }
            return ControlLabels.of(chosen);
        }

        private static int[] shuffled(Labels labels, Random random) {
            var positions = new int[labels.size()];
            for (int at = 0; at < positions.length; at++) {
                positions[at] = at;
            }
            for (int task = 0; task < labels.tasks(); task++) {
                shuffle(positions, labels.start(task), labels.end(task), random);
            }
            return positions;
        }

        private static void shuffle(int[] numbers, int from, int to, Random random) {
            for (int last = to - 1; last > from; last--) {
                int other = from + random.nextInt(last - from + 1);
                int kept = numbers[last];
                numbers[last] = numbers[other];
                numbers[other] = kept;
            }
        }
    }
}
