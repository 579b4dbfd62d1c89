package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A FLAC with what its sound needs, without comments, pictures and what programs leave in it. */
final class FlacStrip {

    private static final int STREAM = 0;
    private static final int SEEK_TABLE = 3;
    private static final int STREAM_BYTES = 34;
    private static final int LAST = 0x80;

    private FlacStrip() {}

    static Stripped strip(Bytes in, OutputStream out) throws IOException {
        out.write(in.bytes(4));
        byte[] stream = null;
        byte[] seekTable = null;
        boolean last = false;
        while (!last) {
            int head = in.u8();
            int length = in.u8() << 16 | in.u16();
            int type = head & ~LAST;
            last = (head & LAST) != 0;
            if (type == STREAM && stream == null) {
                stream = in.bytes(length);
            } else if (type == SEEK_TABLE && seekTable == null) {
                seekTable = in.bytes(length);
            } else {
                in.skip(length);
            }
        }
        if (stream == null || stream.length != STREAM_BYTES) {
            throw UnusableMedium.broken("The recording does not say how it is written");
        }
        block(seekTable == null ? STREAM | LAST : STREAM, stream, out);
        if (seekTable != null) {
            block(SEEK_TABLE | LAST, seekTable, out);
        }
        in.copy(in.left(), out);
        // 20 bits of samples a second, 3 of channels, 5 of bits a sample, 36 of samples in all.
        long figures = ByteBuffer.wrap(stream).getLong(10);
        long rate = figures >>> 44;
        long samples = figures & 0xfffffffffL;
        return Stripped.sound(rate == 0 || samples == 0 ? null : Duration.ofMillis(samples * 1000 / rate));
    }

    private static void block(int head, byte[] content, OutputStream out) throws IOException {
        out.write(head);
        out.write(content.length >> 16);
        out.write(content.length >> 8);
        out.write(content.length);
        out.write(content);
    }
}
