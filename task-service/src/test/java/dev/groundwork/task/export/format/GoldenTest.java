package dev.groundwork.task.export.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipInputStream;

import dev.groundwork.task.export.format.Samples.Opening;
import dev.groundwork.task.export.parquet.Codec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each format against a file that was looked at by eye and opened by a reader of others: Parquet by pyarrow and DuckDB, COCO by
 * pycocotools, Label Studio by its converter, CoNLL by NLTK, spaCy and seqeval, the Hugging Face folder by {@code datasets}.
 * {@code -Dgolden.write=FOLDER} writes them anew.
 */
class GoldenTest {

    @TempDir
    Path scratch;

    @Test
    void lines() throws IOException {
        check("moods.jsonl", JsonLines::new, Samples.MOODS, Samples.options(false, null), Samples.moods());
        check("moods-with-answers.jsonl", JsonLines::new, Samples.MOODS, Samples.options(true, null), Samples.moods());
        check(
                "moods-ids-only.jsonl",
                JsonLines::new,
                Samples.MOODS,
                new Options(false, false, true, true, null),
                Samples.moods());
    }

    @Test
    void a_table() throws IOException {
        check("moods.csv", CsvTable::new, Samples.MOODS, Samples.options(false, null), Samples.moods());
        check(
                "objects-with-answers.csv",
                CsvTable::new,
                Samples.OBJECTS,
                Samples.options(true, null),
                Samples.objects());
    }

    @Test
    void parquet_columns() throws IOException {
        check(
                "moods.parquet",
                (plan, out) -> new ParquetTable(plan, out, Codec.NONE),
                Samples.MOODS,
                Samples.options(true, null),
                Samples.moods());
    }

    @Test
    void objects_in_pictures_for_coco() throws IOException {
        for (String field : List.of("objects", "outlines", "people")) {
            check(
                    "coco-" + field + ".json",
                    Coco::new,
                    Samples.OBJECTS,
                    Samples.options(false, field),
                    Samples.objects());
        }
    }

    @Test
    void objects_in_pictures_for_yolo() throws IOException {
        for (String field : List.of("objects", "outlines", "people")) {
            check(
                    "yolo-" + field + ".zip.txt",
                    Yolo::new,
                    Samples.OBJECTS,
                    Samples.options(false, field),
                    Samples.objects());
        }
    }

    @Test
    void tagged_words() throws IOException {
        check("names.conll", Conll::new, Samples.NAMES, Samples.options(false, null), Samples.names());
    }

    @Test
    void label_studio_projects() throws IOException {
        check(
                "moods-label-studio.zip.txt",
                LabelStudio::new,
                Samples.MOODS,
                Samples.options(true, null),
                Samples.moods());
        check(
                "objects-label-studio.zip.txt",
                LabelStudio::new,
                Samples.OBJECTS,
                Samples.options(false, null),
                Samples.objects());
        check(
                "names-label-studio.zip.txt",
                LabelStudio::new,
                Samples.NAMES,
                Samples.options(true, null),
                Samples.names());
        check(
                "pairs-label-studio.zip.txt",
                LabelStudio::new,
                Samples.PAIRS,
                Samples.options(false, null),
                Samples.pairs());
        check(
                "chats-label-studio.zip.txt",
                LabelStudio::new,
                Samples.CHATS,
                Samples.options(false, null),
                Samples.chats());
        check(
                "recordings-label-studio.zip.txt",
                LabelStudio::new,
                Samples.RECORDINGS,
                Samples.options(false, null),
                Samples.recordings());
    }

    @Test
    void hugging_face_folders() throws IOException {
        Opening plain = (plan, out) -> new HuggingFace(plan, out, Codec.NONE);
        check("moods-hugging-face.zip.txt", plain, Samples.MOODS, Samples.options(false, null), Samples.moods());
        check("pairs-hugging-face.zip.txt", plain, Samples.PAIRS, Samples.options(false, null), Samples.pairs());
        check("chats-hugging-face.zip.txt", plain, Samples.CHATS, Samples.options(false, null), Samples.chats());
    }

    private void check(String name, Opening opening, String spec, Options options, List<ExportRow> rows)
            throws IOException {
        byte[] made = Samples.export(opening, spec, options, rows, scratch);
        assertThat(Samples.export(opening, spec, options, rows, scratch))
                .as("the same rows make the same bytes")
                .isEqualTo(made);
        assertThat(scratch).as("nothing is left over").isEmptyDirectory();
        byte[] shown = name.endsWith(".zip.txt") ? listing(made) : made;
        String folder = System.getProperty("golden.write");
        if (folder != null) {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder).resolve(name), shown);
            if (name.endsWith(".zip.txt")) {
                Files.write(Path.of(folder).resolve(name.replace(".txt", "")), made);
            }
            return;
        }
        try (InputStream golden = GoldenTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(golden).as(name).isNotNull();
            byte[] expected = golden.readAllBytes();
            if (name.endsWith(".parquet")) {
                assertThat(HexFormat.of().formatHex(shown))
                        .as(name)
                        .isEqualTo(HexFormat.of().formatHex(expected));
            } else {
                assertThat(new String(shown, StandardCharsets.UTF_8))
                        .as(name)
                        .isEqualTo(new String(expected, StandardCharsets.UTF_8));
            }
        }
    }

    /** The entries of an archive in their order, as a text: how they are compressed is the platform's business. */
    private static byte[] listing(byte[] archive) throws IOException {
        var text = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                text.writeBytes(("=== " + entry.getName() + " " + entry.getTimeLocal() + " " + content.length + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                text.writeBytes(
                        entry.getName().endsWith(".parquet")
                                ? (HexFormat.of().formatHex(content) + "\n").getBytes(StandardCharsets.UTF_8)
                                : content);
            }
        }
        return text.toByteArray();
    }
}
