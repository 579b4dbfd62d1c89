package dev.groundwork.task.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * What a worker's control answers show of one output.
 *
 * @param right right control answers, old ones counting less than one
 * @param answered control answers, counted in the same way
 * @param all the same, each counting one
 * @param classes by the class of the right answer, in the order of the schema
 */
public record OutputSkill(double right, double answered, Count all, List<Count> classes) {

    /** What is left of a control answer's weight with every one that follows: the last hundred or so decide. */
    static final double FADE = 0.99;

    public OutputSkill {
        classes = List.copyOf(classes);
    }

    static OutputSkill none(int classes) {
        return new OutputSkill(0, 0, Count.NONE, java.util.Collections.nCopies(classes, Count.NONE));
    }

    /** {@return the skill after one more control answer, the latest} */
    OutputSkill after(int goldClass, boolean rightAnswer) {
        var byClass = new ArrayList<>(classes);
        if (goldClass >= 0 && goldClass < byClass.size()) {
            byClass.set(goldClass, byClass.get(goldClass).plus(rightAnswer));
        }
        return new OutputSkill(
                FADE * right + (rightAnswer ? 1 : 0), FADE * answered + 1, all.plus(rightAnswer), byClass);
    }
}
