package dev.groundwork.task.assignment;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An answer to hand in.
 *
 * @param activeSeconds total active time; left out where the client measured none
 * @param restore true to go back to an answer that you replaced; without it such an answer is taken for a late repeat
 */
@Schema(examples = "{\"answer\": {\"label\": \"cat\"}, \"activeSeconds\": 19}")
public record NewAnswer(
        @NotNull @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        JsonNode answer,

        @Nullable @PositiveOrZero Long activeSeconds,
        @Nullable Boolean restore) {

    boolean restores() {
        return Boolean.TRUE.equals(restore);
    }
}
