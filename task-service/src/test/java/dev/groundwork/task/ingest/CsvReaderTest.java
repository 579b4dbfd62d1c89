package dev.groundwork.task.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.groundwork.task.ingest.CsvReader.Cell;
import dev.groundwork.task.ingest.CsvReader.Row;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CsvReaderTest {

    @Test
    void reads_records_with_any_line_end() throws IOException {
        assertThat(texts("a,b\nc,d\r\ne,f\rg,h"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"), List.of("g", "h"));
    }

    @Test
    void a_line_end_at_the_end_is_no_record() throws IOException {
        assertThat(texts("a,b\n")).containsExactly(List.of("a", "b"));
        assertThat(texts("")).isEmpty();
    }

    @Test
    void quotes_hold_separators_line_ends_and_quotes() throws IOException {
        assertThat(texts("\"a,b\",\"line\nline\",\"say \"\"hi\"\"\"\nnext,1,2\n"))
                .containsExactly(List.of("a,b", "line\nline", "say \"hi\""), List.of("next", "1", "2"));
    }

    @Test
    void an_empty_cell_is_absent_and_a_quoted_one_is_empty_text() throws IOException {
        List<Row> rows = rows(",\"\"", 100);

        assertThat(rows.getFirst().cells()).containsExactly(new Cell("", false), new Cell("", true));
        assertThat(rows.getFirst().cells().getFirst().isAbsent()).isTrue();
        assertThat(rows.getFirst().cells().getLast().isAbsent()).isFalse();
    }

    @Test
    void a_byte_order_mark_is_no_text() throws IOException {
        assertThat(texts("\ufeffa,b")).containsExactly(List.of("a", "b"));
    }

    @Test
    void letters_of_every_language_survive() throws IOException {
        assertThat(texts("façana,日本,😀")).containsExactly(List.of("façana", "日本", "😀"));
    }

    @Test
    void faults_name_the_column_and_the_next_record_is_read() throws IOException {
        List<Row> rows = rows("a,b\"c,d\ne,\"f\"g,h\nlast,1,2\n", 100);

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).fault()).contains("quote in the middle");
        assertThat(rows.get(0).faultColumn()).isEqualTo(2);
        assertThat(rows.get(1).fault()).contains("after its closing quote");
        assertThat(rows.get(1).faultColumn()).isEqualTo(2);
        assertThat(rows.get(2).fault()).isNull();
    }

    @Test
    void a_quote_that_is_never_closed_is_a_fault() throws IOException {
        List<Row> rows = rows("a,\"b\nc,d", 100);

        assertThat(rows).singleElement().satisfies(row -> assertThat(row.fault())
                .contains("never closed"));
    }

    @Test
    void a_forgotten_quote_costs_bounded_memory_and_no_later_letters() throws IOException {
        var text = new StringBuilder("a,\"b\n");
        for (int i = 0; i < 100; i++) {
            text.append("row").append(i).append(",x\n");
        }

        List<Row> rows = rows(text.toString(), 50);

        assertThat(rows.getFirst().fault()).contains("not closed within 50 bytes");
        assertThat(rows.get(1).cells().getFirst().text()).startsWith("row");
        assertThat(rows.getLast().cells()).containsExactly(new Cell("row99", false), new Cell("x", false));
    }

    @Test
    void a_row_that_is_too_long_is_a_fault() throws IOException {
        List<Row> rows = rows("a," + "b".repeat(60) + "\nc,d\n", 50);

        assertThat(rows.getFirst().fault()).contains("longer than 50 bytes");
        assertThat(rows.get(1).fault()).isNull();
    }

    @Test
    void bytes_that_are_no_text_are_a_fault() throws IOException {
        byte[] bytes = {'a', ',', (byte) 0xff, (byte) 0xfe, '\n'};

        Row row = Objects.requireNonNull(new CsvReader(new ByteArrayInputStream(bytes), 100).next());

        assertThat(row.fault()).contains("not UTF-8");
        assertThat(row.faultColumn()).isEqualTo(2);
    }

    private static List<List<String>> texts(String csv) throws IOException {
        return rows(csv, 1000).stream()
                .map(row -> row.cells().stream().map(Cell::text).toList())
                .toList();
    }

    private static List<Row> rows(String csv, int mostRowBytes) throws IOException {
        var reader = new CsvReader(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), mostRowBytes);
        var rows = new ArrayList<Row>();
        for (Row row = reader.next(); row != null; row = reader.next()) {
            rows.add(row);
        }
        return rows;
    }
}
