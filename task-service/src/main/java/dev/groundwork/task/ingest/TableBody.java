package dev.groundwork.task.ingest;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The rows of a table below its header, counted; a row that is malformed or not as wide as the header is refused. */
public final class TableBody {

    private final CsvReader csv;
    private final List<String> columns;
    private long number;

    /**
     * @param csv past the header
     * @param columns as the header names them
     */
    public TableBody(CsvReader csv, List<String> columns) {
        this.csv = csv;
        this.columns = List.copyOf(columns);
    }

    /** {@return the next row that has a cell for each column; null at the end} Blank rows are passed over and not counted. */
    public CsvReader.@Nullable Row next(RowErrors errors) throws IOException {
        for (CsvReader.Row row = csv.next(); row != null; row = csv.next()) {
            if (!row.isBlank()) {
                number++;
                if (isSound(row, errors)) {
                    return row;
                }
            }
        }
        return null;
    }

    /** {@return the number of the last row, from 1; as many were read, good and bad} */
    public long number() {
        return number;
    }

    private boolean isSound(CsvReader.Row row, RowErrors errors) {
        String malformed = row.fault();
        if (malformed != null) {
            errors.add(new RowError(number, nameOf(row.faultColumn()), null, "malformed-csv", malformed));
            return false;
        }
        int cells = row.cells().size();
        if (cells != columns.size()) {
            errors.add(new RowError(
                    number,
                    nameOf(Math.min(cells, columns.size()) + 1),
                    null,
                    "malformed-csv",
                    "the row has " + cells + " columns and the header " + columns.size()));
            return false;
        }
        return true;
    }

    private String nameOf(int column) {
        return column >= 1 && column <= columns.size() ? columns.get(column - 1) : Integer.toString(column);
    }
}
