package dev.groundwork.kit.paging;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import dev.groundwork.kit.problem.InvalidRequest;

import org.jspecify.annotations.Nullable;

/** The place in a list where the next page begins; opaque to callers, the last row's sort key to us. */
public final class Cursor {

    private static final String SEPARATOR = "\u001f";

    private Cursor() {}

    public static String encode(UUID key) {
        return encode(key.toString());
    }

    public static String encode(long key) {
        return encode(Long.toString(key));
    }

    /** @param parts the sort key; no part may hold the character U+001F */
    public static String encode(String... parts) {
        for (var part : parts) {
            if (part.contains(SEPARATOR)) {
                throw new IllegalArgumentException("a part of a cursor may not hold U+001F");
            }
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return the parts of a cursor}
     *
     * @param parts how many there must be
     * @throws InvalidRequest {@code invalid-cursor}
     */
    public static List<String> decode(String cursor, int parts) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var found = List.of(text.split(SEPARATOR, -1));
            if (found.size() == parts) {
                return found;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    /**
     * {@return the key of a cursor, null for the first page}
     *
     * @throws InvalidRequest {@code invalid-cursor}
     */
    public static @Nullable UUID decodeUuid(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(decode(cursor, 1).get(0));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /**
     * {@return the number of a cursor}
     *
     * @param first stands for the first page
     * @throws InvalidRequest {@code invalid-cursor}
     */
    public static long decodeLong(@Nullable String cursor, long first) {
        if (cursor == null || cursor.isEmpty()) {
            return first;
        }
        try {
            return Long.parseLong(decode(cursor, 1).get(0));
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    /**
     * {@return what a reader makes of the parts of a cursor, null for the first page}
     *
     * @param parts how many there must be
     * @param reader throws IllegalArgumentException or DateTimeException for parts that it cannot read
     * @throws InvalidRequest {@code invalid-cursor}
     */
    public static <T> @Nullable T decode(@Nullable String cursor, int parts, Function<List<String>, T> reader) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            return reader.apply(decode(cursor, parts));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid();
        }
    }

    private static InvalidRequest invalid() {
        return new InvalidRequest(
                "invalid-cursor",
                "The cursor is not one of this list; take it from \"next\" of the page before, unchanged.");
    }
}
