package dev.groundwork.truth.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A row of places, each with the words that the texts so far have there and the votes for each, no word being one too. */
final class WordNetwork {

    private static final int NO_WORD = -1;

    private static final int REPLACE = 0;
    private static final int SKIP_PLACE = 1;
    private static final int INSERT_WORD = 2;

    private List<Place> places = new ArrayList<>();
    private double votes;

    /** Aligns a text with the network at the least cost and adds its votes. */
    void add(int[] words, double weight) {
        byte[][] moves = align(words);
        var grown = new ArrayList<Place>(places.size() + words.length);
        int place = places.size();
        int word = words.length;
        while (place > 0 || word > 0) {
            switch (move(moves[place], word)) {
                case REPLACE -> {
                    place--;
                    word--;
                    grown.add(places.get(place).vote(words[word], weight));
                }
                case SKIP_PLACE -> {
                    place--;
                    grown.add(places.get(place).vote(NO_WORD, weight));
                }
                default -> {
                    word--;
                    var inserted = new Place();
                    if (votes > 0) {
                        inserted.vote(NO_WORD, votes);
                    }
                    grown.add(inserted.vote(words[word], weight));
                }
            }
        }
        places = new ArrayList<>(grown.reversed());
        votes += weight;
    }

    VotedText elect(List<String> words) {
        var text = new StringBuilder();
        double support = 0;
        for (var place : places) {
            int best = place.best();
            support += votes == 0 ? 0 : place.weights[best] / votes;
            if (place.words[best] != NO_WORD) {
                text.append(text.isEmpty() ? "" : " ").append(words.get(place.words[best]));
            }
        }
        return new VotedText(text.toString(), places.isEmpty() ? 1 : support / places.size());
    }

    /**
     * Costs as in the word error rate: a word that the place has is free, so is skipping a place that somebody else
     * skipped; anything else costs one. Costs are kept for one row, the moves for all, four to a byte.
     */
    private byte[][] align(int[] words) {
        int width = words.length + 1;
        byte[][] moves = new byte[places.size() + 1][(width + 3) / 4];
        int[] costs = new int[width];
        for (int word = 1; word < width; word++) {
            costs[word] = word;
            put(moves[0], word, INSERT_WORD);
        }
        for (int row = 1; row <= places.size(); row++) {
            var place = places.get(row - 1);
            int skip = place.has(NO_WORD) ? 0 : 1;
            int diagonal = costs[0];
            costs[0] += skip;
            put(moves[row], 0, SKIP_PLACE);
            for (int word = 1; word < width; word++) {
                int above = costs[word];
                int replaced = diagonal + (place.has(words[word - 1]) ? 0 : 1);
                int skipped = above + skip;
                int inserted = costs[word - 1] + 1;
                diagonal = above;
                costs[word] = Math.min(replaced, Math.min(skipped, inserted));
                if (costs[word] != replaced) {
                    put(moves[row], word, costs[word] == skipped ? SKIP_PLACE : INSERT_WORD);
                }
            }
        }
        return moves;
    }

    private static void put(byte[] moves, int at, int move) {
        moves[at >> 2] |= (byte) (move << ((at & 3) << 1));
    }

    private static int move(byte[] moves, int at) {
        return (moves[at >> 2] >> ((at & 3) << 1)) & 3;
    }

    /** The words of one place in the order in which they came, so that the earlier one wins a tie. */
    private static final class Place {

        private int[] words = new int[2];
        private double[] weights = new double[2];
        private int count;

        boolean has(int word) {
            return indexOf(word) < count;
        }

        Place vote(int word, double weight) {
            int index = indexOf(word);
            if (index == count) {
                if (count == words.length) {
                    words = Arrays.copyOf(words, 2 * count);
                    weights = Arrays.copyOf(weights, 2 * count);
                }
                words[count++] = word;
            }
            weights[index] += weight;
            return this;
        }

        int best() {
            int best = 0;
            for (int i = 1; i < count; i++) {
                if (weights[i] > weights[best] + 1e-12) {
                    best = i;
                }
            }
            return best;
        }

        private int indexOf(int word) {
            int index = 0;
            while (index < count && words[index] != word) {
                index++;
            }
            return index;
        }
    }
}
