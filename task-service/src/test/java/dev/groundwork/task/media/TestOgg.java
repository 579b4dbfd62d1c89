package dev.groundwork.task.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.task.media.TestMedia.Bits;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.join;

/** Small Ogg files, page by page. */
public final class TestOgg {

    /** What the comments say. */
    public static final String COMMENT = "ARTIST=Ada of Barcelona";

    /** Samples that a packet of {@link #silentVorbis} adds. */
    public static final int SAMPLES_A_PACKET = 32;

    private static final int SERIAL = 7;

    private byte[] pages = new byte[0];
    private int pageCount;

    private TestOgg() {}

    /** Vorbis, one channel, 8000 samples a second, as quiet as can be: the least that its standard takes for a setup. */
    public static byte[] silentVorbis(int packets) {
        var ogg = new TestOgg();
        var head = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        head.put(ascii("\1vorbis"))
                .putInt(0)
                .put((byte) 1)
                .putInt(8000)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        head.put((byte) 0x66).put((byte) 1);
        ogg.page(2, 0, List.of(head.array()));
        ogg.page(0, 0, List.of(comments("\3vorbis", 1), vorbisSetup()));
        for (int left = packets, done = 0; left > 0; ) {
            int now = Math.min(left, 200);
            var quiet = new ArrayList<byte[]>();
            for (int i = 0; i < now; i++) {
                quiet.add(new byte[1]);
            }
            left -= now;
            done += now;
            ogg.page(left == 0 ? 4 : 0, (long) (done - 1) * SAMPLES_A_PACKET, quiet);
        }
        return ogg.pages;
    }

    /** Opus, with packets made by an encoder, of 960 samples each. */
    public static byte[] opus(int channels, int skipped, List<byte[]> packets) {
        var ogg = new TestOgg();
        var head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put(ascii("OpusHead"))
                .put((byte) 1)
                .put((byte) channels)
                .putShort((short) skipped)
                .putInt(48_000);
        ogg.page(2, 0, List.of(head.array()));
        ogg.page(0, 0, List.of(comments("OpusTags", 0)));
        for (int i = 0; i < packets.size(); i++) {
            ogg.page(i == packets.size() - 1 ? 4 : 0, (i + 1) * 960L, List.of(packets.get(i)));
        }
        return ogg.pages;
    }

    private static byte[] comments(String signature, int end) {
        byte[] comment = ascii(COMMENT);
        byte[] vendor = ascii("Groundwork");
        var out = ByteBuffer.allocate(signature.length() + 12 + vendor.length + comment.length + end)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii(signature))
                .putInt(vendor.length)
                .put(vendor)
                .putInt(1)
                .putInt(comment.length)
                .put(comment);
        if (end > 0) {
            out.put((byte) 1);
        }
        return out.array();
    }

    /** One code book of two words, one floor of no partitions, one residue of no books, one mapping, one mode. */
    private static byte[] vorbisSetup() {
        var bits = new Bits();
        bits.put(0, 8);
        bits.put(0x564342, 24);
        bits.put(1, 16);
        bits.put(2, 24);
        bits.put(0, 2);
        bits.put(0, 5);
        bits.put(0, 5);
        bits.put(0, 4);
        bits.put(0, 6 + 16);
        bits.put(0, 6);
        bits.put(1, 16);
        bits.put(0, 5 + 2);
        bits.put(5, 4);
        bits.put(0, 6 + 16);
        bits.put(0, 24);
        bits.put(0, 24);
        bits.put(0, 24);
        bits.put(0, 6 + 8 + 4);
        bits.put(0, 6 + 16 + 4);
        bits.put(0, 24);
        bits.put(0, 6 + 1);
        bits.put(0, 32);
        bits.put(0, 8);
        bits.put(1, 1);
        return join(ascii("\5vorbis"), bits.bytes());
    }

    private void page(int flags, long position, List<byte[]> packets) {
        byte[] lengths = new byte[0];
        byte[] content = new byte[0];
        for (byte[] packet : packets) {
            for (int left = packet.length; left >= 255; left -= 255) {
                lengths = join(lengths, new byte[] {(byte) 255});
            }
            lengths = join(lengths, new byte[] {(byte) (packet.length % 255)});
            content = join(content, packet);
        }
        var page = ByteBuffer.allocate(27 + lengths.length + content.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put(ascii("OggS"))
                .put((byte) 0)
                .put((byte) flags)
                .putLong(position)
                .putInt(SERIAL)
                .putInt(pageCount++);
        page.putInt(0).put((byte) lengths.length).put(lengths).put(content);
        page.putInt(22, sum(page.array()));
        pages = join(pages, page.array());
    }

    /** The sum of a page, bit by bit as its standard describes it. */
    public static int sum(byte[] page) {
        int sum = 0;
        for (byte value : page) {
            sum ^= (value & 0xff) << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum < 0 ? sum << 1 ^ 0x04c11db7 : sum << 1;
            }
        }
        return sum;
    }
}
