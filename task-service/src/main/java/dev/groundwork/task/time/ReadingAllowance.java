package dev.groundwork.task.time;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How long a silent look at a task counts as reading it: its words at 150 a minute, which is generous to who reads a second
 * language, at least half a minute and at most three.
 */
public final class ReadingAllowance {

    static final Duration LEAST = Duration.ofSeconds(30);
    static final Duration MOST = Duration.ofMinutes(3);

    private static final long WORD_MILLIS = 60_000 / 150;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final Set<String> SHOWN_OF_SPEC = Set.of("title", "instructions");

    private ReadingAllowance() {}

    /** {@return the allowance of a task whose screen shows the texts of its spec and of its input} */
    public static Duration of(JsonNode spec, JsonNode input) {
        long words = wordsIn(input);
        for (String member : SHOWN_OF_SPEC) {
            words += wordsIn(spec.path(member));
        }
        return of(words);
    }

    /** {@return the allowance for a number of words} */
    static Duration of(long words) {
        var reading = Duration.ofMillis(Math.min(words, MOST.toMillis()) * WORD_MILLIS);
        return reading.compareTo(LEAST) < 0 ? LEAST : reading.compareTo(MOST) > 0 ? MOST : reading;
    }

    /** A text in several languages is shown in one of them: the longest counts. */
    static long wordsIn(JsonNode node) {
        if (node.isTextual()) {
            return wordsIn(node.textValue());
        }
        boolean translated = isTranslated(node);
        long words = 0;
        for (JsonNode child : node) {
            words = translated ? Math.max(words, wordsIn(child)) : words + wordsIn(child);
        }
        return words;
    }

    private static boolean isTranslated(JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            return false;
        }
        for (var member : node.properties()) {
            if (!member.getValue().isTextual()
                    || !LANGUAGE.matcher(member.getKey()).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Words as they stand between spaces; where a script has none, two signs are taken for a word. Links are not read. */
    private static long wordsIn(String text) {
        if (text.startsWith("https://") || text.startsWith("media:")) {
            return 0;
        }
        long words = 0;
        long signs = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isIdeographic(c) || isKana(c)) {
                signs++;
                inWord = false;
            } else if (Character.isLetterOrDigit(c)) {
                words += inWord ? 0 : 1;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                inWord = false;
            }
        }
        return words + Math.ceilDiv(signs, 2L);
    }

    private static boolean isKana(char c) {
        var script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
    }
}
