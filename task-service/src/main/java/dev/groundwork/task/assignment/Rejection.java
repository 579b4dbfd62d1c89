package dev.groundwork.task.assignment;

import org.jspecify.annotations.Nullable;

/**
 * Why an answer was turned down: all three of reason, evidence and clause, or it is no rejection.
 *
 * @param evidence what in the answer shows the fault
 * @param clause the clause of the instructions that was broken
 * @param note a word to the worker
 */
public record Rejection(
        RejectionReason reason,
        String evidence,
        String clause,
        @Nullable String note) {}
