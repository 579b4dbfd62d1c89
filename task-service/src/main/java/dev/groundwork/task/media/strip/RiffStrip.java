package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** WebP and WAV, which are both a row of named chunks in one whose length stands in front: so it is read twice. */
final class RiffStrip {

    private static final int CHUNK_BYTES = 8;
    private static final int LOOKED_AT = 40;
    private static final int MOST_EXIF_BYTES = 64 * 1024;
    private static final Set<String> KEPT_OF_WEBP = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP");
    private static final Set<String> KEPT_OF_WAV = Set.of("fmt ", "fact", "data");
    private static final int HAS_EXIF = 0x08;
    private static final int HAS_XMP = 0x04;

    private final Path file;
    private final Set<String> kept;

    private Orientation orientation = Orientation.UPRIGHT;
    private long keptBytes;

    private RiffStrip(Path file, Set<String> kept) {
        this.file = file;
        this.kept = kept;
    }

    static Stripped stripWebp(Path file, OutputStream out, PixelLimit limit) throws IOException {
        var strip = new RiffStrip(file, KEPT_OF_WEBP);
        var picture = new WebpPicture(limit);
        strip.read(picture::look);
        Stripped.Size size = picture.size();
        boolean turned = picture.isExtended() && strip.orientation != Orientation.UPRIGHT;
        Orientation told = turned ? strip.orientation : Orientation.UPRIGHT;
        byte[] exif = turned ? chunk("EXIF", told.tiff()) : new byte[0];
        strip.write("WEBP", exif, out, (name, content) -> {
            if (name.equals("VP8X") && content.length > 0) {
                content[0] = (byte) ((content[0] & ~(HAS_EXIF | HAS_XMP)) | (turned ? HAS_EXIF : 0));
            }
        });
        return Stripped.picture(size.width(), size.height(), told);
    }

    static Stripped stripWav(Path file, OutputStream out) throws IOException {
        var strip = new RiffStrip(file, KEPT_OF_WAV);
        var sound = new WavSound();
        strip.read(sound::look);
        strip.write("WAVE", new byte[0], out, (name, content) -> {});
        return Stripped.sound(sound.duration());
    }

    /** Looks at a chunk: its first bytes are read, up to as many as {@link #LOOKED_AT}. */
    @FunctionalInterface
    private interface Look {
        void at(String name, byte[] head, long length) throws IOException;
    }

    /** Changes what is kept; only chunks of up to {@link #LOOKED_AT} bytes are offered. */
    @FunctionalInterface
    private interface Change {
        void of(String name, byte[] content);
    }

    private void read(Look look) throws IOException {
        try (var in = Bytes.of(file)) {
            head(in);
            while (in.left() >= CHUNK_BYTES) {
                String name = in.text(4);
                long length = within(in.u32le(), in.left(), name);
                long rest = length;
                if (name.equals("EXIF") && length <= MOST_EXIF_BYTES) {
                    orientation = inExif(in.bytes((int) length));
                    rest = 0;
                } else if (kept.contains(name)) {
                    byte[] head = in.bytes((int) Math.min(length, LOOKED_AT));
                    look.at(name, head, length);
                    rest -= head.length;
                    keptBytes += CHUNK_BYTES + length + (length & 1);
                }
                in.skip(rest);
                in.skip(Math.min(length & 1, in.left()));
            }
        }
    }

    private void write(String form, byte[] behind, OutputStream out, Change change) throws IOException {
        out.write("RIFF".getBytes(StandardCharsets.US_ASCII));
        out.write(u32le(4 + keptBytes + behind.length));
        out.write(form.getBytes(StandardCharsets.US_ASCII));
        try (var in = Bytes.of(file)) {
            head(in);
            while (in.left() >= CHUNK_BYTES) {
                String name = in.text(4);
                long length = within(in.u32le(), in.left(), name);
                if (!kept.contains(name)) {
                    in.skip(length);
                } else {
                    out.write(name.getBytes(StandardCharsets.ISO_8859_1));
                    out.write(u32le(length));
                    if (length <= LOOKED_AT) {
                        byte[] content = in.bytes((int) length);
                        change.of(name, content);
                        out.write(content);
                    } else {
                        in.copy(length, out);
                    }
                    if ((length & 1) == 1) {
                        out.write(0);
                    }
                }
                in.skip(Math.min(length & 1, in.left()));
            }
        }
        out.write(behind);
    }

