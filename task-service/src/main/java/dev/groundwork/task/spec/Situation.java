package dev.groundwork.task.spec;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a condition is evaluated on.
 *
 * @param input of the task; a missing node where it is not at hand
 * @param answer as far as it is given
 * @param playedFully pointers to the media that were played to their end; null where nobody can tell
 * @param opened pointers to what was opened; null where nobody can tell
 */
public record Situation(
        JsonNode input,
        JsonNode answer,
        @Nullable Set<String> playedFully,
        @Nullable Set<String> opened) {

    /** {@return what the server knows of a submitted answer: its screen is out of sight} */
    public static Situation submitted(JsonNode input, JsonNode answer) {
        return new Situation(input, answer, null, null);
    }
}
