package dev.groundwork.task.aggregation;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to one property come to.
 *
 * @param value of the form that an answer has; for files the list of all of them
 * @param votes how many answers say this: exactly, or for texts, shapes and orders as far as {@code x-agree} asks
 * @param share votes as a part of the answers that have the property, from 0 to 1
 * @param tie true when another value had as good a claim; left out otherwise
 * @param confidence how probable the value is, from 0 to 1; left out where nothing can be said
 * @param agreement how alike the answers are to one another, from 0 to 1; left out where there is only one
 * @param method how the value was found
 * @param scores of candidates and sides that were compared, higher is better; left out for other kinds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(
        JsonNode value,
        int votes,
        double share,
        @Nullable Boolean tie,
        @Nullable Double confidence,
        @Nullable Double agreement,
        String method,
        @Nullable Map<String, Double> scores) {

    private static final double DIGITS = 10_000;

    static Outcome of(
            JsonNode value,
            int votes,
            int answers,
            boolean tie,
            @Nullable Double confidence,
            @Nullable Double agreement,
            String method) {
        return new Outcome(
                value,
                votes,
                rounded((double) votes / answers),
                tie ? Boolean.TRUE : null,
                confidence == null ? null : rounded(confidence),
                agreement == null ? null : rounded(agreement),
                method,
                null);
    }

    Outcome withScores(Map<String, Double> byItem) {
        var kept = new TreeMap<String, Double>();
        byItem.forEach((item, score) -> kept.put(item, rounded(score)));
        return new Outcome(value, votes, share, tie, confidence, agreement, method, kept);
    }

    /** {@return whether the answers do not decide: another value had as good a claim, or none of several supports this one} */
    public boolean isDisputed() {
        return Boolean.TRUE.equals(tie) || (votes == 0 && agreement != null);
    }

    static double rounded(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalStateException("a result is a number, not " + number);
        }
        return Math.round(number * DIGITS) / DIGITS;
    }
}
