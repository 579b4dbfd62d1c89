package dev.groundwork.task.ingest;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A task as its requester sees it.
 *
 * @param position order of upload, from 1, with gaps
 * @param overlap how many answers it gets; with dynamic overlap at most
 * @param control whether it is a control or training task
 * @param answers how many workers have answered it, rejected ones included
 */
record TaskView(
        UUID id,
        String externalId,
        long position,
        @Schema(type = SchemaType.OBJECT) JsonNode input,
        int overlap,
        long answers,
        State state,
        boolean control) {

    /** Where a task stands. */
    enum State {
        /** Answers are still wanted. */
        OPEN,
        /** As many workers have answered as were wanted. */
        DONE,
        /** As many have answered as may, and two labels are too close: a person has to look. */
        DISPUTED,
        /** The job ended before. */
        EXPIRED
    }
}
