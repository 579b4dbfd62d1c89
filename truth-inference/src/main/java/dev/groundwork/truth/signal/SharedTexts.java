package dev.groundwork.truth.signal;

import java.util.List;
import java.util.Locale;

/**
 * Two workers who gave the same texts. Where the task has one right text, as in a transcription, that is what careful
 * workers do; it is evidence only where everybody writes in words of their own.
 *
 * @param one the worker whose name comes first
 * @param texts the texts that both gave, as compared: words only, in lower case
 */
public record SharedTexts(String one, String other, List<String> texts) implements Evidence {

    public SharedTexts {
        texts = List.copyOf(texts);
    }

    @Override
    public List<String> workers() {
        return List.of(one, other);
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s and %s gave %d equal %s.",
                one,
                other,
                texts.size(),
                texts.size() == 1 ? "text" : "texts");
    }
}
