package dev.groundwork.task.quality;

import java.util.List;
import java.util.Locale;

import dev.groundwork.truth.gold.GoldLeak;

import org.jspecify.annotations.Nullable;

/**
 * Whether a control task has become known: its later answers are right more often than its first ones can explain.
 *
 * @param first its first answers
 * @param later all that came after
 * @param chance the probability of such a rise without a leak
 */
record Leak(Count first, Count later, double chance) {

    /** So many answers show how hard the task is while it is a secret. */
    static final int FIRST = 10;

    /** Looked at after every answer, so the bar is higher than for one look. */
    private static final double REMARKABLE = 0.001;

    /** {@return the leak of a control task, or null where there is none}; answers in the order of their submission */
    static @Nullable Leak in(List<JudgedAnswer> answers) {
        var first = Count.NONE;
        var later = Count.NONE;
        for (var answer : answers) {
            if (first.answered() < FIRST) {
                first = first.plus(answer.right());
            } else {
                later = later.plus(answer.right());
            }
        }
        if (later.answered() == 0) {
            return null;
        }
        var compared = GoldLeak.compare(later.right(), later.answered(), first.right(), first.answered());
        return compared.chance() < REMARKABLE ? new Leak(first, later, compared.chance()) : null;
    }

    /** {@return the reason as the requester reads it} */
    String reason() {
        return String.format(
                Locale.ROOT,
                "%d of the first %d answers were right and %d of the %d since: the answer has become known (chance %.5f)",
                first.right(),
                first.answered(),
                later.right(),
                later.answered(),
                chance);
    }
}
