package dev.groundwork.task.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

import dev.groundwork.task.export.parquet.Codec;
import dev.groundwork.task.export.parquet.Field;
import dev.groundwork.task.export.parquet.ParquetWriter;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What was preferred to what, as trainers read it: prompt, chosen, rejected. */
final class PreferencePairs implements ExportWriter {

    private static final String PROMPT = "prompt";

    private final Plan plan;
    private final OutputField field;
    private final @Nullable String prompt;
    private final ParquetWriter writer;

    private PreferencePairs(Plan plan, OutputField field, OutputStream out, Codec codec) throws IOException {
        this.plan = plan;
        this.field = field;
        this.prompt = promptOf(plan.spec(), field);
        this.writer = new ParquetWriter(
                out,
                List.of(
                        Field.text("externalId"),
                        Field.text(PROMPT),
                        Field.text("chosen"),
                        Field.text("rejected"),
                        Field.number("confidence"),
                        Field.integer("answers")),
                codec);
    }

    /** {@return the writer; empty unless the spec asks for one preference between two inputs that are named as its sides} */
    static Optional<ExportWriter> of(Plan plan, OutputStream out, Codec codec) throws IOException {
        List<OutputField> fields = plan.spec().outputs().stream()
                .filter(field -> isBetweenInputs(plan.spec(), field))
                .toList();
        if (fields.size() != 1 || plan.options().idsOnly()) {
            return Optional.empty();
        }
        return Optional.of(new PreferencePairs(plan, fields.getFirst(), out, codec));
    }

    private static boolean isBetweenInputs(TaskSpec spec, OutputField field) {
        List<String> names = spec.inputs().stream().map(InputField::name).toList();
        return field.kind() == OutputKind.PREFERENCE && field.labels().size() == 2 && names.containsAll(field.labels());
    }

    /** The input of that name, or the only text that is none of the sides. */
    private static @Nullable String promptOf(TaskSpec spec, OutputField field) {
        List<String> others = spec.inputs().stream()
                .filter(input -> input.type() == InputField.CellType.TEXT && !input.media())
                .map(InputField::name)
                .filter(name -> !field.labels().contains(name))
                .toList();
        if (spec.inputs().stream().anyMatch(input -> input.name().equals(PROMPT))) {
            return PROMPT;
        }
        return others.size() == 1 ? others.getFirst() : null;
    }

    @Override
    public void row(ExportRow row) throws IOException {
        int choice =
                field.labels().indexOf(row.valueOf(field.name()).path("choice").asText());
        if (choice < 0) {
            plan.notes().add(Notes.Reason.NO_PREFERENCE, row.externalId());
            return;
        }
        ObjectNode pair = JsonRow.NODES.objectNode();
        pair.put("externalId", row.externalId());
        pair.put(PROMPT, prompt == null ? "" : JsonRow.text(row.input().path(prompt)));
        pair.put("chosen", side(row, choice));
        pair.put("rejected", side(row, 1 - choice));
        pair.put("confidence", row.confidenceOf(field.name()));
        pair.put("answers", row.answers());
        writer.row(pair);
    }

    private String side(ExportRow row, int number) {
        JsonNode text = row.input().path(field.labels().get(number));
        return text.isMissingNode() ? "" : JsonRow.text(text);
    }

    @Override
    public void end() throws IOException {
        writer.finish();
    }
}
