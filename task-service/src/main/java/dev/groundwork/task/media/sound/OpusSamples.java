package dev.groundwork.task.media.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.groundwork.task.media.strip.UnusableMedium;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;

/** Opus, packet by packet: always 48,000 samples a second, one channel or two. */
final class OpusSamples implements Samples {

    private static final int RATE = 48_000;

    /** A packet has 120 milliseconds at most. */
    private static final int MOST_SAMPLES = RATE * 120 / 1000;

    private final OggPackets packets;
    private final OpusDecoder decoder;
    private final int channels;
    private final short[] decoded;

    private int from;
    private int to;

    /** What the encoder needed to begin with is not heard. */
    private int skipped;

    /** @param packets at the first of the two headers */
    OpusSamples(OggPackets packets) throws IOException {
        this.packets = packets;
        var first = packets.packet();
        if (first.bytes < 19) {
            throw UnusableMedium.broken("The recording does not say how it is written");
        }
        var head = ByteBuffer.wrap(first.packet_base, first.packet, first.bytes)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        this.channels = head.get(9);
        this.skipped = head.getShort(10) & 0xffff;
        if (head.get(18) != 0 || channels < 1 || channels > 2 || !packets.next()) {
            throw UnusableMedium.broken("The recording has " + channels + " channels, of which two at most are read");
        }
        this.decoded = new short[MOST_SAMPLES * channels];
        try {
            this.decoder = new OpusDecoder(RATE, channels);
        } catch (OpusException impossible) {
            throw new IllegalStateException("Opus knows this rate and one channel or two", impossible);
        }
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int rate() {
        return RATE;
    }

    @Override
    public int read(float[] into) throws IOException {
        while (from == to) {
            if (!decodeNext()) {
                return 0;
            }
        }
        int count = Math.min(to - from, into.length / channels);
        for (int i = 0; i < count * channels; i++) {
            into[i] = decoded[from * channels + i] / 32_768f;
        }
        from += count;
        return count;
    }

    private boolean decodeNext() throws IOException {
        if (!packets.next()) {
            return false;
        }
        var packet = packets.packet();
        try {
            to = decoder.decode(packet.packet_base, packet.packet, packet.bytes, decoded, 0, MOST_SAMPLES, false);
        } catch (OpusException broken) {
            throw UnusableMedium.broken("The sound cannot be decoded", broken);
        }
        from = Math.min(skipped, to);
        skipped -= from;
        return true;
    }

    @Override
    public void close() throws IOException {
        packets.close();
    }
}
