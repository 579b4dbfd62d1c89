package dev.groundwork.task.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks of so many bytes. */
public final class ByteRange {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private ByteRange() {}

    /** What is asked for. */
    public sealed interface Asked {}

    /** Everything. */
    public record Whole() implements Asked {}

    /** One part, both ends included. */
    public record Part(long from, long to) implements Asked {

        public long length() {
            return to - from + 1;
        }
    }

    /** A part that begins behind the end. */
    public record Outside() implements Asked {}

    /** One range, as players ask for; whatever else a header says is answered with the whole, as HTTP allows. */
    public static Asked asked(@Nullable String header, long bytes) {
        if (header == null) {
            return new Whole();
        }
        Matcher range = RANGE.matcher(header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new Whole();
        }
        long from;
        long to = bytes - 1;
        if (range.group(1).isEmpty()) {
            from = Math.max(0, bytes - Long.parseLong(range.group(2)));
        } else {
            from = Long.parseLong(range.group(1));
            if (!range.group(2).isEmpty()) {
                long last = Long.parseLong(range.group(2));
                if (last < from) {
                    // Not a range at all, so it is as if nothing had been asked.
                    return new Whole();
                }
                to = Math.min(to, last);
            }
        }
        return from > to ? new Outside() : new Part(from, to);
    }
}
