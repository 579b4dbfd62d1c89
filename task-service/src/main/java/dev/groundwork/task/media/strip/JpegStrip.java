package dev.groundwork.task.media.strip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A JPEG with the segments that make its pixels and colours, and no other: no EXIF, XMP, IPTC, comment, thumbnail, nor the further
 * pictures and films that telephones hang on behind the end. The pixels stay as they are, to the bit.
 */
final class JpegStrip {

    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COLOURS = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    /** A JFIF segment up to the size of its thumbnail. */
    private static final int JFIF_BYTES = 14;

    /** Each scan is a pass over all pixels; cameras and programs make ten or so. */
    private static final int MOST_SCANS = 100;

    private final Bytes in;
    private final OutputStream out;
    private final PixelLimit limit;
    private @Nullable Orientation orientation;
    private int width;
    private int height;
    private int scans;

    private JpegStrip(Bytes in, OutputStream out, PixelLimit limit) {
        this.in = in;
        this.out = out;
        this.limit = limit;
    }

    static Stripped strip(Bytes in, OutputStream out, PixelLimit limit) throws IOException {
        return new JpegStrip(in, out, limit).strip();
    }

    private Stripped strip() throws IOException {
        if (in.u16() != (0xff00 | START_OF_IMAGE)) {
            throw UnusableMedium.broken("The picture does not begin as a JPEG");
        }
        marker(START_OF_IMAGE);
        int marker = nextMarker();
        while (marker != END_OF_IMAGE) {
            if (marker == START_OF_SCAN) {
                if (++scans > MOST_SCANS) {
                    throw UnusableMedium.broken("The picture has more than " + MOST_SCANS + " scans");
                }
                if (width == 0) {
                    throw UnusableMedium.broken("The picture has pixels before it says how many");
                }
                segment(marker, in.bytes(length()));
                marker = scan();
            } else {
                segment(marker);
                marker = nextMarker();
            }
        }
        marker(END_OF_IMAGE);
        if (scans == 0) {
            throw UnusableMedium.broken("The picture has no pixels");
        }
        return Stripped.picture(width, height, orientation == null ? Orientation.UPRIGHT : orientation);
    }

    private void segment(int marker) throws IOException {
        if (isFrame(marker)) {
            byte[] frame = in.bytes(length());
            if (frame.length < 6) {
                throw UnusableMedium.broken("The picture does not say how large it is");
            }
            height = (frame[1] & 0xff) << 8 | (frame[2] & 0xff);
            width = (frame[3] & 0xff) << 8 | (frame[4] & 0xff);
            limit.check(width, height);
            segment(marker, frame);
        } else if (isTable(marker)) {
            segment(marker, in.bytes(length()));
        } else if (marker == APP0) {
            byte[] jfif = in.bytes(length());
            if (begins(jfif, JFIF) && jfif.length >= JFIF_BYTES) {
                byte[] withoutThumbnail = Arrays.copyOf(jfif, JFIF_BYTES);
                withoutThumbnail[JFIF_BYTES - 2] = 0;
                withoutThumbnail[JFIF_BYTES - 1] = 0;
                segment(marker, withoutThumbnail);
            }
        } else if (marker == APP1) {
            byte[] exif = in.bytes(length());
            if (orientation == null && begins(exif, EXIF)) {
                orientation = Orientation.inTiff(Arrays.copyOfRange(exif, EXIF.length, exif.length));
                if (orientation != Orientation.UPRIGHT) {
                    var kept = new ByteArrayOutputStream();
                    kept.write(EXIF);
                    kept.write(orientation.tiff());
                    segment(marker, kept.toByteArray());
                }
            }
        } else if (marker == APP2 || marker == APP14) {
            byte[] content = in.bytes(length());
            if (begins(content, marker == APP2 ? COLOURS : ADOBE)) {
                segment(marker, content);
            }
        } else if (!standsAlone(marker)) {
            in.skip(length());
        }
    }

    /** Copies compressed pixels; {@return the marker that ends them} */
    private int scan() throws IOException {
        int value = in.next();
        while (value >= 0) {
            if (value != 0xff) {
                out.write(value);
                value = in.next();
                continue;
            }
            int code = in.next();
            if (code == 0 || (code >= 0xd0 && code <= 0xd7)) {
                out.write(0xff);
                out.write(code);
                value = in.next();
            } else if (code == 0xff) {
                // A byte to fill up with; the next one may be the marker.
                value = code;
            } else if (code >= 0) {
                return code;
            } else {
                value = code;
            }
        }
        // Broken off, as by a lost connection: what there is can be shown.
        return END_OF_IMAGE;
    }

    private int nextMarker() throws IOException {
        int value = in.u8();
        if (value != 0xff) {
            throw UnusableMedium.broken("The picture has bytes where a segment should begin");
        }
        while (value == 0xff) {
            value = in.u8();
        }
        return value;
    }

    private int length() throws IOException {
        int length = in.u16();
        if (length < 2) {
            throw UnusableMedium.broken("The picture has a segment of no length");
        }
        return length - 2;
    }

    private void marker(int marker) throws IOException {
        out.write(0xff);
        out.write(marker);
    }

    private void segment(int marker, byte[] content) throws IOException {
        marker(marker);
        out.write((content.length + 2) >> 8);
        out.write(content.length + 2);
        out.write(content);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Huffman and arithmetic tables, quantisation, number of lines, restarts, hierarchies. */
    private static boolean isTable(int marker) {
        return marker == 0xc4 || marker == 0xcc || (marker >= 0xdb && marker <= 0xdf);
    }

    private static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    }

    private static boolean begins(byte[] content, byte[] with) {
        return content.length >= with.length && Arrays.equals(content, 0, with.length, with, 0, with.length);
    }
}
