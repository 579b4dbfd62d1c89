package dev.groundwork.task.export.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ZipArchiveTest {

    @TempDir
    Path folder;

    @Test
    void is_read_by_the_platform() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "line\n".repeat(10_000));

        Path file = write(archive -> {
            archive.add("a/ü.txt", "grün");
            archive.store("stored.txt", text);
            archive.compress("compressed.txt", text);
            archive.add("empty", "");
        });

        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("a/ü.txt", "stored.txt", "compressed.txt", "empty");
            assertThat(zip.stream()).allSatisfy(entry -> {
                assertThat(entry.getTimeLocal()).isEqualTo(LocalDateTime.of(1980, 1, 1, 0, 0));
                assertThat(contentOf(zip, entry)).hasSize((int) entry.getSize());
            });
            assertThat(contentOf(zip, zip.getEntry("a/ü.txt"))).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
            assertThat(contentOf(zip, zip.getEntry("compressed.txt"))).isEqualTo(Files.readAllBytes(text));
            assertThat(zip.getEntry("stored.txt").getCompressedSize()).isEqualTo(50_000);
            assertThat(zip.getEntry("compressed.txt").getCompressedSize()).isLessThan(1_000);
        }
    }

    @Test
    void has_more_entries_than_the_first_zip_could_count() throws IOException {
        Path file = write(archive -> {
            for (int i = 0; i < 70_000; i++) {
                archive.add("labels/" + i, Integer.toString(i));
            }
        });

        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(70_000);
            assertThat(contentOf(zip, zip.getEntry("labels/69999"))).asString().isEqualTo("69999");
        }
    }

    @Test
    void leaves_nothing_behind() throws IOException {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        Path text = Files.writeString(folder.resolve("text"), "x");

        try (var archive = new ZipArchive(new ByteArrayOutputStream(), scratch)) {
            archive.compress("x", text);
        }

        assertThat(scratch).isEmptyDirectory();
    }

    private interface Content {
        void into(ZipArchive archive) throws IOException;
    }

    private Path write(Content content) throws IOException {
        Path file = folder.resolve("archive.zip");
        try (var out = Files.newOutputStream(file);
                var archive = new ZipArchive(out, folder)) {
            content.into(archive);
            archive.finish();
        }
        return file;
    }

    private static byte[] contentOf(ZipFile zip, ZipEntry entry) {
        try (var in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new AssertionError(entry.getName(), broken);
        }
    }
}
