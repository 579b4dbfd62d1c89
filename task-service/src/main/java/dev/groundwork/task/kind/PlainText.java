package dev.groundwork.task.kind;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts as they are told apart: case, white space and the way of writing an accent make no difference. */
public final class PlainText {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private PlainText() {}

    /** {@return the same text for all that are not told apart} */
    public static String of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        return WHITE_SPACE.matcher(composed).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
