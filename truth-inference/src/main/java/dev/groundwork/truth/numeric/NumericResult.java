package dev.groundwork.truth.numeric;

import java.util.OptionalDouble;

/**
 * The number of one task.
 *
 * @param value between the lowest and the highest answer
 * @param answers how many answers it is made of, at least 1
 * @param deviation the standard deviation of the answers around their mean, in the unit of the answers, with the
 *     unbiased divisor; nothing for a single answer
 */
public record NumericResult(double value, int answers, OptionalDouble deviation) {

    static NumericResult of(double value, double[] answers) {
        if (answers.length < 2) {
            return new NumericResult(value, answers.length, OptionalDouble.empty());
        }
        double mean = 0;
        for (double answer : answers) {
            mean += answer / answers.length;
        }
        double squares = 0;
        for (double answer : answers) {
            squares += (answer - mean) * (answer - mean) / (answers.length - 1);
        }
        return new NumericResult(value, answers.length, OptionalDouble.of(Math.sqrt(squares)));
    }
}
