package dev.groundwork.task.export.format;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A row as one JSON object: the canonical form, which the lines and the Parquet columns follow. */
final class JsonRow {

    /** The stream belongs to whoever opened it, and a number is written as people write it. */
    static final ObjectWriter JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .writer();

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonRow() {}

    static ObjectNode of(ExportRow row, Options options) {
        ObjectNode object = NODES.objectNode();
        object.put("taskId", row.taskId().toString());
        object.put("externalId", row.externalId());
        if (!options.idsOnly()) {
            object.set("input", row.input());
        }
        if (options.includeControl()) {
            object.put("control", row.control());
        }
        object.put("answers", row.answers());
        object.set("result", row.result());
        if (options.includeAnswers()) {
            object.set("assignments", assignments(row));
        }
        return object;
    }

    static ArrayNode assignments(ExportRow row) {
        ArrayNode list = NODES.arrayNode(row.given().size());
        for (ExportRow.Given given : row.given()) {
            ObjectNode item = list.addObject();
            item.put("assignmentId", given.assignmentId().toString());
            if (given.worker() != null) {
                item.put("worker", given.worker());
            }
            item.put("state", given.state());
            if (given.submittedAt() != null) {
                item.put("submittedAt", given.submittedAt().toString());
            }
            item.put("activeSeconds", given.activeSeconds());
            item.set("answer", given.answer());
        }
        return list;
    }

    /** {@return a text as it is, everything else as JSON} */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
