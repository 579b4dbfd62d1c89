package dev.groundwork.task.quality;

import dev.groundwork.truth.gold.Skill;

/**
 * What is expected of a worker of whom little is known: the accuracy of the whole crowd on control tasks, but at least chance.
 *
 * @param mean expected accuracy, between 0 and 1
 */
record SkillPrior(double mean) {

    /** How many control answers the expectation is worth; as gold-Bayes takes it. */
    static final double ANSWERS = 4;

    /** @param crowd all control answers of the job to one output */
    static SkillPrior of(int classes, Count crowd) {
        double chance = 1.0 / Math.max(2, classes);
        // One right and one wrong answer beforehand keep the mean off 0 and 1.
        double mean = crowd.answered() == 0
                ? (1 + chance) / 2
                : Math.max(chance, (crowd.right() + 1.0) / (crowd.answered() + 2.0));
        return new SkillPrior(mean);
    }

    Skill skill(double right, double answered) {
        return new Skill(Math.max(0, Math.min(right, answered)), Math.max(0, answered), mean, ANSWERS);
    }
}
