package dev.groundwork.task.draft;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A draft as it is kept.
 *
 * @param revision counts the times it was saved
 * @param answer left out where it was just saved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = "{\"revision\": 4, \"savedAt\": \"2026-11-22T18:00:12Z\", \"answer\": {\"label\": \"cat\"}}")
record DraftView(
        int revision,
        Instant savedAt,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable String answer) {}
