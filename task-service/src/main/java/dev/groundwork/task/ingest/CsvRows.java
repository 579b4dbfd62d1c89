package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.InputField.CellType;
import dev.groundwork.task.spec.StorableJson;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A table whose header names {@code externalId}, optionally {@code overlap}, and properties of the input. An empty cell
 * leaves its property out; a quoted empty cell is the empty text. Columns {@code gold.<output>}, or one column {@code gold}
 * with the answer as JSON, make a row's task a control task, with {@code explanation} and {@code training}; a property of the
 * input that has such a name is the input's.
 */
final class CsvRows implements TaskRows {

    private static final String EXTERNAL_ID = "externalId";
    private static final String OVERLAP = "overlap";
    private static final String GOLD = "gold";
    private static final String GOLD_PREFIX = "gold.";
    private static final String EXPLANATION = "explanation";
    private static final String TRAINING = "training";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final TaskSpec spec;
    private final List<String> columns = new ArrayList<>();
    private final List<CellType> types = new ArrayList<>();
    /** Columns that say something of the right answer, and not of the input. */
    private final Set<String> known = new HashSet<>();

    private final boolean usable;
    private final TableBody body;

    /** Reads the header; a header that cannot be used is told to {@code errors} as row 0, and no rows follow. */
    CsvRows(InputStream in, TaskSpec spec, RowErrors errors) throws IOException {
        this.spec = spec;
        var csv = new CsvReader(in, MOST_ROW_BYTES);
        this.usable = readHeader(csv, errors);
        this.body = new TableBody(csv, columns);
    }

    private boolean readHeader(CsvReader csv, RowErrors errors) throws IOException {
        CsvReader.Row header = csv.next();
        if (header == null || header.isBlank()) {
            errors.add(new RowError(
                    0, EXTERNAL_ID, null, "missing-column", "the first row must name the columns; externalId is one"));
            return false;
        }
        if (header.fault() != null) {
            errors.add(new RowError(0, Integer.toString(header.faultColumn()), null, "malformed-csv", header.fault()));
            return false;
        }
        Map<String, CellType> inputs = new HashMap<>();
        for (InputField field : spec.inputs()) {
            inputs.put(field.name(), field.type());
        }
        boolean fine = true;
        var seen = new HashSet<String>();
        for (CsvReader.Cell cell : header.cells()) {
            String name = cell.text().strip();
            String fault = null;
            if (name.isEmpty()) {
                fault = "column " + (columns.size() + 1) + " has no name";
            } else if (!seen.add(name)) {
                fault = "is there twice";
            } else if (!inputs.containsKey(name) && isOfAnswer(name)) {
                known.add(name);
            } else if (!inputs.containsKey(name)
                    && !name.equals(EXTERNAL_ID)
                    && !name.equals(OVERLAP)
                    && !spec.takesOtherInputs()) {
                fault = "is not a property of the input; it has "
                        + String.join(", ", inputs.keySet().stream().sorted().toList());
            }
            if (fault != null) {
                errors.add(new RowError(
                        0,
                        name.isEmpty() ? Integer.toString(columns.size() + 1) : name,
                        null,
                        name.isEmpty() || fault.startsWith("is there") ? "malformed-csv" : "unknown-column",
                        fault));
                fine = false;
            }
            columns.add(name);
            types.add(inputs.getOrDefault(name, CellType.TEXT));
        }
        if (!columns.contains(EXTERNAL_ID)) {
            errors.add(new RowError(
                    0, EXTERNAL_ID, null, "missing-column", "is missing: it holds your own name for each task"));
            fine = false;
        }
        return fine;
    }

    private boolean isOfAnswer(String column) {
        return column.equals(GOLD)
                || column.equals(EXPLANATION)
                || column.equals(TRAINING)
                || (column.startsWith(GOLD_PREFIX)
                        && spec.outputs().stream().anyMatch(field -> column.substring(GOLD_PREFIX.length())
                                .equals(field.name())));
    }

