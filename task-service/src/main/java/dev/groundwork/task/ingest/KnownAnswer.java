package dev.groundwork.task.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The right answer that a row of an upload gives: it makes the row's task a control task, or a training task.
 *
 * @param gold valid against the output schema
 * @param explanation why it is right, shown after a training answer
 */
public record KnownAnswer(JsonNode gold, @Nullable String explanation, boolean training) {

    static final int LONGEST_EXPLANATION = 5000;
}
