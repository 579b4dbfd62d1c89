package dev.groundwork.task.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.groundwork.kit.problem.TooLarge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProjectFileTest {

    @TempDir
    Path folder;

    @Test
    void is_not_left_behind_when_it_is_too_large() {
        Path file = folder.resolve("project");

        assertThatThrownBy(() -> ProjectFile.keep(body("{\"config\": \"<View/>\"}"), file, 5))
                .isInstanceOf(TooLarge.class);

        assertThat(file).doesNotExist();
    }

    @Test
    void is_not_left_behind_when_the_sender_breaks_off() {
        Path file = folder.resolve("project");
        var broken = new SequenceInputStream(body("{\"config\""), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection was reset");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> ProjectFile.keep(broken, file, 1_000)).isInstanceOf(IOException.class);

        assertThat(file).doesNotExist();
    }

    @Test
    void hands_over_tasks_as_long_as_a_row_of_an_upload_and_no_longer() throws IOException {
        String full = "{\"data\": {\"list\": [" + "1,".repeat(500_000) + "1]}}";
        String longer = "{\"data\": {\"list\": [" + "1,".repeat(600_000) + "1]}}";

        try (var file = kept("{\"config\": \"c\", \"tasks\": [" + full + "," + full + "]}")) {
            assertThat(file.each(
                            (number, task) -> assertThat(task.at("/data/list")).hasSize(500_001)))
                    .isEqualTo(2);
        }
        try (var file = kept("{\"config\": \"c\", \"tasks\": [{}," + longer + "]}")) {
            assertThatThrownBy(() -> file.each((number, task) -> {}))
                    .isInstanceOf(TooLarge.class)
                    .hasMessageContaining("task 2");
        }
    }

    @Test
    void has_terms_of_a_bounded_length() throws IOException {
        try (var file = kept("{\"config\": \"c\", \"job\": {\"x\": [" + "1,".repeat(600_000) + "1]}}")) {
            assertThatThrownBy(file::head).isInstanceOf(TooLarge.class).hasMessageContaining("job");
        }
    }

    private ProjectFile kept(String body) throws IOException {
        return ProjectFile.keep(body(body), folder.resolve("project"), 10_000_000);
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
