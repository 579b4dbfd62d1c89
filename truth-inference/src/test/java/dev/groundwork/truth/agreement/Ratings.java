package dev.groundwork.truth.agreement;

import java.util.ArrayList;

import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;

/** Answers as the books print them, and alpha as the books define it. */
final class Ratings {

    private Ratings() {}

    /** {@return one worker a row, one task a column, a dot where an answer is missing} */
    static Answers<String> ratings(String... rows) {
        var answers = new ArrayList<Answer<String>>();
        for (int row = 0; row < rows.length; row++) {
            var labels = rows[row].split(" ", -1);
            for (int column = 0; column < labels.length; column++) {
                if (!labels[column].equals(".")) {
                    answers.add(new Answer<>("t%02d".formatted(column), "w%02d".formatted(row), labels[column]));
                }
            }
        }
        return Answers.of(answers);
    }

    interface Difference {
        double squared(double[] totals, int c, int k);
    }

    /** Alpha over whole numbers below ten, by filling the coincidence matrix pair by pair. */
    static double alphaByCoincidence(Answers<Double> answers, Difference difference) {
        double[][] coincidences = new double[10][10];
        for (var own : answers.byTask().values()) {
            for (var one : own.entrySet()) {
                for (var other : own.entrySet()) {
                    if (!one.getKey().equals(other.getKey())) {
                        coincidences[one.getValue().intValue()][other.getValue().intValue()] += 1.0 / (own.size() - 1);
                    }
                }
            }
        }
        double[] totals = new double[10];
        double size = 0;
        for (int c = 0; c < 10; c++) {
            for (int k = 0; k < 10; k++) {
                totals[c] += coincidences[c][k];
                size += coincidences[c][k];
            }
        }
        double observed = 0;
        double expected = 0;
        for (int c = 0; c < 10; c++) {
            for (int k = 0; k < 10; k++) {
                observed += coincidences[c][k] * difference.squared(totals, c, k);
                expected += totals[c] * totals[k] * difference.squared(totals, c, k) / (size - 1);
            }
        }
        return 1 - observed / expected;
    }
}
