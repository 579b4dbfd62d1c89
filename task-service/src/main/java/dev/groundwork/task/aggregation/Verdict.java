package dev.groundwork.task.aggregation;

/**
 * What the answers to one question come to.
 *
 * @param value the result
 * @param votes how many answers say exactly this
 * @param answers how many answers there are, at least 1
 * @param tie whether another value had as good a claim, and the order of the schema (or of the text) decided
 */
public record Verdict<T>(T value, int votes, int answers, boolean tie) {

    /** {@return the part of the answers that say exactly this, from 0 to 1} */
    public double share() {
        return (double) votes / answers;
    }
}
