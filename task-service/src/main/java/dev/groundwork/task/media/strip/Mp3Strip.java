package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An MP3 without the tags in front of its sound and behind it: names, pictures, lyrics, positions. */
final class Mp3Strip {

    private static final int TAG_BYTES = 10;
    private static final int OLD_TAG_BYTES = 128;
    private static final int APE_FOOTER_BYTES = 32;

    private Mp3Strip() {}

    static Stripped strip(Path file, OutputStream out) throws IOException {
        long from;
        long to;
        try (var channel = FileChannel.open(file)) {
            from = start(channel);
            to = end(channel, from);
        }
        try (var in = Bytes.of(file)) {
            if (to <= from) {
                throw UnusableMedium.broken("The recording has no sound");
            }
            in.skip(from);
            in.copy(to - from, out);
        }
        return Stripped.sound(null);
    }

    /** Behind every ID3v2 tag in front. */
    private static long start(FileChannel file) throws IOException {
        long at = 0;
        while (at + TAG_BYTES <= file.size()) {
            ByteBuffer head = Bytes.at(file, at, TAG_BYTES);
            if (!text(head, 0, 3).equals("ID3")) {
                break;
            }
            int size = 0;
            for (int i = 6; i < TAG_BYTES; i++) {
                size = size << 7 | (head.get(i) & 0x7f);
            }
            boolean footer = (head.get(5) & 0x10) != 0;
            at += TAG_BYTES + size + (footer ? TAG_BYTES : 0);
        }
        return at;
    }

    /** Before every ID3v1, APE and lyrics tag behind. */
    private static long end(FileChannel file, long from) throws IOException {
        long end = file.size();
        while (true) {
            long before = end;
            end = withoutOldTag(file, from, end);
            end = withoutApe(file, from, end);
            end = withoutLyrics(file, from, end);
            if (end == before) {
                return end;
            }
        }
    }

    private static long withoutOldTag(FileChannel file, long from, long end) throws IOException {
        long at = end - OLD_TAG_BYTES;
        return at >= from && text(Bytes.at(file, at, 3), 0, 3).equals("TAG") ? at : end;
    }

    private static long withoutApe(FileChannel file, long from, long end) throws IOException {
        long footerAt = end - APE_FOOTER_BYTES;
        if (footerAt < from) {
            return end;
        }
        ByteBuffer footer = Bytes.at(file, footerAt, APE_FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (!text(footer, 0, 8).equals("APETAGEX")) {
            return end;
        }
        boolean header = (footer.getInt(20) & 0x80000000) != 0;
        long size = (footer.getInt(12) & 0xffffffffL) + (header ? APE_FOOTER_BYTES : 0);
        return end - size >= from ? end - size : footerAt;
    }

    /** Lyrics3 v2: six digits of length and a word at the end. */
    private static long withoutLyrics(FileChannel file, long from, long end) throws IOException {
        if (end - 15 < from) {
            return end;
        }
        ByteBuffer tail = Bytes.at(file, end - 15, 15);
        String digits = text(tail, 0, 6);
        if (!text(tail, 6, 9).equals("LYRICS200") || !digits.matches("\\d{6}")) {
            return end;
        }
        long at = end - 15 - Integer.parseInt(digits);
        return at >= from ? at : end - 15;
    }

    private static String text(ByteBuffer bytes, int from, int count) {
        var text = new byte[count];
        bytes.get(from, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
