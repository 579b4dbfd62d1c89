package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.task.spec.Pointers;
import dev.groundwork.task.spec.StorableJson;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line: {@code {"externalId": "…", "input": {…}, "overlap": 3}}, and for a control or training task also
 * {@code "gold": {…}, "explanation": "…", "training": true}.
 */
final class NdjsonRows implements TaskRows {

    /** Exact numbers, and no silent choice between two members of one name. */
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private final TaskSpec spec;
    private final ByteSource in;
    private final ByteLine line = new ByteLine(MOST_ROW_BYTES);
    private long number;
    private long received;

    NdjsonRows(InputStream in, TaskSpec spec) throws IOException {
        this.spec = spec;
        this.in = new ByteSource(in);
        this.in.skipByteOrderMark();
    }

    @Override
    public @Nullable TaskRow next(RowErrors errors) throws IOException {
        while (in.readLine(line)) {
            number++;
            if (line.isBlank() && !line.isTooLong()) {
                continue;
            }
            received++;
            TaskRow row = read(errors);
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    @Override
    public long received() {
        return received;
    }

    private @Nullable TaskRow read(RowErrors errors) {
        if (line.isTooLong()) {
            return refuse(errors, null, "row-too-long", "is longer than " + MOST_ROW_BYTES + " bytes");
        }
        JsonNode row;
        try {
            row = READER.readTree(line.bytes(), 0, line.length());
        } catch (JsonProcessingException malformed) {
            var location = malformed.getLocation();
            String place = location == null ? "" : " at character " + location.getColumnNr();
            return refuse(errors, null, "malformed-json", "is no JSON" + place + ": " + malformed.getOriginalMessage());
        } catch (IOException notText) {
            return refuse(errors, null, "malformed-json", "is no JSON in UTF-8");
        }
        if (!row.isObject()) {
            return refuse(errors, null, "invalid-row", "must be a JSON object with externalId and input");
        }
        return taskIn(row, errors);
    }

    private @Nullable TaskRow taskIn(JsonNode row, RowErrors errors) {
        for (var member : row.properties()) {
            switch (member.getKey()) {
                case "externalId", "input", "overlap", "gold", "explanation", "training" -> {
                    // Read below.
                }
                default -> {
                    return refuse(
                            errors,
                            Pointers.child("", member.getKey()),
                            "unknown-field",
                            "is not a member of a task: it has externalId, input, overlap, gold, explanation and training");
                }
            }
        }
        String externalId = row.path("externalId").textValue();
        if (externalId == null || externalId.isBlank() || externalId.length() > LONGEST_EXTERNAL_ID) {
            return refuse(
                    errors,
                    "/externalId",
                    "invalid-external-id",
                    "must be a text of 1 to " + LONGEST_EXTERNAL_ID + " characters: your own name for the task");
        }
        String fault = StorableJson.faultOf(externalId);
        if (fault != null) {
            return refuse(errors, "/externalId", "invalid-external-id", fault);
        }
        int overlap = 0;
        JsonNode wanted = row.path("overlap");
        if (!wanted.isMissingNode() && !wanted.isNull()) {
            overlap = wanted.canConvertToInt() && wanted.isIntegralNumber() ? wanted.intValue() : 0;
            if (overlap < 1 || overlap > MOST_OVERLAP) {
                return refuse(
                        errors, "/overlap", "invalid-overlap", "must be a whole number from 1 to " + MOST_OVERLAP);
            }
        }
        JsonNode input = row.path("input");
        if (!input.isObject()) {
            return refuse(errors, "/input", "invalid-input", "must be an object that fits the input schema");
        }
        List<FieldError> faults = spec.faultsOfInput(input);
        for (FieldError inputFault : faults) {
            errors.add(
                    new RowError(number, null, "/input" + inputFault.pointer(), "invalid-input", inputFault.detail()));
        }
        KnownAnswer known = null;
        if (row.has("gold") || row.has("explanation") || row.has("training")) {
            known = knownIn(row, errors);
            if (known == null) {
                return null;
            }
        }
        return faults.isEmpty() ? new TaskRow(number, externalId, overlap, input, known) : null;
    }

    private @Nullable KnownAnswer knownIn(JsonNode row, RowErrors errors) {
        JsonNode gold = row.path("gold");
        if (!gold.isObject()) {
            return refuseGold(errors, "/gold", "must be an answer that fits the output schema");
        }
        JsonNode explanation = row.path("explanation");
        boolean hasExplanation = !explanation.isMissingNode() && !explanation.isNull();
        if (hasExplanation
                && (!explanation.isTextual()
                        || explanation.textValue().length() > KnownAnswer.LONGEST_EXPLANATION
                        || StorableJson.faultOf(explanation.textValue()) != null)) {
            return refuseGold(
                    errors,
                    "/explanation",
                    "must be a text of at most " + KnownAnswer.LONGEST_EXPLANATION + " characters");
        }
        JsonNode training = row.path("training");
        if (!training.isMissingNode() && !training.isBoolean()) {
            return refuseGold(errors, "/training", "must be true or false");
        }
        List<FieldError> faults = spec.faultsOf(gold);
        for (FieldError fault : faults) {
            errors.add(new RowError(number, null, "/gold" + fault.pointer(), "invalid-gold", fault.detail()));
        }
        return faults.isEmpty()
                ? new KnownAnswer(gold, hasExplanation ? explanation.textValue() : null, training.booleanValue())
                : null;
    }

    private @Nullable KnownAnswer refuseGold(RowErrors errors, String pointer, String detail) {
        errors.add(new RowError(number, null, pointer, "invalid-gold", detail));
        return null;
    }

    private @Nullable TaskRow refuse(RowErrors errors, @Nullable String pointer, String code, String detail) {
        errors.add(new RowError(number, null, pointer, code, detail));
        return null;
    }
}
