package dev.groundwork.truth.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.truth.LabelOutsideClasses;
import dev.groundwork.truth.NamedLabels;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads answers and labels from a CSV file (RFC 4180, UTF-8) with a header row; columns that are not asked for are ignored.
 *
 * <p>Rows are numbered as a spreadsheet shows them: the header is row 1.
 */
public final class CsvFile {

    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;

    private CsvFile(Path file) {
        this.file = file;
    }

    /**
     * Adds every row of a file with the columns {@code task,worker,label}.
     *
     * @throws UnreadableFile when the file or a row is not of that form
     */
    public static void readAnswers(Path file, NamedLabels.Builder into) {
        var csv = new CsvFile(file);
        csv.rows(List.of("task", "worker", "label"), (number, cells) -> {
            try {
                into.add(cells.get(0), cells.get(1), cells.get(2));
            } catch (LabelOutsideClasses wrong) {
                throw csv.unreadable(number, "label: " + wrong.getMessage());
            }
        });
    }

    /**
     * {@return the labels of a file with the columns {@code task,label}, by task}
     *
     * @throws UnreadableFile when the file or a row is not of that form, or a task has two different labels
     */
    public static Map<String, String> readLabels(Path file) {
        var csv = new CsvFile(file);
        var labels = new LinkedHashMap<String, String>();
        csv.rows(List.of("task", "label"), (number, cells) -> {
            var earlier = labels.putIfAbsent(cells.get(0), cells.get(1));
            if (earlier != null && !earlier.equals(cells.get(1))) {
                throw csv.unreadable(
                        number,
                        "label: task %s is \"%s\" here and \"%s\" above"
                                .formatted(cells.get(0), cells.get(1), earlier));
            }
        });
        return labels;
    }

    /** Sees one row: its number and the cells that were asked for, in that order. */
    @FunctionalInterface
    private interface Row {
        void see(long number, List<String> cells);
    }

    private void rows(List<String> columns, Row row) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(false)
                .setAllowMissingColumnNames(true)
                .get();
        long number = 1;
        try (var reader = withoutMark(Files.newBufferedReader(file));
                var parser = format.parse(reader)) {
            requireColumns(parser, columns);
            var records = parser.iterator();
            while (records.hasNext()) {
                var record = records.next();
                number++;
                if (!isEmptyLine(record)) {
                    row.see(number, cells(record, number, columns));
                }
            }
        } catch (NoSuchFileException missing) {
            throw new UnreadableFile(file + " is not there");
        } catch (CharacterCodingException wrong) {
            throw new UnreadableFile(
                    "%s is not UTF-8 text somewhere after row %d: save it as UTF-8".formatted(file, number));
        } catch (UncheckedIOException | IllegalStateException wrong) {
            throw unreadable(number + 1, wrong);
        } catch (IOException | IllegalArgumentException wrong) {
            throw new UnreadableFile("%s cannot be read: %s".formatted(file, wrong.getMessage()));
        }
    }

    private UnreadableFile unreadable(long number, RuntimeException wrong) {
        var cause = wrong.getCause();
        return cause instanceof CharacterCodingException
                ? unreadable(number, "the row is not UTF-8 text: save the file as UTF-8")
                : unreadable(number, "the row is no CSV: " + (cause == null ? wrong : cause).getMessage());
    }

    private UnreadableFile unreadable(long number, String what) {
        return new UnreadableFile("%s, row %d, %s".formatted(file, number, what));
    }

    private void requireColumns(CSVParser parser, List<String> columns) {
        var missing = new ArrayList<>(columns);
        missing.removeAll(parser.getHeaderNames());
        if (!missing.isEmpty()) {
            throw new UnreadableFile("%s lacks the column %s; its header row is %s"
                    .formatted(file, String.join(", ", missing), String.join(",", parser.getHeaderNames())));
        }
    }

    private List<String> cells(CSVRecord record, long number, List<String> columns) {
        return columns.stream()
                .map(column -> {
                    if (!record.isSet(column) || record.get(column).isBlank()) {
                        throw unreadable(number, column + ": the cell is empty");
                    }
                    return record.get(column);
                })
                .toList();
    }

    private static boolean isEmptyLine(CSVRecord record) {
        return record.size() == 1 && record.get(0).isEmpty();
    }

    private static BufferedReader withoutMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }
}
