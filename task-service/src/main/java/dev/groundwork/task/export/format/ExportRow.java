package dev.groundwork.task.export.format;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A task with what its usable answers come to.
 *
 * @param answers how many usable answers it has
 * @param result by output property, what the answers come to: {@code value}, and whatever is known of how sure it is
 * @param given the answers themselves, when they are asked for; in the order of the claims
 * @param control whether the task is one of known answer
 * @param imageSizes by input property, of the pictures that the task shows, as far as the store of media knows them
 */
public record ExportRow(
        UUID taskId,
        String externalId,
        JsonNode input,
        int answers,
        ObjectNode result,
        List<Given> given,
        boolean control,
        Map<String, ImageSize> imageSizes) {

    public ExportRow {
        given = List.copyOf(given);
        imageSizes = Map.copyOf(imageSizes);
    }

    /**
     * One answer.
     *
     * @param worker a pseudonym within the job; null when workers are left out
     */
    public record Given(
            UUID assignmentId,
            @Nullable String worker,
            String state,
            @Nullable Instant submittedAt,
            int activeSeconds,
            JsonNode answer) {}

    /** {@return what the answers to one property come to; a missing node when they come to nothing} */
    JsonNode valueOf(String field) {
        JsonNode value = result.path(field).path("value");
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    /** {@return how sure the result of a property is, from 0 to 1; null when that is not known} */
    public @Nullable Double confidenceOf(String field) {
        JsonNode outcome = result.path(field);
        JsonNode confidence = outcome.has("confidence") ? outcome.path("confidence") : outcome.path("share");
        return confidence.isNumber() ? confidence.doubleValue() : null;
    }
}
