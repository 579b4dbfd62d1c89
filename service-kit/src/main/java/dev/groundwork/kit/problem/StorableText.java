package dev.groundwork.kit.problem;

import org.jspecify.annotations.Nullable;

/** What a text may not hold, because PostgreSQL cannot store it or would store another: the one place that knows. */
public final class StorableText {

    private StorableText() {}

    /** {@return what keeps a text from being stored, as a phrase without subject; null for any usual text} */
    public static @Nullable String faultOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "holds the character U+0000, which cannot be stored";
            }
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return "holds half of a surrogate pair, which is not a character";
                }
            }
        }
        return null;
    }
}
