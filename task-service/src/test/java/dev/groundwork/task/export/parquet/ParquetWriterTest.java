package dev.groundwork.task.export.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqStruct;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written, as a reader that is not ours reads it. */
class ParquetWriterTest {

    private static final List<Field> FIELDS = List.of(
            Field.text("name"),
            Field.integer("count"),
            Field.number("share"),
            Field.truth("sure"),
            Field.instant("at"),
            Field.many("labels", Field.text("element")),
            Field.struct("input", List.of(Field.text("text"), Field.many("sizes", Field.integer("element")))),
            Field.many(
                    "given",
                    Field.struct(
                            "element", List.of(Field.text("worker"), Field.many("words", Field.text("element"))))));

    @Test
    void every_type_is_read_back() throws IOException {
        byte[] file = write(Codec.GZIP, List.of(json("""
                {"name": "grün 🌊", "count": 9007199254740993, "share": 0.25, "sure": true,
                 "at": "2026-11-26T10:00:00.123456Z", "labels": ["sea", "sun"],
                 "input": {"text": "", "sizes": [1, 2, 3]},
                 "given": [{"worker": "a", "words": ["x", "y"]}, {"worker": null, "words": []}, {"words": ["z"]}],
                 "unknown": 1}
                """)));

        read(file, row -> {
            assertThat(row.getString("name")).isEqualTo("grün 🌊");
            assertThat(row.getLong("count")).isEqualTo(9007199254740993L);
            assertThat(row.getDouble("share")).isEqualTo(0.25);
            assertThat(row.getBoolean("sure")).isTrue();
            assertThat(row.getTimestamp("at")).isEqualTo(Instant.parse("2026-11-26T10:00:00.123456Z"));
            assertThat(row.getList("labels").strings()).containsExactly("sea", "sun");
            assertThat(row.getStruct("input").getString("text")).isEmpty();
            assertThat(row.getStruct("input").getList("sizes").values()).isEqualTo(List.of(1L, 2L, 3L));
            List<PqStruct> given = row.getList("given").structs();
            assertThat(given).hasSize(3);
            assertThat(given.getFirst().getList("words").strings()).containsExactly("x", "y");
            assertThat(given.get(1).isNull("worker")).isTrue();
            assertThat(given.get(1).getList("words").size()).isZero();
            assertThat(given.get(2).getList("words").strings()).containsExactly("z");
        });
    }

    @Test
    void what_is_absent_stays_absent() throws IOException {
        byte[] file = write(Codec.NONE, List.of(json("{}"), json("{\"name\": null, \"labels\": [], \"input\": {}}")));

        var absent = new ArrayList<String>();
        read(
                file,
                row -> absent.add(row.isNull("name") + " " + row.isNull("labels") + " " + row.isNull("input") + " "
                        + row.isNull("given")));
        assertThat(absent).containsExactly("true true true true", "true false false true");
    }

    @Test
    void many_rows_make_many_groups_and_are_all_there() throws IOException {
        var random = new Random(7);
        var rows = new ArrayList<ObjectNode>();
        for (int i = 0; i < 60_000; i++) {
            rows.add(random(i, random));
        }

        byte[] file = write(Codec.GZIP, rows);

        try (var reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)))) {
            assertThat(reader.getFileMetaData().rowGroups()).hasSizeGreaterThan(1);
        }
        var at = new int[] {0};
        read(file, row -> {
            ObjectNode expected = rows.get(at[0]++);
            assertThat(row.getString("name")).isEqualTo(expected.path("name").textValue());
            assertThat(row.isNull("sure")).isEqualTo(!expected.has("sure"));
            if (expected.has("sure")) {
                assertThat(row.getBoolean("sure"))
                        .isEqualTo(expected.path("sure").booleanValue());
            }
            var labels = new ArrayList<String>();
            expected.path("labels").forEach(label -> labels.add(label.textValue()));
            assertThat(row.getList("labels").strings()).isEqualTo(labels);
            assertThat(row.getStruct("input").getString("text"))
                    .isEqualTo(expected.path("input").path("text").textValue());
        });
        assertThat(at[0]).isEqualTo(60_000);
    }

    @Test
    void no_rows_are_a_file_too() throws IOException {
        var rows = new ArrayList<String>();

        read(write(Codec.GZIP, List.of()), row -> rows.add(row.getString("name")));

        assertThat(rows).isEmpty();
    }

    private static ObjectNode random(int number, Random random) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("name", "row " + number);
        if (random.nextInt(3) > 0) {
            row.put("sure", random.nextBoolean());
        }
        ArrayNode labels = row.putArray("labels");
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.add("label " + random.nextInt(10));
        }
        byte[] noise = new byte[300];
        random.nextBytes(noise);
        row.putObject("input").put("text", HexFormat.of().formatHex(noise));
        return row;
    }

    private static byte[] write(Codec codec, List<? extends JsonNode> rows) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new ParquetWriter(out, FIELDS, codec);
        for (JsonNode row : rows) {
            writer.row(row);
        }
        writer.finish();
        return out.toByteArray();
    }

    private interface Look {
        void at(RowReader row);
    }

    private static void read(byte[] file, Look look) throws IOException {
        try (var reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                RowReader rows = reader.rowReader()) {
            while (rows.hasNext()) {
                rows.next();
                look.at(rows);
            }
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
