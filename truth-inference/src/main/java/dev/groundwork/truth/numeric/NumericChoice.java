package dev.groundwork.truth.numeric;

import java.util.EnumMap;
import java.util.Map;

import dev.groundwork.truth.answer.Answers;

/**
 * The method that comes closest to the control tasks of a job. None of the methods sees the truth, so that comparing
 * their results with it is fair without holding any of it back.
 *
 * @param method the one with the least root mean square error, the simpler one of equals; {@link NumericMethod#MEAN}
 *     with too few control tasks to tell
 * @param errors the error of every method, empty with too few control tasks
 */
public record NumericChoice(NumericMethod method, Map<NumericMethod, NumericError> errors) {

    /** With fewer control tasks the differences between methods are chance. */
    public static final int LEAST_CONTROL_TASKS = 10;

    /** The share by which a method must be better than a simpler one, so that rounding does not choose. */
    private static final double CLEARLY = 1e-9;

    public NumericChoice {
        errors = Map.copyOf(errors);
    }

    /** @param truth the right numbers of the control tasks */
    public static NumericChoice onControlTasks(Answers<Double> answers, Map<String, Double> truth) {
        long answered = truth.keySet().stream()
                .filter(task -> answers.byTask().containsKey(task))
                .count();
        if (answered < LEAST_CONTROL_TASKS) {
            return new NumericChoice(NumericMethod.MEAN, Map.of());
        }
        var errors = new EnumMap<NumericMethod, NumericError>(NumericMethod.class);
        var best = NumericMethod.MEAN;
        double least = Double.POSITIVE_INFINITY;
        for (var method : NumericMethod.values()) {
            var error = NumericError.of(method.aggregate(answers), truth);
            errors.put(method, error);
            if (error.rootMeanSquare() < least * (1 - CLEARLY)) {
                best = method;
                least = error.rootMeanSquare();
            }
        }
        return new NumericChoice(best, errors);
    }
}
