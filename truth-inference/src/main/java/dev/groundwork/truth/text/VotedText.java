package dev.groundwork.truth.text;

/**
 * A text whose every word was voted for.
 *
 * @param text normalised, see {@link Words}
 * @param support the mean share of the votes that its places had, from 0 to 1; 1 where nobody wrote a word
 */
public record VotedText(String text, double support) {}
