package dev.groundwork.task.result;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of one task.
 *
 * @param answers how many usable answers it rests on
 * @param confidence of the least certain property; null where nothing can be said
 * @param result by output property: value, votes, share, tie, confidence, agreement, method and, of what was compared, scores;
 *     empty while there are no answers
 */
public record TaskResult(
        UUID taskId,
        String externalId,
        int answers,
        ResultState state,
        @Nullable Double confidence,
        @Schema(implementation = Object.class) JsonNode result) {}