    @Override
    public @Nullable TaskRow next(RowErrors errors) throws IOException {
        if (!usable) {
            return null;
        }
        for (CsvReader.Row row = body.next(errors); row != null; row = body.next(errors)) {
            TaskRow task = read(row, errors);
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    @Override
    public long received() {
        return body.number();
    }

    private @Nullable TaskRow read(CsvReader.Row row, RowErrors errors) {
        String externalId = "";
        int overlap = 0;
        ObjectNode input = NODES.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            CsvReader.Cell cell = row.cells().get(i);
            switch (column) {
                case EXTERNAL_ID -> externalId = cell.text();
                case OVERLAP -> {
                    if (!cell.isAbsent()) {
                        overlap = overlapIn(cell.text());
                        if (overlap < 1) {
                            return refuse(
                                    errors,
                                    OVERLAP,
                                    null,
                                    "invalid-overlap",
                                    "must be a whole number from 1 to " + MOST_OVERLAP);
                        }
                    }
                }
                default -> {
                    if (!cell.isAbsent() && !known.contains(column)) {
                        JsonNode value = CellValues.of(cell.text(), types.get(i));
                        if (value == null) {
                            return refuse(
                                    errors,
                                    column,
                                    "/" + column,
                                    "invalid-input",
                                    "must be " + CellValues.inWords(types.get(i)) + ", as the input schema says");
                        }
                        input.set(column, value);
                    }
                }
            }
        }
        if (externalId.isBlank() || externalId.length() > LONGEST_EXTERNAL_ID) {
            return refuse(
                    errors,
                    EXTERNAL_ID,
                    null,
                    "invalid-external-id",
                    "must be a text of 1 to " + LONGEST_EXTERNAL_ID + " characters: your own name for the task");
        }
        String fault = StorableJson.faultOf(externalId);
        if (fault != null) {
            return refuse(errors, EXTERNAL_ID, null, "invalid-external-id", fault);
        }
        List<FieldError> faults = spec.faultsOfInput(input);
        for (FieldError inputFault : faults) {
            errors.add(new RowError(
                    body.number(),
                    columnOf(inputFault.pointer()),
                    inputFault.pointer(),
                    "invalid-input",
                    inputFault.detail()));
        }
        KnownAnswer answer = null;
        if (saysAnswer(row)) {
            answer = answerIn(row, errors);
            if (answer == null) {
                return null;
            }
        }
        return faults.isEmpty() ? new TaskRow(body.number(), externalId, overlap, input, answer) : null;
    }

    private boolean saysAnswer(CsvReader.Row row) {
        for (int i = 0; i < columns.size(); i++) {
            if (known.contains(columns.get(i)) && !row.cells().get(i).isAbsent()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable KnownAnswer answerIn(CsvReader.Row row, RowErrors errors) {
        ObjectNode gold = NODES.objectNode();
        String explanation = null;
        boolean training = false;
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            CsvReader.Cell cell = row.cells().get(i);
            if (!known.contains(column) || cell.isAbsent()) {
                continue;
            }
            switch (column) {
                case GOLD -> {
                    if (!(CellValues.json(cell.text()) instanceof ObjectNode whole)) {
                        return refuseGold(errors, GOLD, "/gold", "must be an answer as a JSON object");
                    }
                    gold.setAll(whole);
                }
                case EXPLANATION -> explanation = cell.text();
                case TRAINING -> {
                    var value = cell.text().strip();
                    if (!value.equals("true") && !value.equals("false")) {
                        return refuseGold(errors, TRAINING, "/training", "must be true or false");
                    }
                    training = value.equals("true");
                }
                default -> gold.set(column.substring(GOLD_PREFIX.length()), NODES.textNode(cell.text()));
            }
        }
        if (gold.isEmpty()) {
            return refuseGold(errors, GOLD, "/gold", "must be an answer that fits the output schema");
        }
        if (explanation != null
                && (explanation.length() > KnownAnswer.LONGEST_EXPLANATION
                        || StorableJson.faultOf(explanation) != null)) {
            return refuseGold(
                    errors,
                    EXPLANATION,
                    "/explanation",
                    "must be a text of at most " + KnownAnswer.LONGEST_EXPLANATION + " characters");
        }
        List<FieldError> faults = faultsOfGold(gold);
        for (FieldError fault : faults) {
            String output = columnOf(fault.pointer());
            errors.add(new RowError(
                    body.number(),
                    columns.contains(GOLD) || output == null ? GOLD : GOLD_PREFIX + output,
                    "/gold" + fault.pointer(),
                    "invalid-gold",
                    fault.detail()));
        }
        return faults.isEmpty() ? new KnownAnswer(gold, explanation, training) : null;
    }

    /** A cell is a text where the schema takes one, and else the JSON that it spells: {@code true}, {@code 3}. */
    private List<FieldError> faultsOfGold(ObjectNode gold) {
        List<FieldError> faults = spec.faultsOf(gold);
        boolean changed = false;
        for (FieldError fault : faults) {
            String output = columnOf(fault.pointer());
            if (output != null
                    && known.contains(GOLD_PREFIX + output)
                    && gold.path(output).isTextual()) {
                JsonNode spelled = CellValues.json(gold.path(output).textValue());
                if (spelled != null) {
                    gold.set(output, spelled);
                    changed = true;
                }
            }
        }
        return changed ? spec.faultsOf(gold) : faults;
    }

    private @Nullable KnownAnswer refuseGold(RowErrors errors, String column, String pointer, String detail) {
        errors.add(new RowError(body.number(), column, pointer, "invalid-gold", detail));
        return null;
    }

    private @Nullable TaskRow refuse(
            RowErrors errors, @Nullable String column, @Nullable String pointer, String code, String detail) {
        errors.add(new RowError(body.number(), column, pointer, code, detail));
        return null;
    }

    private static int overlapIn(String text) {
        try {
            int overlap = Integer.parseInt(text.strip());
            return overlap > MOST_OVERLAP ? 0 : overlap;
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    /** The column that a fault in the input comes from: its first step. */
    private static @Nullable String columnOf(String pointer) {
        if (pointer.isEmpty()) {
            return null;
        }
        int end = pointer.indexOf('/', 1);
        String step = end < 0 ? pointer.substring(1) : pointer.substring(1, end);
        return step.replace("~1", "/").replace("~0", "~");
    }
}
