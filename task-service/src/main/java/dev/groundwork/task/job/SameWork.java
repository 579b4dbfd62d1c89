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
 * <p>Translations have no words in common. Of jobs in different languages those ask for the same work that take the same input and
 * want the same output.
 *
 * @param shingles runs of words
 * @param languages that the work is in; empty where nothing is said
 * @param contract input and output of its spec
 */
record SameWork(Set<String> shingles, List<String> languages, List<JsonNode> contract) {

    /** From this likeness on, of 1, two jobs are variants of one. */
    static final double VARIANT = 0.8;

    private static final int WORDS = 3;
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");
    private static final Pattern ACCENT = Pattern.compile("\\p{M}+");

    /** The words of a job: its title and description, and those of the instructions of its spec in every language. */
    static SameWork of(String title, @Nullable String description, List<String> languages, JsonNode spec) {
        var text = new StringBuilder(title).append(' ');
        if (description != null) {
            text.append(description).append(' ');
        }
        gather(spec.path("title"), text);
        gather(spec.path("instructions"), text);
        return new SameWork(
                shingles(text.toString()), List.copyOf(languages), List.of(spec.path("input"), spec.path("output")));
    }

    boolean isVariantOf(SameWork other) {
        return isTranslationOf(other) || likeness(other) >= VARIANT;
    }

    private boolean isTranslationOf(SameWork other) {
        return !languages.isEmpty()
                && !other.languages.isEmpty()
                && !languages.equals(other.languages)
                && contract.equals(other.contract);
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
