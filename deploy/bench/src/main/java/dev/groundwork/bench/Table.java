package dev.groundwork.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Figures in columns, for a terminal. */
final class Table {

    private Table() {}

    static String of(List<Figure> figures) {
        var rows = new ArrayList<String[]>();
        rows.add(
                new String[] {"", "measured", "value", "unit", "p50 ms", "p99 ms", "ratio", "to", "wanted", "verdict"});
        for (var figure : figures) {
            rows.add(new String[] {
                figure.bench(),
                figure.name(),
                number(figure.value()),
                figure.unit(),
                figure.p50() == null ? "" : number(figure.p50()),
                figure.p99() == null ? "" : number(figure.p99()),
                figure.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", figure.ratio()),
                text(figure.baseline()),
                text(figure.wanted()),
                figure.ok() == null ? "no promise" : figure.ok() ? "pass" : "MISSED",
            });
        }
        int columns = rows.getFirst().length;
        var widths = new int[columns];
        for (var row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            for (int column = 0; column < columns; column++) {
                boolean right = column == 2 || (column >= 4 && column <= 6);
                var cell = row[column];
                var padding = " ".repeat(widths[column] - cell.length());
                text.append(right ? padding + cell : cell + padding).append("  ");
            }
            text.append('\n');
        }
        text.append('\n');
        for (var figure : figures) {
            if (figure.note() != null) {
                text.append("  ")
                        .append(figure.bench())
                        .append(", ")
                        .append(figure.name())
                        .append(": ")
                        .append(figure.note())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String number(double value) {
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
