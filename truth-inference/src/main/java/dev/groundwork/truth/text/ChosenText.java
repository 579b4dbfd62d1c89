package dev.groundwork.truth.text;

import java.util.OptionalDouble;

/**
 * The answer of one worker that stands for all answers to its task.
 *
 * @param text as the worker wrote it
 * @param agreement the mean similarity of the text to the others, weighted by their workers, from 0 to 1; nothing where
 *     there is no other text
 */
public record ChosenText(String text, String worker, OptionalDouble agreement) {}
