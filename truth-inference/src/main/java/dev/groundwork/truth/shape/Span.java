package dev.groundwork.truth.shape;

/**
 * A labelled stretch of a text or of a recording.
 *
 * @param start in code points of the text (not UTF-16 units) or milliseconds of the recording, from 0
 * @param end where it is over: the first place that is no longer part of it, after the start
 */
public record Span(String label, long start, long end) {

    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "A span starts at 0 or later and ends after its start, unlike '%s' from %d to %d."
                            .formatted(label, start, end));
        }
    }

    public long length() {
        return end - start;
    }
}
