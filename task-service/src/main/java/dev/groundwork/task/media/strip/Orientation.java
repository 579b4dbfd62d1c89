package dev.groundwork.task.media.strip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held, in the eight ways of the EXIF tag: pixels are mirrored in columns or rows first, then transposed. */
public enum Orientation {
    UPRIGHT(1, false, false, false),
    MIRRORED(2, true, false, false),
    UPSIDE_DOWN(3, true, true, false),
    FLIPPED(4, false, true, false),
    TRANSPOSED(5, false, false, true),
    TURNED_RIGHT(6, false, true, true),
    TRANSVERSED(7, true, true, true),
    TURNED_LEFT(8, true, false, true);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    private final int value;
    private final boolean mirrorsColumns;
    private final boolean mirrorsRows;
    private final boolean transposes;

    Orientation(int value, boolean mirrorsColumns, boolean mirrorsRows, boolean transposes) {
        this.value = value;
        this.mirrorsColumns = mirrorsColumns;
        this.mirrorsRows = mirrorsRows;
        this.transposes = transposes;
    }

    /** {@return what a value of the tag means; upright for any that means nothing} */
    public static Orientation of(int value) {
        for (Orientation orientation : values()) {
            if (orientation.value == value) {
                return orientation;
            }
        }
        return UPRIGHT;
    }

    /** {@return whether columns change places, left with right} */
    public boolean mirrorsColumns() {
        return mirrorsColumns;
    }

    /** {@return whether rows change places, top with bottom} */
    public boolean mirrorsRows() {
        return mirrorsRows;
    }

    /** {@return whether rows become columns after that} */
    public boolean transposes() {
        return transposes;
    }

    /** {@return the size after turning} */
    @SuppressWarnings("ArgumentSelectionDefectChecker") // The sides change places: that is what turning does.
    public Stripped.Size shown(Stripped.Size stored) {
        return transposes ? new Stripped.Size(stored.height(), stored.width()) : stored;
    }

    /** {@return what a TIFF structure, which is what EXIF is, says in its first directory; upright when it says nothing} */
    static Orientation inTiff(byte[] tiff) {
        if (tiff.length < 8) {
            return UPRIGHT;
        }
        var bytes = ByteBuffer.wrap(tiff);
        if (tiff[0] == 'I' && tiff[1] == 'I') {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
        } else if (tiff[0] != 'M' || tiff[1] != 'M') {
            return UPRIGHT;
        }
        long directory = bytes.getInt(4) & 0xffffffffL;
        if (directory + 2 > tiff.length) {
            return UPRIGHT;
        }
        int entries = bytes.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY_BYTES;
            if (entry + ENTRY_BYTES > tiff.length) {
                return UPRIGHT;
            }
            int at = (int) entry;
            if ((bytes.getShort(at) & 0xffff) == TAG && bytes.getShort(at + 2) == SHORT) {
                return of(bytes.getShort(at + 8) & 0xffff);
            }
        }
        return UPRIGHT;
    }

    /** {@return a TIFF structure that says this and nothing else} */
    byte[] tiff() {
        return ByteBuffer.allocate(26)
                .put((byte) 'M')
                .put((byte) 'M')
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) TAG)
                .putShort((short) SHORT)
                .putInt(1)
                .putShort((short) value)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }
}
