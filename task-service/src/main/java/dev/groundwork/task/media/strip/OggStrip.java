package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An Ogg whose comments are empty. They are overwritten where they stand, so that every page keeps its size and place; only the sums of
 * the pages that held them change.
 */
final class OggStrip {

    private static final int HEAD_BYTES = 27;
    private static final int SUM_AT = 22;
    private static final int FIRST_PAGE = 0x02;
    private static final int CONTINUED = 0x01;
    private static final int MOST_STREAMS = 16;
    private static final int LONGEST_SIGNATURE = 8;
    private static final int[] SUMS = sums();

    private final Bytes in;
    private final OutputStream out;
    private final Map<Integer, Stream> streams = new HashMap<>();

    private OggStrip(Bytes in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static Stripped strip(Bytes in, OutputStream out) throws IOException {
        return new OggStrip(in, out).strip();
    }

    /** What a stream holds, told by its first packet. */
    private enum Codec {
        VORBIS("\u0001vorbis", 7, 12),
        OPUS("OpusHead", 8, -1),
        THEORA("\u0080theora", 7, -1),
        SPEEX("Speex   ", 0, 36);

        private final String signature;

        /** Where in the second packet the comments begin. */
        private final int commentsAt;

        /** Where in the first packet the samples a second stand; -1 where they do not. */
        private final int rateAt;

        Codec(String signature, int commentsAt, int rateAt) {
            this.signature = signature;
            this.commentsAt = commentsAt;
            this.rateAt = rateAt;
        }

        static @Nullable Codec of(byte[] page, int at, int length) {
            String start = new String(page, at, Math.min(length, LONGEST_SIGNATURE), StandardCharsets.ISO_8859_1);
            for (Codec codec : values()) {
                if (start.startsWith(codec.signature)) {
                    return codec;
                }
            }
            return null;
        }
    }

    private Stripped strip() throws IOException {
        boolean any = false;
        while (in.left() >= HEAD_BYTES) {
            byte[] page = page();
            if (page.length == 0) {
                break;
            }
            any = true;
            out.write(page);
        }
        if (!any) {
            throw UnusableMedium.broken("The recording has no sound");
        }
        return Stripped.sound(streams.values().stream()
                .map(Stream::duration)
                .filter(d -> d != null)
                .findFirst()
                .orElse(null));
    }

    /** {@return the next page, clean; empty where no page begins} */
    private byte[] page() throws IOException {
        byte[] head = in.bytes(HEAD_BYTES);
        if (!new String(head, 0, 4, StandardCharsets.ISO_8859_1).equals("OggS")) {
            // What follows the last page is no sound.
            return new byte[0];
        }
        int segments = head[HEAD_BYTES - 1] & 0xff;
        byte[] lengths = in.left() < segments ? new byte[0] : in.bytes(segments);
        int content = 0;
        for (byte length : lengths) {
            content += length & 0xff;
        }
        if (lengths.length < segments || in.left() < content) {
            // The last page is cut off: what there is before can be heard.
            in.endIn(0);
            return new byte[0];
        }
        byte[] page = ByteBuffer.allocate(HEAD_BYTES + segments + content)
                .put(head)
                .put(lengths)
                .put(in.bytes(content))
                .array();
        var figures = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        int serial = figures.getInt(14);
        int flags = page[5];
        Stream stream = streams.get(serial);
        if ((flags & FIRST_PAGE) != 0) {
            Codec codec = Codec.of(page, HEAD_BYTES + segments, content);
            if (codec == null || streams.size() == MOST_STREAMS) {
                throw UnusableMedium.unknownKind(
                        "The Ogg file holds a stream that is neither Vorbis, Opus, Theora nor Speex");
            }
            stream = new Stream(codec, page, HEAD_BYTES + segments);
            streams.put(serial, stream);
        } else if (stream == null) {
            throw UnusableMedium.broken("The Ogg file has a page of a stream that has not begun");
        }
        if (stream.clean(page, HEAD_BYTES, segments, (flags & CONTINUED) != 0)) {
            figures.putInt(SUM_AT, 0);
            figures.putInt(SUM_AT, sum(page));
        }
        stream.reached(figures.getLong(6));
        return page;
    }

    /** One stream: which packet it is in, and how far. */
    private static final class Stream {

        private final Codec codec;
        private final long rate;
        private final int skipped;
        private int packet;
        private long offset;
        private long vendorBytes;
        private long end = -1;

        Stream(Codec codec, byte[] page, int at) {
            this.codec = codec;
            var first = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
            if (codec == Codec.OPUS) {
                this.rate = 48_000;
                this.skipped = page.length >= at + 12 ? first.getShort(at + 10) & 0xffff : 0;
            } else {
                this.rate = codec.rateAt >= 0 && page.length >= at + codec.rateAt + 4
                        ? first.getInt(at + codec.rateAt) & 0xffffffffL
                        : 0;
                this.skipped = 0;
            }
        }

        /** Empties the comments as far as they are in this page; {@return whether anything changed} */
        boolean clean(byte[] page, int lengthsAt, int segments, boolean continued) {
            if (packet > 1) {
                return false;
            }
            if (!continued && offset > 0) {
                // The packet before was never finished.
                packet++;
                offset = 0;
            }
            boolean changed = false;
            int at = lengthsAt + segments;
            for (int i = 0; i < segments; i++) {
                int length = page[lengthsAt + i] & 0xff;
                if (packet == 1) {
                    for (int j = 0; j < length; j++) {
                        changed |= empty(page, at + j, offset + j);
                    }
                }
                at += length;
                offset += length;
                if (length < 255) {
                    packet++;
                    offset = 0;
                }
            }
            return changed;
        }

        /** A length and the name of the encoder come first, then the number of comments, then they. */
        private boolean empty(byte[] page, int at, long place) {
            long inComments = place - codec.commentsAt;
            if (inComments < 0) {
                return false;
            }
            if (inComments < 4) {
                vendorBytes |= (page[at] & 0xffL) << (8 * inComments);
                return false;
            }
            long behindVendor = inComments - 4 - vendorBytes;
            if (behindVendor < 0) {
                return false;
            }
            // Vorbis has a bit that says that the comments are complete.
            byte wanted = (byte) (behindVendor == 4 && codec == Codec.VORBIS ? 1 : 0);
            boolean changes = page[at] != wanted;
            page[at] = wanted;
            return changes;
        }

        void reached(long position) {
            if (position > end) {
                end = position;
            }
        }

        @Nullable Duration duration() {
            return rate == 0 || end < skipped ? null : Duration.ofMillis((end - skipped) * 1000 / rate);
        }
    }

    private static int sum(byte[] page) {
        int sum = 0;
        for (byte value : page) {
            sum = sum << 8 ^ SUMS[(sum >>> 24 ^ value) & 0xff];
        }
        return sum;
    }

    private static int[] sums() {
        var sums = new int[256];
        for (int i = 0; i < sums.length; i++) {
            int sum = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum << 1 ^ (sum < 0 ? 0x04c11db7 : 0);
            }
            sums[i] = sum;
        }
        return sums;
    }
}
