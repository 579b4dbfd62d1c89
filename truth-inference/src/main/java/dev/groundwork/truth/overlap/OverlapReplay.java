package dev.groundwork.truth.overlap;

import java.util.HashMap;
import java.util.Random;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Repeats;
import dev.groundwork.truth.method.GoldBayes;
import dev.groundwork.truth.method.OneCoin;

/**
 * What dynamic overlap would have bought of answers that were all bought: how many, and with how many right labels.
 *
 * @param tasks tasks that were replayed: those with a truth which are no control tasks
 * @param answersPerTask answers bought for each of them, on average
 * @param accuracy share of right labels among them, 0 to 1
 * @param disputed share of tasks that were left to an expert; their labels count in the accuracy
 */
public record OverlapReplay(int tasks, double answersPerTask, double accuracy, double disputed) {

    /** Where the skills come from. */
    public enum Skills {
        /** From control tasks alone, known beforehand. */
        GOLD,
        /** From control tasks and from agreement on what was bought so far, estimated anew after every round. */
        GOLD_AND_AGREEMENT
    }

    /**
     * Replays a job: in every round each open task gets one more of its answers, in an order made by chance.
     *
     * @param controlShare share of the tasks with a truth that are control tasks, answered by all their workers beforehand
     * @param seed makes the order and chooses the control tasks
     */
    public static OverlapReplay run(
            Labels labels, ControlLabels truth, StoppingRule rule, Skills skills, double controlShare, long seed) {
        return new Run(labels, truth, rule, controlShare, new Random(seed)).run(skills);
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
        private final TaskPosterior posterior;
        private double[] skills;

        Run(Labels labels, ControlLabels truth, StoppingRule rule, double controlShare, Random random) {
            this.labels = labels;
            this.truth = truth;
            this.rule = rule;
            gold = sample(truth, controlShare, random);
            arrivals = shuffled(labels, random);
            bought = new int[labels.tasks()];
            open = new boolean[labels.tasks()];
            disputed = new boolean[labels.tasks()];
            posterior = new TaskPosterior(labels.classes());
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
            var decision = rule.decide(posterior);
            if (decision == StoppingRule.Decision.MORE && bought[task] == labels.overlap(task)) {
                // There is nobody else to ask: as if this were the most answers.
                decision = posterior.margin() < rule.ambiguity()
                        ? StoppingRule.Decision.DISPUTED
                        : StoppingRule.Decision.DONE;
            }
            open[task] = decision == StoppingRule.Decision.MORE;
            disputed[task] = decision == StoppingRule.Decision.DISPUTED;
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
            for (int n = 0; n < truth.size(); n++) {
                int task = truth.task(n);
                if (gold.labelOf(task) == ControlLabels.UNKNOWN && labels.overlap(task) > 0) {
                    update(task);
                    tasks++;
                    answers += bought[task];
                    right += posterior.label() == truth.label(n) ? 1 : 0;
                    disputes += disputed[task] ? 1 : 0;
                }
            }
            int all = Math.max(1, tasks);
            return new OverlapReplay(tasks, (double) answers / all, (double) right / all, (double) disputes / all);
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
