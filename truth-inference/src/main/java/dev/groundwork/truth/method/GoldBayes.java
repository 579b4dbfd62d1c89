package dev.groundwork.truth.method;

import java.util.OptionalDouble;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.WorkerModel;

/**
 * Bayes' rule with skills that come from control tasks alone, so that no majority can talk it round.
 *
 * <p>A skill is (right + s m) / (answered + s) over the control tasks, where m is the accuracy of the whole crowd on them
 * but at least chance, and s = {@value #PRIOR_ANSWERS}. The rule is that of Toloka's dynamic overlap, with an informed
 * prior in place of one half. Without any answered control task all skills are equal and the majority wins.
 */
public final class GoldBayes implements Method {

    private static final double PRIOR_ANSWERS = 4;

    @Override
    public String name() {
        return "gold-bayes";
    }

    @Override
    public boolean usesGold() {
        return true;
    }

    @Override
    public Inference infer(Labels labels, Conditions conditions) {
        var gold = conditions.gold().dense(labels);
        var skills = skills(labels, conditions.gold());
        var posteriors = Posteriors.of(labels);
        double likelihood = new Coins(labels, gold, posteriors).expect(skills);
        return new Inference(
                labels,
                conditions.gold(),
                posteriors,
                WorkerModel.ofAccuracies(labels.classes(), skills),
                new Inference.Course(1, true, OptionalDouble.of(likelihood)));
    }

    /** {@return each worker's probability of a right answer, from the control tasks} */
    public static double[] skills(Labels labels, ControlLabels gold) {
        var right = new int[labels.workers()];
        var answered = new int[labels.workers()];
        long allRight = 0;
        long all = 0;
        for (int n = 0; n < gold.size(); n++) {
            int task = gold.task(n);
            for (int answer = labels.start(task); answer < labels.end(task); answer++) {
                answered[labels.worker(answer)]++;
                all++;
                if (labels.label(answer) == gold.label(n)) {
                    right[labels.worker(answer)]++;
                    allRight++;
                }
            }
        }
        double chance = 1.0 / labels.classes();
        // One right and one wrong answer beforehand keep the mean off 0 and 1.
        double mean = all == 0 ? (1 + chance) / 2 : Math.max(chance, (allRight + 1.0) / (all + 2.0));
        var skills = new double[labels.workers()];
        for (int worker = 0; worker < skills.length; worker++) {
            skills[worker] = (right[worker] + PRIOR_ANSWERS * mean) / (answered[worker] + PRIOR_ANSWERS);
        }
        return skills;
    }
}
