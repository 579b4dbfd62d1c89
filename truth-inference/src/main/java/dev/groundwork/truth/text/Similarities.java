package dev.groundwork.truth.text;

import java.util.HashMap;
import java.util.SortedMap;

/** The similarity of every two texts of one task, in the order of their workers. */
final class Similarities {

    /** Square and symmetric, with ones on the diagonal. */
    private final double[][] values;

    private Similarities(double[][] values) {
        this.values = values;
    }

    static Similarities of(SortedMap<String, String> texts) {
        var numbers = new HashMap<String, Integer>();
        return of(texts.values().stream()
                .map(text -> WordDistance.numbered(Words.of(text), numbers))
                .toArray(int[][]::new));
    }

    private static Similarities of(int[][] texts) {
        double[][] values = new double[texts.length][texts.length];
        for (int i = 0; i < texts.length; i++) {
            values[i][i] = 1;
            for (int j = 0; j < i; j++) {
                values[i][j] = WordDistance.similarity(texts[i], texts[j]);
                values[j][i] = values[i][j];
            }
        }
        return new Similarities(values);
    }

    double between(int one, int other) {
        return values[one][other];
    }

    int count() {
        return values.length;
    }

    /** {@return the sum of the similarities of one text to all others} */
    double toOthers(int own) {
        double sum = 0;
        for (int other = 0; other < values.length; other++) {
            sum += other == own ? 0 : values[own][other];
        }
        return sum;
    }

    /** {@return the weighted sum of the similarities of one text to all texts, itself among them} */
    double weighted(int own, double[] weights) {
        double sum = 0;
        for (int other = 0; other < values.length; other++) {
            sum += weights[other] * values[own][other];
        }
        return sum;
    }
}
