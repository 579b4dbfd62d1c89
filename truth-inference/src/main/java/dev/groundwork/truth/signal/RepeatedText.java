package dev.groundwork.truth.signal;

import java.util.List;
import java.util.Locale;

/**
 * One worker who gave the same text to several tasks.
 *
 * @param text as compared: words only, in lower case
 * @param tasks at least two, by name
 */
public record RepeatedText(String worker, String text, List<String> tasks) implements Evidence {

    public RepeatedText {
        tasks = List.copyOf(tasks);
    }

    @Override
    public List<String> workers() {
        return List.of(worker);
    }

    @Override
    public String summary() {
        return String.format(Locale.ROOT, "%s gave the same text to %d tasks.", worker, tasks.size());
    }
}
