package dev.groundwork.task.policy;

/**
 * Answers are bought one by one until the label is sure enough.
 *
 * @param min fewest answers to a task
 * @param max most answers to a task that does not say otherwise
 * @param confidence probability of a label that is sure enough, 0 to 1
 * @param ambiguityMargin least lead over the second label for a task with the most answers; below, it is disputed
 * @param calibrated whether the probability is first made honest by the control tasks; that buys more answers
 */
public record DynamicOverlap(int min, int max, double confidence, double ambiguityMargin, boolean calibrated) {

    public DynamicOverlap {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException("overlap of %d to %d".formatted(min, max));
        }
    }

    /** {@return how many slots a task opens with} */
    public int firstSlots(int mostOfTask) {
        return Math.min(min, mostOfTask);
    }
}
