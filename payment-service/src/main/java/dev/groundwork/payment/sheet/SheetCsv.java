package dev.groundwork.payment.sheet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a sheet as CSV (RFC 4180, UTF-8): what a spreadsheet would take for a formula is made plain text. */
final class SheetCsv {

    private static final String FORMULA = "=+-@\t\r";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

    private SheetCsv() {}

    static byte[] write(Sheet sheet) {
        var text = new StringBuilder();
        text.append(line(sheet.columns().stream().map(Sheet.Column::name).toList()));
        sheet.rows().forEach(row -> text.append(line(row)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static CharSequence line(List<String> cells) {
        var text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(cell(cells.get(i)));
        }
        return text.append("\r\n");
    }

    static String cell(String value) {
        String safe = !value.isEmpty()
                        && FORMULA.indexOf(value.charAt(0)) >= 0
                        && !NUMBER.matcher(value).matches()
                ? "'" + value
                : value;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
