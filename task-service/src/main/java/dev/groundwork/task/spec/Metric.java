package dev.groundwork.task.spec;

import java.util.Locale;
import java.util.Optional;

/** How alike two values of a property are, from 0 for nothing in common to 1 for equal. */
public enum Metric {
    /** Equal or not; of lists of spans or ratings, the share that is equal. */
    EXACT,
    /** Common labels over all labels that either names. */
    JACCARD,
    /** How near two places on an ordered scale are: 1 less the distance over the length of the scale. */
    ORDINAL,
    /** One half at the distance that {@code tolerance} allows, more for nearer numbers. */
    TOLERANCE,
    /** 1 less the words to insert, delete or replace over the words of the longer text. */
    WORDS,
    /** Twice what both have over what either has: of spans and segments by length, of shapes by number. */
    F1,
    /** As F1, with every pair of shapes counting by its intersection over union. */
    IOU,
    /** As F1, with every pair of skeletons counting by its object keypoint similarity. */
    OKS,
    /** The share of pairs of candidates that are in the same order. */
    KENDALL,
    /** The share of the overall preference and the dimensions that is the same, a tie against a side counting half. */
    DIMENSIONS;

    /** {@return the name in {@code x-agree}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Metric> of(String word) {
        for (Metric metric : values()) {
            if (metric.word().equals(word)) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }
}
