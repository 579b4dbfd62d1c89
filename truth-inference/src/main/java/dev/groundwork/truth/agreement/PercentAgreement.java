package dev.groundwork.truth.agreement;

import java.util.Collection;
import java.util.HashMap;
import java.util.OptionalDouble;

import dev.groundwork.truth.Labels;
import dev.groundwork.truth.answer.Answers;

/** The share of pairs of answers to the same task that are equal, from 0 to 1, with nothing taken off for chance. */
public final class PercentAgreement {

    /** Stands for "fewer than two answers" where a share is a plain number. */
    public static final float NO_PAIR = -1;

    private PercentAgreement() {}

    /** {@return the share over all pairs of answers, nothing where no task has two} */
    public static OptionalDouble of(Answers<String> answers) {
        double equal = 0;
        double pairs = 0;
        for (var own : answers.byTask().values()) {
            if (own.size() > 1) {
                double ownPairs = own.size() * (own.size() - 1.0) / 2;
                equal += ofTask(own.values()).orElseThrow() * ownPairs;
                pairs += ownPairs;
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(equal / pairs);
    }

    /** {@return the share over the pairs of answers to one task, nothing where there are fewer than two} */
    public static OptionalDouble ofTask(Collection<String> labels) {
        if (labels.size() < 2) {
            return OptionalDouble.empty();
        }
        var counts = new HashMap<String, Integer>();
        labels.forEach(label -> counts.merge(label, 1, Integer::sum));
        double equal = 0;
        for (double count : counts.values()) {
            equal += count * (count - 1);
        }
        return OptionalDouble.of(equal / (labels.size() * (labels.size() - 1.0)));
    }

    /** {@return the share over all pairs of answers, nothing where no task has two} */
    public static OptionalDouble of(Labels labels) {
        var counts = new ClassCounts(labels);
        double equal = 0;
        double pairs = 0;
        for (int task = 0; task < labels.tasks(); task++) {
            double own = labels.overlap(task);
            equal += counts.squares(task) - own;
            pairs += own * (own - 1);
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(equal / pairs);
    }

    /** {@return for each task the share over the pairs of its answers, {@link #NO_PAIR} where there are fewer than two} */
    public static float[] ofTasks(Labels labels) {
        var counts = new ClassCounts(labels);
        var shares = new float[labels.tasks()];
        for (int task = 0; task < shares.length; task++) {
            double own = labels.overlap(task);
            shares[task] = own < 2 ? NO_PAIR : (float) ((counts.squares(task) - own) / (own * (own - 1)));
        }
        return shares;
    }
}
