package dev.groundwork.task.media.sound;

import java.io.IOException;
import java.io.InputStream;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.DecoderException;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.SampleBuffer;

import dev.groundwork.task.media.strip.UnusableMedium;

import org.jspecify.annotations.Nullable;

/** MP3, frame by frame. */
final class Mp3Samples implements Samples {

    private final Bitstream frames;
    private final Decoder decoder = new Decoder();

    private @Nullable SampleBuffer current;
    private int used;
    private final int channels;
    private final int rate;

    Mp3Samples(InputStream in) throws IOException {
        this.frames = new Bitstream(in);
        SampleBuffer first = next();
        if (first == null) {
            throw UnusableMedium.broken("The recording has no sound");
        }
        this.current = first;
        this.channels = first.getChannelCount();
        this.rate = first.getSampleFrequency();
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
        int count = 0;
        int wanted = into.length - into.length % channels;
        while (count < wanted) {
            SampleBuffer frame = current;
            if (frame == null) {
                break;
            }
            int length = Math.min(frame.getBufferLength() - used, wanted - count);
            for (int i = 0; i < length; i++) {
                into[count + i] = frame.getBuffer()[used + i] / 32_768f;
            }
            count += length;
            used += length;
            if (used == frame.getBufferLength()) {
                current = next();
                used = 0;
            }
        }
        return count / channels;
    }

    private @Nullable SampleBuffer next() throws IOException {
        try {
            Header head = frames.readFrame();
            if (head == null) {
                return null;
            }
            var samples = (SampleBuffer) decoder.decodeFrame(head, frames);
            frames.closeFrame();
            return samples;
        } catch (BitstreamException | DecoderException broken) {
            throw UnusableMedium.broken("The sound cannot be decoded", broken);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            frames.close();
        } catch (BitstreamException failure) {
            throw new IOException(failure);
        }
    }
}
