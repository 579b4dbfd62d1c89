package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A GIF with its pictures and how they follow each other, without comments and without what programs leave in it. */
final class GifStrip {

    private static final int EXTENSION = 0x21;
    private static final int PICTURE = 0x2c;
    private static final int END = 0x3b;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int APPLICATION = 0xff;

    /** How often an animation repeats, in its two spellings, and the colours. */
    private static final Set<String> KEPT_APPLICATIONS = Set.of("NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012");

    private GifStrip() {}

    static Stripped strip(Bytes in, OutputStream out, PixelLimit limit) throws IOException {
        out.write(in.bytes(6));
        byte[] screen = in.bytes(7);
        int width = u16le(screen, 0);
        int height = u16le(screen, 2);
        limit.check(width, height);
        out.write(screen);
        in.copy(tableBytes(screen[4]), out);
        boolean pixels = false;
        while (true) {
            int block = in.next();
            if (block == EXTENSION) {
                extension(in, out);
            } else if (block == PICTURE) {
                byte[] picture = in.bytes(9);
                limit.check(u16le(picture, 4), u16le(picture, 6));
                out.write(PICTURE);
                out.write(picture);
                in.copy(tableBytes(picture[8]) + 1, out);
                blocks(in, out);
                pixels = true;
            } else if (pixels) {
                // The end; or bytes that mean nothing behind the last picture, as some programs write them.
                out.write(END);
                return Stripped.picture(width, height, Orientation.UPRIGHT);
            } else {
                throw UnusableMedium.broken("The picture has no pixels");
            }
        }
    }

    private static void extension(Bytes in, OutputStream out) throws IOException {
        int label = in.u8();
        if (label == GRAPHIC_CONTROL) {
            out.write(EXTENSION);
            out.write(label);
            blocks(in, out);
        } else if (label == APPLICATION) {
            int length = in.u8();
            byte[] name = in.bytes(length);
            if (KEPT_APPLICATIONS.contains(new String(name, StandardCharsets.ISO_8859_1))) {
                out.write(EXTENSION);
                out.write(label);
                out.write(length);
                out.write(name);
                blocks(in, out);
            } else {
                blocks(in, OutputStream.nullOutputStream());
            }
        } else {
            blocks(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies pieces, each with its length before it, up to the empty one. */
    private static void blocks(Bytes in, OutputStream out) throws IOException {
        int length = in.u8();
        while (length > 0) {
            out.write(length);
            in.copy(length, out);
            length = in.u8();
        }
        out.write(0);
    }

    private static long tableBytes(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 6L << (flags & 7);
    }

    private static int u16le(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }
}
