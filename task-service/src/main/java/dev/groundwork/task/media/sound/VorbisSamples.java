package dev.groundwork.task.media.sound;

import java.io.IOException;

import dev.groundwork.task.media.strip.UnusableMedium;

import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;

/** Vorbis, packet by packet. */
final class VorbisSamples implements Samples {

    private static final int HEADERS = 3;

    private final OggPackets packets;
    private final Info info = new Info();
    private final DspState decoder = new DspState();
    private final Block block = new Block(decoder);
    private final float[][][] decoded = new float[1][][];
    private final int[] starts;

    /** @param packets at the first of the three headers */
    VorbisSamples(OggPackets packets) throws IOException {
        this.packets = packets;
        var comment = new Comment();
        info.init();
        comment.init();
        for (int i = 0; i < HEADERS; i++) {
            if ((i > 0 && !packets.next()) || info.synthesis_headerin(comment, packets.packet()) < 0) {
                throw UnusableMedium.broken("The recording does not say how it is written");
            }
        }
        if (info.channels < 1 || info.rate < 1) {
            throw UnusableMedium.broken(
                    "The recording has " + info.channels + " channels of " + info.rate + " samples a second");
        }
        decoder.synthesis_init(info);
        block.init(decoder);
        this.starts = new int[info.channels];
    }

    @Override
    public int channels() {
        return info.channels;
    }

    @Override
    public int rate() {
        return info.rate;
    }

    @Override
    public int read(float[] into) throws IOException {
        int wanted = into.length / info.channels;
        int available = decoder.synthesis_pcmout(decoded, starts);
        while (available <= 0) {
            if (!packets.next()) {
                return 0;
            }
            if (block.synthesis(packets.packet()) == 0) {
                decoder.synthesis_blockin(block);
            }
            available = decoder.synthesis_pcmout(decoded, starts);
        }
        int count = Math.min(available, wanted);
        for (int channel = 0; channel < info.channels; channel++) {
            float[] samples = decoded[0][channel];
            for (int i = 0; i < count; i++) {
                into[i * info.channels + channel] = Math.clamp(samples[starts[channel] + i], -1f, 1f);
            }
        }
        decoder.synthesis_read(count);
        return count;
    }

    @Override
    public void close() throws IOException {
        packets.close();
    }
}
