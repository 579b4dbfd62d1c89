package dev.groundwork.truth.pairwise;

/** What a worker, or the truth, says of two items. */
public record Comparison(String left, String right, Outcome outcome) {

    public enum Outcome {
        LEFT,
        RIGHT,
        TIE
    }

    public Comparison {
        if (left.equals(right)) {
            throw new IllegalArgumentException("Item %s is compared with itself: leave this pair out.".formatted(left));
        }
    }
}
