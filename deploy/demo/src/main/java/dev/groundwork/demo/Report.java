package dev.groundwork.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The end of a demo, for people and as JSON. */
final class Report {

    private final List<String[]> lines = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Adds a line for people. */
    Report line(String name, String value) {
        lines.add(new String[] {name, value});
        return this;
    }

    /** Adds a value for programs. */
    Report value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    String text(Checks checks) {
        int width = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        var text = new StringBuilder("\n");
        for (var line : lines) {
            text.append(String.format(Locale.ROOT, "  %-" + width + "s  %s%n", line[0], line[1]));
        }
        text.append('\n');
        for (var check : checks.all()) {
            text.append(check.ok() ? "  ok      " : "  FAILED  ")
                    .append(check.name())
                    .append(": ")
                    .append(check.found())
                    .append('\n');
        }
        int failed = checks.failed().size();
        text.append('\n')
                .append(
                        failed == 0
                                ? "All %d checks held.".formatted(checks.all().size())
                                : "%d of %d checks FAILED."
                                        .formatted(failed, checks.all().size()));
        return text.toString();
    }

    Map<String, Object> json(Checks checks) {
        var all = new LinkedHashMap<>(values);
        all.put("ok", checks.failed().isEmpty());
        all.put("checks", checks.all());
        return all;
    }
}
