package dev.groundwork.task.spec;

import java.util.List;

import dev.groundwork.kit.problem.FieldError;

import com.fasterxml.jackson.databind.JsonNode;

/** A compiled schema: says what is wrong with a document, and where. Safe for use by many threads. */
interface JsonCheck {

    /** No caller reads more faults of one document than this. */
    int MOST_FAULTS = 50;

    /** Adds a fault for whatever breaks the schema; adds nothing when the document is valid. */
    void check(JsonNode document, List<FieldError> faults);
}
