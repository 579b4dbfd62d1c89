package dev.groundwork.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What several ways of buying the same labels cost, and how right they are. */
final class Comparison {

    private static final List<String[]> ROWS = List.of(
            new String[] {"labels bought", "labels"},
            new String[] {"of them for control tasks", "controlLabels"},
            new String[] {"labels a task", "labelsPerTask"},
            new String[] {"money spent (" + Posting.CURRENCY + ")", "spent"},
            new String[] {"accuracy", "accuracy"},
            new String[] {"word error rate", "wordErrorRate"});

    private final Map<String, Map<String, Object>> ways = new LinkedHashMap<>();

    /** Adds the report of one way. */
    void add(String name, Map<String, Object> values) {
        ways.put(name, values);
    }

    String text() {
        var text = new StringBuilder("\n");
        text.append(String.format(Locale.ROOT, "  %-28s", ""));
        ways.keySet().forEach(name -> text.append(String.format(Locale.ROOT, "%14s", name)));
        text.append('\n');
        for (var row : ROWS) {
            if (ways.values().stream().noneMatch(values -> values.containsKey(row[1]))) {
                continue;
            }
            text.append(String.format(Locale.ROOT, "  %-28s", row[0]));
            ways.values().forEach(values -> text.append(String.format(Locale.ROOT, "%14s", cell(values.get(row[1])))));
            text.append('\n');
        }
        return text.append("\n  Accuracy is that of the results on tasks with a truth; control tasks are left out.\n")
                .toString();
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case Double number -> String.format(Locale.ROOT, "%.4f", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            default -> value.toString();
        };
    }

    Map<String, Object> json() {
        return Map.copyOf(ways);
    }
}
