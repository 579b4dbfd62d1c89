package dev.groundwork.task.policy;

import org.jspecify.annotations.Nullable;

/**
 * How often a worker meets a control task: often at the start, seldom once the worker proves reliable.
 *
 * @param share part of the tasks of a worker of whom nothing is known
 * @param floor part of the tasks of a worker who is proved reliable
 * @param reliableAt accuracy that a worker exceeds with 95 % certainty when proved reliable
 * @param maxUses how often one control task is handed out before it rests for good
 * @param perWorker how many control tasks one worker meets at most
 * @param answers most control answers that are bought; null for what the share comes to
 * @param namedClaims whether workers may claim tasks by name; a worker who tries every name learns something of the control tasks
 */
public record ControlShare(
        double share,
        double floor,
        double reliableAt,
        int maxUses,
        int perWorker,
        @Nullable Long answers,
        boolean namedClaims) {

    /** Up to this lower bound nothing is proved. */
    private static final double UNPROVED = 0.5;

    /** {@return the most control answers next to so many others} */
    long most(long taskAnswers) {
        return answers != null ? answers : (long) Math.ceil(taskAnswers * share / (1 - share));
    }

    /**
     * {@return the part of a worker's tasks that are control tasks}
     *
     * @param lowerBound the accuracy that the worker exceeds with 95 % certainty
     */
    public double at(double lowerBound) {
        double way = (lowerBound - UNPROVED) / (reliableAt - UNPROVED);
        return share - (share - floor) * Math.clamp(way, 0, 1);
    }
}
