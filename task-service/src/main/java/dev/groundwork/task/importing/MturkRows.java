package dev.groundwork.task.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.task.ingest.CellValues;
import dev.groundwork.task.ingest.CsvReader;
import dev.groundwork.task.ingest.RowError;
import dev.groundwork.task.ingest.RowErrors;
import dev.groundwork.task.ingest.TableBody;
import dev.groundwork.task.ingest.TaskRow;
import dev.groundwork.task.ingest.TaskRows;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.InputField.CellType;
import dev.groundwork.task.spec.StorableJson;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A batch file of Mechanical Turk. In a file of results the columns {@code Input.x} hold the inputs; those of Amazon's own
 * (HITId, WorkerId, Answer.y and the like) are passed over, but for HITId, which names the task. In a file of inputs every
 * column is one, and a task is named by its row. Rows of one HIT, an assignment each, are one task.
 */
final class MturkRows implements TaskRows {

    private static final String INPUT = "Input.";
    private static final String HIT_ID = "HITId";
    private static final String EXTERNAL_ID = "externalId";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Columns of a file of results that are neither inputs nor answers. */
    private static final Set<String> AMAZONS = Set.of(
            HIT_ID,
            "HITTypeId",
            "Title",
            "Description",
            "Keywords",
            "Reward",
            "CreationTime",
            "MaxAssignments",
            "RequesterAnnotation",
            "AssignmentDurationInSeconds",
            "AutoApprovalDelayInSeconds",
            "Expiration",
            "NumberOfSimilarHITs",
            "LifetimeInSeconds",
            "AssignmentId",
            "WorkerId",
            "AssignmentStatus",
            "AcceptTime",
            "SubmitTime",
            "AutoApprovalTime",
            "ApprovalTime",
            "RejectionTime",
            "RequesterFeedback",
            "WorkTimeInSeconds",
            "LifetimeApprovalRate",
            "Last30DaysApprovalRate",
            "Last7DaysApprovalRate",
            "Approve",
            "Reject");

    /** What a column is for: an input by its name, the name of the task, or nothing. */
    private record Column(String title, @Nullable String input, boolean name, CellType type) {}

    private final TaskSpec spec;
    private final List<Column> columns = new ArrayList<>();
    private final boolean usable;
    private final TableBody body;

    /** Reads the header; a header that cannot be used is told to {@code errors} as row 0, and no rows follow. */
    MturkRows(InputStream in, TaskSpec spec, RowErrors errors) throws IOException {
        this.spec = spec;
        var csv = new CsvReader(in, MOST_ROW_BYTES);
        this.usable = readHeader(csv, errors);
        this.body = new TableBody(csv, columns.stream().map(Column::title).toList());
    }

    private boolean readHeader(CsvReader csv, RowErrors errors) throws IOException {
        CsvReader.Row header = csv.next();
        if (header == null || header.isBlank()) {
            errors.add(new RowError(0, null, null, "missing-column", "the first row must name the columns"));
            return false;
        }
        String malformed = header.fault();
        if (malformed != null) {
            errors.add(new RowError(0, Integer.toString(header.faultColumn()), null, "malformed-csv", malformed));
            return false;
        }
        List<String> titles =
                header.cells().stream().map(cell -> cell.text().strip()).toList();
        boolean results = titles.stream().anyMatch(title -> title.startsWith(INPUT));
        Map<String, CellType> types = new HashMap<>();
        for (InputField field : spec.inputs()) {
            types.put(field.name(), field.type());
        }
        var inputs = new HashSet<String>();
        boolean fine = true;
        for (String title : titles) {
            String input = inputOf(title, results);
            if (input != null && !inputs.add(input)) {
                errors.add(new RowError(0, title, null, "malformed-csv", "is there twice"));
                fine = false;
            } else if (input != null && !types.containsKey(input) && !spec.takesOtherInputs()) {
                errors.add(new RowError(
                        0,
                        title,
                        null,
                        "unknown-column",
                        "is not a property of the input; it has "
                                + String.join(
                                        ", ", types.keySet().stream().sorted().toList())));
                fine = false;
            }
            boolean name = title.equals(HIT_ID) || title.equals(EXTERNAL_ID);
            columns.add(new Column(title, input, name, types.getOrDefault(input == null ? "" : input, CellType.TEXT)));
        }
        if (inputs.isEmpty()) {
            errors.add(new RowError(0, INPUT, null, "missing-column", "there is no column of an input"));
            fine = false;
        }
        return fine;
    }

    private static @Nullable String inputOf(String title, boolean results) {
        if (results) {
            return title.startsWith(INPUT) && title.length() > INPUT.length() ? title.substring(INPUT.length()) : null;
        }
        return title.isEmpty() || title.equals(EXTERNAL_ID) || title.startsWith("Answer.") || AMAZONS.contains(title)
                ? null
                : title;
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
        ObjectNode input = NODES.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            CsvReader.Cell cell = row.cells().get(i);
            if (column.name() && !cell.text().isBlank()) {
                externalId = cell.text().strip();
            }
            if (column.input() == null || cell.isAbsent()) {
                continue;
            }
            JsonNode value = CellValues.of(cell.text(), column.type());
            if (value == null) {
                return refuse(
                        errors,
                        column.title(),
                        "/" + column.input(),
                        "invalid-input",
                        "must be " + CellValues.inWords(column.type()) + ", as the input schema says");
            }
            input.set(column.input(), value);
        }
        if (externalId.isEmpty()) {
            externalId = "row-" + body.number();
        }
        String fault = StorableJson.faultOf(externalId);
        if (fault != null || externalId.length() > LONGEST_EXTERNAL_ID) {
            return refuse(
                    errors,
                    HIT_ID,
                    null,
                    "invalid-external-id",
                    fault == null ? "must have at most " + LONGEST_EXTERNAL_ID + " characters" : fault);
        }
        return checked(externalId, input, errors);
    }

    private @Nullable TaskRow checked(String externalId, ObjectNode input, RowErrors errors) {
        List<FieldError> faults = spec.faultsOfInput(input);
        for (FieldError inputFault : faults) {
            String step =
                    inputFault.pointer().isEmpty() ? "" : inputFault.pointer().substring(1);
            String title = columns.stream()
                    .filter(column -> step.equals(column.input()))
                    .map(Column::title)
                    .findFirst()
                    .orElse(null);
            errors.add(new RowError(body.number(), title, inputFault.pointer(), "invalid-input", inputFault.detail()));
        }
        return faults.isEmpty() ? new TaskRow(body.number(), externalId, 0, input, null) : null;
    }

    private @Nullable TaskRow refuse(
            RowErrors errors, @Nullable String column, @Nullable String pointer, String code, String detail) {
        errors.add(new RowError(body.number(), column, pointer, code, detail));
        return null;
    }
}
