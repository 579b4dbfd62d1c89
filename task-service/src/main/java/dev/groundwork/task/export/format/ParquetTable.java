package dev.groundwork.task.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.task.export.parquet.Codec;
import dev.groundwork.task.export.parquet.Field;
import dev.groundwork.task.export.parquet.ParquetWriter;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.OutputField;

/**
 * The canonical row as Parquet columns. Texts, numbers, truths and lists of labels have their own types; what has more
 * shape, such as boxes, is a text of JSON.
 */
final class ParquetTable implements ExportWriter {

    private final ParquetWriter writer;
    private final Options options;

    ParquetTable(Plan plan, OutputStream out, Codec codec) throws IOException {
        this.options = plan.options();
        this.writer = new ParquetWriter(out, fieldsOf(plan), codec);
    }

    private static List<Field> fieldsOf(Plan plan) {
        Options options = plan.options();
        var fields = new ArrayList<Field>();
        fields.add(Field.text("taskId"));
        fields.add(Field.text("externalId"));
        if (!options.idsOnly() && !plan.spec().inputs().isEmpty()) {
            fields.add(Field.struct(
                    "input",
                    plan.spec().inputs().stream().map(ParquetTable::inputField).toList()));
        }
        if (options.includeControl()) {
            fields.add(Field.truth("control"));
        }
        fields.add(Field.integer("answers"));
        fields.add(Field.struct(
                "result",
                plan.spec().outputs().stream().map(ParquetTable::outcomeField).toList()));
        if (options.includeAnswers()) {
            fields.add(Field.many("assignments", assignmentField(options)));
        }
        return fields;
    }

    private static Field inputField(InputField input) {
        return switch (input.type()) {
            case TEXT, JSON -> Field.text(input.name());
            case NUMBER -> Field.number(input.name());
            case BOOLEAN -> Field.truth(input.name());
        };
    }

    private static Field outcomeField(OutputField output) {
        return Field.struct(
                output.name(),
                List.of(
                        valueField(output),
                        Field.number("confidence"),
                        Field.number("agreement"),
                        Field.text("method"),
                        Field.integer("votes"),
                        Field.number("share"),
                        Field.truth("tie")));
    }

    private static Field valueField(OutputField output) {
        return switch (output.kind()) {
            case NUMBER -> Field.number("value");
            // A scale counts, or names its places.
            case RATING ->
                output.schema().path("type").asText().equals("string") ? Field.text("value") : Field.number("value");
            case BOOLEAN -> Field.truth("value");
            case MULTICHOICE -> Field.many("value", Field.text("element"));
            default -> Field.text("value");
        };
    }

    private static Field assignmentField(Options options) {
        var fields = new ArrayList<Field>();
        fields.add(Field.text("assignmentId"));
        if (options.includeWorkers()) {
            fields.add(Field.text("worker"));
        }
        fields.add(Field.text("state"));
        fields.add(Field.instant("submittedAt"));
        fields.add(Field.integer("activeSeconds"));
        fields.add(Field.text("answer"));
        return Field.struct("element", fields);
    }

    @Override
    public void row(ExportRow row) throws IOException {
        writer.row(JsonRow.of(row, options));
    }

    @Override
    public void end() throws IOException {
        writer.finish();
    }
}
