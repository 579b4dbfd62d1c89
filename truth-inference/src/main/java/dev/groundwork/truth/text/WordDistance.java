package dev.groundwork.truth.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least number of words to insert, delete or replace to turn one text into another (Levenshtein distance over
 * words).
 *
 * <p>Time grows with the product of the lengths of the parts that differ, memory with the shorter of them.
 */
public final class WordDistance {

    private WordDistance() {}

    public static int between(List<String> one, List<String> other) {
        var numbers = new HashMap<String, Integer>();
        return between(numbered(one, numbers), numbered(other, numbers));
    }

    /** {@return 1 for equal texts, 0 where no word is kept: one minus the distance over the longer length} */
    public static double similarity(List<String> one, List<String> other) {
        return similarity(between(one, other), one.size(), other.size());
    }

    static double similarity(int[] one, int[] other) {
        return similarity(between(one, other), one.length, other.length);
    }

    /** Gives every word its number, the same number to the same word. */
    static int[] numbered(List<String> words, Map<String, Integer> numbers) {
        int[] numbered = new int[words.size()];
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = numbers.computeIfAbsent(words.get(i), word -> numbers.size());
        }
        return numbered;
    }

    static int between(int[] one, int[] other) {
        int from = 0;
        int shorter = Math.min(one.length, other.length);
        while (from < shorter && one[from] == other[from]) {
            from++;
        }
        int oneEnd = one.length;
        int otherEnd = other.length;
        while (oneEnd > from && otherEnd > from && one[oneEnd - 1] == other[otherEnd - 1]) {
            oneEnd--;
            otherEnd--;
        }
        return oneEnd - from < otherEnd - from
                ? between(other, from, otherEnd, one, from, oneEnd)
                : between(one, from, oneEnd, other, from, otherEnd);
    }

    private static int between(int[] rows, int rowsFrom, int rowsTo, int[] columns, int columnsFrom, int columnsTo) {
        int width = columnsTo - columnsFrom;
        int[] costs = new int[width + 1];
        for (int column = 0; column <= width; column++) {
            costs[column] = column;
        }
        for (int row = rowsFrom; row < rowsTo; row++) {
            int diagonal = costs[0];
            costs[0]++;
            for (int column = 1; column <= width; column++) {
                int above = costs[column];
                int replaced = diagonal + (rows[row] == columns[columnsFrom + column - 1] ? 0 : 1);
                costs[column] = Math.min(replaced, Math.min(above, costs[column - 1]) + 1);
                diagonal = above;
            }
        }
        return costs[width];
    }

    private static double similarity(int distance, int one, int other) {
        int longer = Math.max(one, other);
        return longer == 0 ? 1 : 1 - (double) distance / longer;
    }
}
