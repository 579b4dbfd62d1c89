package dev.groundwork.task.export.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.groundwork.task.result.CsvLine;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.OutputField;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * A table with a column for each property: inputs as {@code input.<name>}, results by their name, followed by what is
 * known of how sure they are. Lists of labels stand in one cell with bars between them; what has more shape is JSON.
 */
final class CsvTable implements ExportWriter {

    /** What an outcome may tell besides its value. */
    private static final List<String> MEASURES = List.of("confidence", "agreement", "method", "votes", "share", "tie");

    private final Writer writer;
    private final Options options;
    private final List<InputField> inputs;
    private final List<OutputField> outputs;

    CsvTable(Plan plan, OutputStream out) throws IOException {
        this.options = plan.options();
        this.inputs = options.idsOnly() ? List.of() : plan.spec().inputs();
        this.outputs = plan.spec().outputs();
        this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 * 1024);
        var header = new CsvLine().add("taskId").add("externalId");
        inputs.forEach(input -> header.add("input." + input.name()));
        if (options.includeControl()) {
            header.add("control");
        }
        header.add("answers");
        for (OutputField output : outputs) {
            header.add(output.name());
            MEASURES.forEach(measure -> header.add(output.name() + "." + measure));
        }
        if (options.includeAnswers()) {
            header.add("assignments");
        }
        writer.write(header.end());
    }

    @Override
    public void row(ExportRow row) throws IOException {
        var line = new CsvLine().add(row.taskId()).add(row.externalId());
        inputs.forEach(input -> line.add(cell(row.input().path(input.name()))));
        if (options.includeControl()) {
            line.add(row.control());
        }
        line.add(row.answers());
        for (OutputField output : outputs) {
            JsonNode outcome = row.result().path(output.name());
            line.add(cell(outcome.path("value")));
            MEASURES.forEach(measure -> line.add(cell(outcome.path(measure))));
        }
        if (options.includeAnswers()) {
            line.add(cell(JsonRow.assignments(row)));
        }
        writer.write(line.end());
    }

    /** {@return what the line takes for a value: a list of plain values as such, anything deeper as its JSON} */
    private static @Nullable JsonNode cell(JsonNode value) {
        if (value.isMissingNode()) {
            return null;
        }
        if (value.isObject()) {
            return TextNode.valueOf(value.toString());
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (item.isContainerNode()) {
                    return TextNode.valueOf(value.toString());
                }
            }
        }
        return value;
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
