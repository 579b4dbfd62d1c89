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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Conversations with what their turns were rated: messages as trainers read them, each with role and content. */
final class Conversations implements ExportWriter {

    private final Plan plan;
    private final OutputField field;
    private final String messages;
    private final ParquetWriter writer;

    private Conversations(Plan plan, OutputField field, String messages, OutputStream out, Codec codec)
            throws IOException {
        this.plan = plan;
        this.field = field;
        this.messages = messages;
        Field message = Field.struct("element", List.of(Field.text("role"), Field.text("content")));
        Field rating = Field.struct(
                "element",
                List.of(
                        Field.integer("turn"),
                        Field.number("rating"),
                        Field.text("note"),
                        Field.many("labels", Field.text("element"))));
        this.writer = new ParquetWriter(
                out,
                List.of(
                        Field.text("externalId"),
                        Field.many("messages", message),
                        Field.many("ratings", rating),
                        Field.number("confidence"),
                        Field.integer("answers")),
                codec);
    }

    /** {@return the writer; empty unless the spec asks for the ratings of one conversation} */
    static Optional<ExportWriter> of(Plan plan, OutputStream out, Codec codec) throws IOException {
        List<OutputField> fields = plan.spec().outputs().stream()
                .filter(field -> field.kind() == OutputKind.CHAT_RATINGS)
                .toList();
        if (fields.size() != 1 || plan.options().idsOnly()) {
            return Optional.empty();
        }
        OutputField field = fields.getFirst();
        String about = field.about();
        if (about == null) {
            List<String> lists = plan.spec().inputs().stream()
                    .filter(input -> input.type() == InputField.CellType.JSON)
                    .map(InputField::name)
                    .toList();
            if (lists.size() != 1) {
                return Optional.empty();
            }
            about = Subject.pointerTo(lists.getFirst());
        }
        return Optional.of(new Conversations(plan, field, about, out, codec));
    }

    @Override
    public void row(ExportRow row) throws IOException {
        JsonNode turns = row.input().at(messages);
        if (!turns.isArray()) {
            plan.notes().add(Notes.Reason.NO_CONVERSATION, row.externalId());
            return;
        }
        ObjectNode item = JsonRow.NODES.objectNode();
        item.put("externalId", row.externalId());
        ArrayNode list = item.putArray("messages");
        for (JsonNode turn : turns) {
            ObjectNode message = list.addObject();
            message.put("role", firstOf(turn, "role", "speaker", "from"));
            message.put("content", firstOf(turn, "content", "text", "value"));
        }
        item.set("ratings", row.valueOf(field.name()));
        item.put("confidence", row.confidenceOf(field.name()));
        item.put("answers", row.answers());
        writer.row(item);
    }

    /** The usual names first; conversations come from many sources. */
    private static String firstOf(JsonNode turn, String... names) {
        for (String name : names) {
            if (turn.has(name)) {
                return JsonRow.text(turn.path(name));
            }
        }
        return "";
    }

    @Override
    public void end() throws IOException {
        writer.finish();
    }
}
