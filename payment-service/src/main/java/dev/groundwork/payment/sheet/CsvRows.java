package dev.groundwork.payment.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the CSV of a {@link Sheet} row by row, where there may be more rows than fit into memory. */
public final class CsvRows {

    private final Writer out;
    private final int columns;

    /** Begins with the names of the columns. The stream stays open. */
    public CsvRows(List<Sheet.Column> columns, OutputStream out) throws IOException {
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.columns = columns.size();
        add(columns.stream().map(Sheet.Column::name).toList());
    }

    public void add(List<String> row) throws IOException {
        if (row.size() != columns) {
            throw new IllegalArgumentException("a row of " + row.size() + " cells in " + columns + " columns");
        }
        out.append(SheetCsv.line(row));
    }

    /** Hands on what is not yet with the stream. */
    public void end() throws IOException {
        out.flush();
    }
}
