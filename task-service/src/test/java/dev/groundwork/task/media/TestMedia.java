package dev.groundwork.task.media;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Small media made of nothing, each with what one looks for in it. */
public final class TestMedia {

    /** What the EXIF of {@link #taggedJpeg} says beside the orientation. */
    public static final String CAMERA = "Groundwork Camera 7";

    private TestMedia() {}

    /** A picture with another colour in each corner: red top left, green top right, blue bottom left, white bottom right. */
    public static BufferedImage corners(int width, int height, int kind) {
        var image = new BufferedImage(width, height, kind);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Color color = y < height / 2
                        ? x < width / 2 ? Color.RED : Color.GREEN
                        : x < width / 2 ? Color.BLUE : Color.WHITE;
                image.setRGB(x, y, color.getRGB());
            }
        }
        return image;
    }

    public static byte[] written(BufferedImage image, String format) {
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer of " + format);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    public static BufferedImage read(byte[] picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static byte[] jpeg(int width, int height) {
        return written(corners(width, height, BufferedImage.TYPE_INT_RGB), "jpg");
    }

    public static byte[] png(int width, int height) {
        return written(corners(width, height, BufferedImage.TYPE_INT_RGB), "png");
    }

    /** A JPEG as a telephone makes it: EXIF with orientation, camera and position, XMP, a comment, and a film behind the end. */
    public static byte[] taggedJpeg(int width, int height, int orientation) {
        byte[] plain = jpeg(width, height);
        byte[] exif = join(ascii("Exif\0\0"), exif(orientation));
        byte[] xmp = ascii("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:li>Ada at home</rdf:li></x:xmpmeta>");
        // The JFIF segment comes first: 2 bytes of start, 18 of it.
        return join(
                slice(plain, 0, 20),
                segment(0xe1, exif),
                segment(0xe1, xmp),
                segment(0xed, ascii("Photoshop 3.0\0IPTC by Ada")),
                segment(0xfe, ascii("taken by Ada")),
                slice(plain, 20, plain.length),
                ascii("ftypmp42 a moment before, at 41.385 north"));
    }

    /** EXIF with a camera, an orientation and a position in Barcelona, in the order of little-endian machines. */
    public static byte[] exif(int orientation) {
        int gpsAt = 8 + 2 + 3 * 12 + 4;
        int cameraAt = gpsAt + 2 + 2 * 12 + 4;
        byte[] camera = ascii(CAMERA + "\0");
        int latitudeAt = cameraAt + camera.length;
        var out = ByteBuffer.allocate(latitudeAt + 24).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("II")).putShort((short) 42).putInt(8);
        out.putShort((short) 3);
        entry(out, 0x0110, 2, camera.length, cameraAt);
        entry(out, 0x0112, 3, 1, orientation);
        entry(out, 0x8825, 4, 1, gpsAt);
        out.putInt(0);
        out.putShort((short) 2);
        entry(out, 1, 2, 2, 'N');
        entry(out, 2, 5, 3, latitudeAt);
        out.putInt(0);
        out.put(camera);
        for (int part : new int[] {41, 1, 23, 1, 6, 1}) {
            out.putInt(part);
        }
        return out.array();
    }

    public static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (content.length + 2))
                .put(content)
                .array();
    }

    public static byte[] pngChunk(String type, byte[] content) {
        var sum = new CRC32();
        sum.update(ascii(type));
        sum.update(content);
        return ByteBuffer.allocate(content.length + 12)
                .putInt(content.length)
                .put(ascii(type))
                .put(content)
                .putInt((int) sum.getValue())
                .array();
    }

    /** A PNG with further chunks behind its header. */
    public static byte[] pngWith(byte[] png, byte[]... chunks) {
        int header = 8 + 25;
        return join(slice(png, 0, header), join(chunks), slice(png, header, png.length));
    }

    /** A lossless WebP of one colour: every code has one symbol, so the pixels take no bits at all. */
    public static byte[] webp(int width, int height, Color color) {
        var bits = new Bits();
        bits.put(0x2f, 8);
        bits.put(width - 1, 14);
        bits.put(height - 1, 14);
        bits.put(0, 1 + 3);
        bits.put(0, 3);
        for (int symbol : new int[] {color.getGreen(), color.getRed(), color.getBlue(), 255}) {
            bits.put(1, 1);
            bits.put(0, 1);
            bits.put(1, 1);
            bits.put(symbol, 8);
        }
        bits.put(1, 1);
        bits.put(0, 1);
        bits.put(0, 1);
        bits.put(0, 1);
        return riff("WEBP", riffChunk("VP8L", bits.bytes()));
    }

    public static byte[] riff(String form, byte[]... chunks) {
        byte[] all = join(chunks);
        return join(ascii("RIFF"), u32le(all.length + 4), ascii(form), all);
    }

    public static byte[] riffChunk(String name, byte[] content) {
        return join(ascii(name), u32le(content.length), content, new byte[content.length & 1]);
    }

    /** A WAV with the samples of a function, in 16 bits. */
    public static byte[] wav(int rate, int channels, int samples, IntToDoubleFunction at) {
        var data = ByteBuffer.allocate(samples * channels * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            for (int channel = 0; channel < channels; channel++) {
                data.putShort((short) Math.round(at.applyAsDouble(i) * 32767));
            }
        }
        return riff("WAVE", wavFormat(1, channels, rate, 16), riffChunk("data", data.array()));
    }

    public static byte[] wavFormat(int code, int channels, int rate, int bits) {
        var format = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        int frame = channels * bits / 8;
        format.putShort((short) code).putShort((short) channels).putInt(rate).putInt(rate * frame);
        format.putShort((short) frame).putShort((short) bits);
        return riffChunk("fmt ", format.array());
    }

    /** A sine of a frequency and a height. */
    public static IntToDoubleFunction sine(double frequency, int rate, double height) {
        return i -> height * Math.sin(2 * Math.PI * frequency * i / rate);
    }

    /** MP3 frames without a tone: 26 milliseconds each. */
    public static byte[] silentMp3(int frames) {
        byte[] frame = new byte[417];
        System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xfb, (byte) 0x90, (byte) 0x64}, 0, frame, 0, 4);
        byte[] all = new byte[0];
        for (int i = 0; i < frames; i++) {
            all = join(all, frame);
        }
        return all;
    }

    /** A box of an MP4. */
    public static byte[] box(String name, byte[]... contents) {
        byte[] content = join(contents);
        return join(ByteBuffer.allocate(4).putInt(content.length + 8).array(), ascii(name), content);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** {@return whether the text stands anywhere in the bytes} */
    public static boolean holds(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
        out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static byte[] u32le(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** Bits, the lowest of each byte first. */
    public static final class Bits {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int current;
        private int used;

        public void put(long value, int count) {
            for (int i = 0; i < count; i++) {
                current |= (int) (value >> i & 1) << used;
                if (++used == 8) {
                    out.write(current);
                    current = 0;
                    used = 0;
                }
            }
        }

        public byte[] bytes() {
            byte[] whole = out.toByteArray();
            return used == 0 ? whole : join(whole, new byte[] {(byte) current});
        }
    }
}
