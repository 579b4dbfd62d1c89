package dev.groundwork.task.quality;

/**
 * Where a task stands after its latest answer.
 *
 * @param classes most probable class of each categorical output, −1 where nobody answered it
 * @param confidence probability of the label of the least certain output, calibrated
 * @param margin its lead over the second label, not calibrated
 * @param answers usable answers it rests on
 */
@SuppressWarnings("ArrayRecordComponent") // a task's verdict is made once, written down and dropped
record Verdict(State state, int[] classes, double confidence, double margin, int answers) {

    /** Where a task may stand. */
    enum State {
        /** More answers are wanted. */
        OPEN,
        /** The label is as sure as the policy wants it. */
        CONFIDENT,
        /** The most answers are in; the label leads clearly but is less sure. */
        SETTLED,
        /** The most answers are in and two labels are too close: a person has to look. */
        DISPUTED
    }
}
