package dev.groundwork.task.draft;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An answer as far as it has come.
 *
 * @param revision of the draft that it follows; 0 where there was none
 */
@Schema(examples = "{\"revision\": 3, \"answer\": {\"label\": \"cat\"}}")
record NewDraft(
        @Min(0) int revision,

        @NotNull @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        ObjectNode answer) {}
