package dev.groundwork.task.job;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Whether two jobs ask for the same work: by the words with which they ask for it. Runs of three words that both have, against all that
 * either has; case, accents, digits and punctuation do not count, so that cosmetic edits change nothing.
 *
 * @param shingles runs of words
 */
record SameWork(Set<String> shingles) {

    /** From this likeness on, of 1, two jobs are variants of one. */
    static final double VARIANT = 0.8;

    private static final int WORDS = 3;
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");
    private static final Pattern ACCENT = Pattern.compile("\\p{M}+");

    /** The words of a job: its title and description, and those of the instructions of its spec in every language. */
    static SameWork of(String title, @Nullable String description, JsonNode spec) {
        var text = new StringBuilder(title).append(' ');
        if (description != null) {
            text.append(description).append(' ');
        }
        gather(spec.path("title"), text);
        gather(spec.path("instructions"), text);
        return new SameWork(shingles(text.toString()));
    }

    /** {@return 0 where the two have nothing in common, to 1 where they say the same} */
    double likeness(SameWork other) {
        int common = 0;
        for (String shingle : shingles) {
            if (other.shingles.contains(shingle)) {
                common++;
            }
        }
        int all = shingles.size() + other.shingles.size() - common;
        return all == 0 ? 0 : (double) common / all;
    }

    private static void gather(JsonNode node, StringBuilder text) {
        if (node.isTextual()) {
            text.append(node.textValue()).append(' ');
        } else {
            node.forEach(child -> gather(child, text));
        }
    }

    private static Set<String> shingles(String text) {
        String plain = ACCENT.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        List<String> words =
                NO_LETTER.splitAsStream(plain).filter(word -> !word.isEmpty()).toList();
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + WORDS <= words.size(); i++) {
            shingles.add(String.join(" ", words.subList(i, i + WORDS)));
        }
        if (shingles.isEmpty() && !words.isEmpty()) {
            shingles.add(String.join(" ", words));
        }
        return shingles;
    }
}