    /** What lies behind the end is no chunk; a recording that was written as it came in says no end. */
    private static void head(Bytes in) throws IOException {
        in.skip(4);
        long length = in.u32le();
        if (length > 4) {
            in.endIn(length);
        }
        in.skip(4);
    }

    /** A recording that was written as it came in says too much, or nothing, about its length: it goes on to the end. */
    private static long within(long length, long left, String name) throws UnusableMedium {
        if (length <= left) {
            return length;
        }
        if (name.equals("data")) {
            return left;
        }
        throw Bytes.endsTooEarly();
    }

    private static Orientation inExif(byte[] exif) {
        // Some programs put the preamble of JPEG in front.
        boolean asInJpeg = exif.length > 6 && exif[0] == 'E' && exif[1] == 'x' && exif[2] == 'i' && exif[3] == 'f';
        return Orientation.inTiff(asInJpeg ? Arrays.copyOfRange(exif, 6, exif.length) : exif);
    }

    private static byte[] chunk(String name, byte[] content) {
        return ByteBuffer.allocate(CHUNK_BYTES + content.length + (content.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] u32le(long value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array();
    }

    /** The size of a WebP, which stands in one of three places. */
    private static final class WebpPicture {

        private final PixelLimit limit;
        private int width;
        private int height;
        private boolean extended;

        WebpPicture(PixelLimit limit) {
            this.limit = limit;
        }

        void look(String name, byte[] head, long length) throws IOException {
            var bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            int itsWidth;
            int itsHeight;
            if (name.equals("VP8X") && head.length >= 10) {
                extended = true;
                itsWidth = 1 + u24(bytes, 4);
                itsHeight = 1 + u24(bytes, 7);
            } else if (name.equals("ANMF") && head.length >= 16) {
                itsWidth = 1 + u24(bytes, 6);
                itsHeight = 1 + u24(bytes, 9);
            } else if (name.equals("VP8 ") && head.length >= 10) {
                itsWidth = bytes.getShort(6) & 0x3fff;
                itsHeight = bytes.getShort(8) & 0x3fff;
            } else if (name.equals("VP8L") && head.length >= 5) {
                int bits = bytes.getInt(1);
                itsWidth = 1 + (bits & 0x3fff);
                itsHeight = 1 + (bits >> 14 & 0x3fff);
            } else {
                return;
            }
            limit.check(itsWidth, itsHeight);
            if (width == 0) {
                width = itsWidth;
                height = itsHeight;
            }
        }

        boolean isExtended() {
            return extended;
        }

        Stripped.Size size() throws UnusableMedium {
            if (width == 0) {
                throw UnusableMedium.broken("The picture has no pixels");
            }
            return new Stripped.Size(width, height);
        }

        private static int u24(ByteBuffer bytes, int at) {
            return (bytes.getShort(at) & 0xffff) | (bytes.get(at + 2) & 0xff) << 16;
        }
    }

    /** The length of a WAV, from the bytes that one second takes. */
    private static final class WavSound {

        private long bytesPerSecond;
        private long bytes = -1;

        void look(String name, byte[] head, long length) {
            if (name.equals("fmt ") && head.length >= 16) {
                bytesPerSecond =
                        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(8) & 0xffffffffL;
            } else if (name.equals("data")) {
                bytes = length;
            }
        }

        @Nullable Duration duration() throws UnusableMedium {
            if (bytesPerSecond == 0 || bytes < 0) {
                throw UnusableMedium.broken("The recording has no sound");
            }
            return Duration.ofMillis(bytes * 1000 / bytesPerSecond);
        }
    }
}
