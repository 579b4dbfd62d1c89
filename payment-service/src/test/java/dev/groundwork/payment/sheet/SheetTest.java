package dev.groundwork.payment.sheet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.groundwork.payment.sheet.Sheet.Column;
import dev.groundwork.payment.sheet.Sheet.Fact;

import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SheetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain|plain",
                "-0.05|-0.05",
                "-1+cmd|'-1+cmd",
                "=SUM(A1)|'=SUM(A1)",
                "+49 30|'+49 30",
                "@me|'@me",
                "a,b|\"a,b\"",
                "say \"x\"|\"say \"\"x\"\"\"",
                "=\"a\"|\"'=\"\"a\"\"\"",
            })
    void cells_are_quoted_as_the_rfc_says_and_are_never_formulas(String value, String cell) {
        assertThat(SheetCsv.cell(value)).isEqualTo(cell);
    }

    @Test
    void lines_end_as_the_rfc_says() {
        assertThat(new String(SheetCsv.write(sheet(1)), StandardCharsets.UTF_8))
                .isEqualTo("name,amount\r\nżółć – 你好 1,1.00\r\n");
    }

    @Test
    void a_pdf_has_as_many_pages_as_it_takes_and_is_the_same_every_time() throws Exception {
        byte[] pdf = SheetPdf.write(sheet(500));

        assertThat(Arrays.equals(pdf, SheetPdf.write(sheet(500)))).isTrue();
        try (var document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(10);
        }
    }

    private static Sheet sheet(int rows) {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            cells.add(List.of("żółć – 你好 " + i, i + ".00"));
        }
        return new Sheet(
                "Überschrift",
                List.of(new Fact("For", "nobody")),
                List.of(new Column("name", 3, false), new Column("amount", 1, true)),
                cells);
    }
}
