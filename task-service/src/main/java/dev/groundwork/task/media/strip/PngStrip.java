package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** A PNG with the chunks that make its pixels, colours and animation, and no other: no texts, no EXIF, no time, nothing behind its end. */
final class PngStrip {

    private static final int HEADER_BYTES = 13;
    private static final int MOST_EXIF_BYTES = 64 * 1024;

    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
            "bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT");

    private PngStrip() {}

    static Stripped strip(Bytes in, OutputStream out, PixelLimit limit) throws IOException {
        out.write(in.bytes(8));
        Orientation orientation = Orientation.UPRIGHT;
        long width = 0;
        long height = 0;
        boolean pixels = false;
        while (true) {
            long length = in.u32();
            byte[] name = in.bytes(4);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            if (width == 0) {
                if (!type.equals("IHDR") || length != HEADER_BYTES) {
                    throw UnusableMedium.broken("The picture does not say how large it is");
                }
                byte[] header = in.bytes(HEADER_BYTES);
                width = ByteBuffer.wrap(header).getInt() & 0xffffffffL;
                height = ByteBuffer.wrap(header).getInt(4) & 0xffffffffL;
                limit.check(width, height);
                chunk(name, header, out);
                in.skip(4);
            } else if (type.equals("eXIf") && length <= MOST_EXIF_BYTES) {
                Orientation told = Orientation.inTiff(in.bytes((int) length));
                in.skip(4);
                if (orientation == Orientation.UPRIGHT && told != Orientation.UPRIGHT) {
                    orientation = told;
                    chunk(name, told.tiff(), out);
                }
            } else if (KEPT.contains(type) && !type.equals("IHDR")) {
                pixels |= type.equals("IDAT");
                out.write(ByteBuffer.allocate(8).putInt((int) length).put(name).array());
                in.copy(length + 4, out);
                if (type.equals("IEND")) {
                    break;
                }
            } else {
                in.skip(length + 4);
            }
        }
        if (!pixels) {
            throw UnusableMedium.broken("The picture has no pixels");
        }
        return Stripped.picture(width, height, orientation);
    }

    private static void chunk(byte[] name, byte[] content, OutputStream out) throws IOException {
        var sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.write(ByteBuffer.allocate(content.length + 12)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) sum.getValue())
                .array());
    }
}
