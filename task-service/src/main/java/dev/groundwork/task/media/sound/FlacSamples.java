package dev.groundwork.task.media.sound;

import java.io.IOException;
import java.io.InputStream;

import dev.groundwork.task.media.strip.UnusableMedium;

import org.jflac.FLACDecoder;
import org.jflac.frame.Frame;
import org.jflac.metadata.StreamInfo;
import org.jflac.util.ByteData;
import org.jspecify.annotations.Nullable;

/** FLAC, frame by frame. */
final class FlacSamples implements Samples {

    private final FLACDecoder decoder;
    private final InputStream in;
    private final int channels;
    private final int rate;
    private final int bytesPerSample;

    private @Nullable ByteData current;
    private int used;

    FlacSamples(InputStream in) throws IOException {
        this.in = in;
        this.decoder = new FLACDecoder(in);
        StreamInfo stream = decoder.readStreamInfo();
        decoder.readMetadata(stream);
        this.channels = stream.getChannels();
        this.rate = stream.getSampleRate();
        this.bytesPerSample = (stream.getBitsPerSample() + 7) / 8;
        if (bytesPerSample > 3) {
            throw UnusableMedium.broken("The recording has " + stream.getBitsPerSample() + " bits a sample");
        }
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int rate() {
        return rate;
    }

    @Override
    public int read(float[] into) throws IOException {
        int frameBytes = channels * bytesPerSample;
        ByteData pcm = current;
        if (pcm == null || used >= pcm.getLen()) {
            Frame frame = decoder.readNextFrame();
            if (frame == null) {
                return 0;
            }
            pcm = decoder.decodeFrame(frame, pcm);
            current = pcm;
            used = 0;
        }
        int count = Math.min((pcm.getLen() - used) / frameBytes, into.length / channels);
        byte[] data = pcm.getData();
        for (int i = 0; i < count * channels; i++) {
            into[i] = sample(data, used + i * bytesPerSample);
        }
        used += count * frameBytes;
        return count;
    }

    private float sample(byte[] data, int at) {
        return switch (bytesPerSample) {
            // The decoder moves samples of one byte up, as a WAV has them.
            case 1 -> ((data[at] & 0xff) - 128) / 128f;
            case 2 -> (data[at + 1] << 8 | (data[at] & 0xff)) / 32_768f;
            default -> (data[at + 2] << 16 | (data[at + 1] & 0xff) << 8 | (data[at] & 0xff)) / 8_388_608f;
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
