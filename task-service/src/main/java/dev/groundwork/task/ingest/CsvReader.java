package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads CSV (RFC 4180, UTF-8, comma; LF, CRLF or CR) one record at a time in bounded memory. Unlike a general reader it
 * survives a bad record: it says what is wrong, and goes on with the next one.
 */
public final class CsvReader {

    /** An empty cell says that there is no value; a quoted empty cell is the empty text. */
    public record Cell(String text, boolean quoted) {

        public boolean isAbsent() {
            return text.isEmpty() && !quoted;
        }
    }

    /**
     * One record.
     *
     * @param fault what is wrong with the record as CSV, or null
     * @param faultColumn 1-based column of the fault; 0 when it is not of one column
     */
    public record Row(List<Cell> cells, @Nullable String fault, int faultColumn) {

        public boolean isBlank() {
            return fault == null && cells.size() == 1 && cells.getFirst().isAbsent();
        }
    }

    private final ByteSource in;
    private final int mostRowBytes;
    private final ByteLine cell;
    private int rowBytes;
    private boolean gaveUpAtLineEnd;

    public CsvReader(InputStream in, int mostRowBytes) throws IOException {
        this.in = new ByteSource(in);
        this.mostRowBytes = mostRowBytes;
        this.cell = new ByteLine(mostRowBytes);
        this.in.skipByteOrderMark();
    }

    /** {@return the next record, or null at the end} */
    public @Nullable Row next() throws IOException {
        if (in.peek() < 0) {
            return null;
        }
        var cells = new ArrayList<Cell>();
        String fault = null;
        int faultColumn = 0;
        rowBytes = 0;
        gaveUpAtLineEnd = false;
        while (true) {
            String cellFault = readCell(cells);
            if (cellFault != null && fault == null) {
                fault = cellFault;
                faultColumn = cells.size();
            }
            if (gaveUpAtLineEnd) {
                return new Row(cells, fault, faultColumn);
            }
            int end = in.read();
            if (end == ',') {
                rowBytes++;
                continue;
            }
            if (end == '\r' && in.peek() == '\n') {
                in.read();
            }
            return new Row(cells, fault, faultColumn);
        }
    }

    /** Reads up to the separator or the end of the record, without taking it; {@return what is wrong, or null}. */
    private @Nullable String readCell(List<Cell> cells) throws IOException {
        cell.clear();
        String fault = null;
        boolean quoted = in.peek() == '"';
        if (quoted) {
            fault = readQuoted();
        } else {
            for (int next = in.peek(); !endsCell(next); next = in.peek()) {
                if (next == '"') {
                    fault = "has a quote in the middle; put the whole cell in quotes and double the quotes inside";
                }
                take();
            }
        }
        if (cell.isTooLong() || rowBytes > mostRowBytes) {
            // The row is refused, and its further cells are not worth their memory.
            return fault == null ? "the row is longer than " + mostRowBytes + " bytes" : fault;
        }
        try {
            cells.add(new Cell(cell.text(), quoted));
        } catch (CharacterCodingException notText) {
            cells.add(new Cell("", quoted));
            return "is not UTF-8 text";
        }
        return fault;
    }

    private @Nullable String readQuoted() throws IOException {
        in.read();
        rowBytes++;
        while (true) {
            int next = in.read();
            rowBytes++;
            if (next < 0) {
                return "opens a quote that is never closed";
            }
            if (next != '"') {
                cell.append(next);
                if (rowBytes > mostRowBytes && (next == '\n' || next == '\r')) {
                    // A forgotten quote swallows the rest of the file: give the row up and try again at a new line.
                    gaveUpAtLineEnd = true;
                    return "opens a quote that is not closed within " + mostRowBytes + " bytes";
                }
                continue;
            }
            if (in.peek() != '"') {
                break;
            }
            cell.append(in.read());
            rowBytes++;
        }
        String fault = null;
        while (!endsCell(in.peek())) {
            fault = "goes on after its closing quote; double the quotes inside a quoted cell";
            take();
        }
        return fault;
    }

    private void take() throws IOException {
        cell.append(in.read());
        rowBytes++;
    }

    private static boolean endsCell(int next) {
        return next == ',' || next == '\n' || next == '\r' || next < 0;
    }
}
