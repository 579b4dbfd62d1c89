package dev.groundwork.task.aggregation;

import java.util.List;

import dev.groundwork.truth.gold.MethodChoice;

/**
 * How the values of a property are found.
 *
 * @param method its name
 * @param why the reason in a few words
 * @param controlTasks how many control tasks with answers there were to choose by
 * @param scores what each candidate got right of control tasks that it was not told; empty where there was no choice
 */
public record MethodUsed(String method, String why, int controlTasks, List<MethodChoice.Score> scores) {

    public MethodUsed {
        scores = List.copyOf(scores);
    }

    static MethodUsed always(String method, String why) {
        return new MethodUsed(method, why, 0, List.of());
    }
}
