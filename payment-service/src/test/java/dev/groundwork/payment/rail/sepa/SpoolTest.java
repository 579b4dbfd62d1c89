package dev.groundwork.payment.rail.sepa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpoolTest {

    private static final byte[] BYTES = "<Document/>".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void shows_a_file_with_its_checksum_and_orders_and_nothing_half_written() throws IOException {
        new Spool(folder).put("a.xml", BYTES, Map.of("verificationOfPayee", "waived", "message", "pain.001.001.09"));

        assertThat(names()).containsExactly("a.xml", "a.xml.orders", "a.xml.sha256");
        assertThat(folder.resolve("a.xml")).hasBinaryContent(BYTES);
        assertThat(folder.resolve("a.xml.orders")).hasContent("message=pain.001.001.09\nverificationOfPayee=waived\n");
        assertThat(folder.resolve("a.xml.sha256"))
                .hasContent("aef08da16b2f66638a4c39560733b0def8b2db4955c64f8e567f8b6a7bca6685  a.xml\n");
    }

    @Test
    void knows_a_file_that_was_taken_away_and_does_not_show_it_twice() throws IOException {
        var spool = new Spool(folder);
        spool.put("a.xml", BYTES, Map.of());
        Files.delete(folder.resolve("a.xml"));

        assertThat(spool.has("a.xml")).isTrue();
        spool.put("a.xml", BYTES, Map.of());

        assertThat(folder.resolve("a.xml")).doesNotExist();
        assertThatThrownBy(() -> spool.put("a.xml", new byte[] {1}, Map.of())).isInstanceOf(IOException.class);
    }

    @Test
    void finishes_what_a_crash_left_before_the_rename() throws IOException {
        var spool = new Spool(folder);
        Files.write(folder.resolve(".a.xml.part"), BYTES, StandardOpenOption.CREATE);
        Files.writeString(folder.resolve("a.xml.sha256"), "anything");

        assertThat(spool.has("a.xml")).isFalse();
        spool.put("a.xml", BYTES, Map.of());

        assertThat(names()).containsExactly("a.xml", "a.xml.orders", "a.xml.sha256");
    }

    private Stream<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }
}
