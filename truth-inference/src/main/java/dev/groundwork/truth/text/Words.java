package dev.groundwork.truth.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text as they are compared: compatibility forms unified (Unicode NFKC), lower case, made of letters,
 * marks, digits and the apostrophes inside a word. Everything else, punctuation and hyphens included, only separates
 * words; typographic apostrophes count as the plain one, invisible formatting characters as nothing.
 */
public final class Words {

    private Words() {}

    /** {@return the words in their order, none for a text of punctuation} */
    public static List<String> of(String text) {
        String unified = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int at = 0; at < unified.length(); ) {
            int letter = unified.codePointAt(at);
            at += Character.charCount(letter);
            if (isOfAWord(letter)) {
                word.appendCodePoint(letter);
            } else if (isApostrophe(letter)) {
                word.append('\'');
            } else if (Character.getType(letter) != Character.FORMAT) {
                end(word, words);
            }
        }
        end(word, words);
        return List.copyOf(words);
    }

    /** {@return the words with one space between them: equal for texts that differ only in writing} */
    public static String normalised(String text) {
        return String.join(" ", of(text));
    }

    private static boolean isOfAWord(int letter) {
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(letter);
        };
    }

    private static boolean isApostrophe(int letter) {
        return letter == '\'' || letter == '’' || letter == '‘' || letter == 'ʼ';
    }

    /** An apostrophe at either end is a quotation mark and no part of the word. */
    private static void end(StringBuilder word, List<String> words) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == '\'') {
            from++;
        }
        while (to > from && word.charAt(to - 1) == '\'') {
            to--;
        }
        if (from < to) {
            words.add(word.substring(from, to));
        }
        word.setLength(0);
    }
}
