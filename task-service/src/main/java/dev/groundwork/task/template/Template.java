package dev.groundwork.task.template;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A preset: a task spec that stands alone, and tasks to try it on.
 *
 * @param name by which it is found, lower case with hyphens
 * @param title by language
 * @param summary what it is for, by language
 * @param spec a TaskSpec v1 document, to be used as it is or changed
 * @param samples tasks that it takes, each with an answer that it accepts
 */
record Template(
        String name,
        Map<String, String> title,
        Map<String, String> summary,
        @Schema(implementation = Object.class) JsonNode spec,
        List<Sample> samples) {

    /** A task and an answer to it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sample(
            String externalId,
            @Schema(implementation = Object.class) JsonNode input,
            @Schema(implementation = Object.class) JsonNode answer) {}
}
