package dev.groundwork.task.media.sound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import dev.groundwork.task.media.strip.UnusableMedium;

/** WAV: whole numbers of 8 to 32 bits, floating-point numbers, and the two logarithmic codes of telephony. */
final class WavSamples implements Samples {

    private static final int WHOLE = 1;
    private static final int FLOATING = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int LONGEST_FORMAT = 4096;

    private final InputStream in;
    private final int code;
    private final int channels;
    private final int rate;
    private final int bytesPerSample;
    private long left;

    private WavSamples(InputStream in, ByteBuffer format, long left) throws UnusableMedium {
        this.in = in;
        int named = format.getShort(0) & 0xffff;
        this.code = named == EXTENSIBLE && format.capacity() >= 26 ? format.getShort(24) & 0xffff : named;
        this.channels = format.getShort(2) & 0xffff;
        this.rate = format.getInt(4);
        this.bytesPerSample = (format.getShort(14) & 0xffff) / 8;
        this.left = left;
        boolean known =
                switch (code) {
                    case WHOLE -> bytesPerSample >= 1 && bytesPerSample <= 4;
                    case FLOATING -> bytesPerSample == 4 || bytesPerSample == 8;
                    case A_LAW, MU_LAW -> bytesPerSample == 1;
                    default -> false;
                };
        if (!known || channels == 0 || rate <= 0) {
            throw UnusableMedium.broken("The WAV is written in code " + code + " with " + bytesPerSample * 8 + " bits, "
                    + channels + " channels and " + rate + " samples a second, which is not read here");
        }
    }

    /** @param in clean: one format, then one row of data */
    static WavSamples in(InputStream in) throws IOException {
        in.skipNBytes(12);
        ByteBuffer format = null;
        while (true) {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
            if (head.capacity() < 8) {
                throw UnusableMedium.broken("The recording has no sound");
            }
            String name = new String(head.array(), 0, 4, StandardCharsets.ISO_8859_1);
            long length = head.getInt(4) & 0xffffffffL;
            if (name.equals("data") && format != null) {
                return new WavSamples(in, format, length);
            }
            if (name.equals("fmt ") && length >= 16 && length <= LONGEST_FORMAT) {
                format = ByteBuffer.wrap(in.readNBytes((int) length)).order(ByteOrder.LITTLE_ENDIAN);
                in.skipNBytes(length & 1);
            } else {
                in.skipNBytes(length + (length & 1));
            }
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
        int frame = bytesPerSample * channels;
        long wanted = Math.min(into.length / channels, left / frame);
        ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes((int) wanted * frame)).order(ByteOrder.LITTLE_ENDIAN);
        int count = bytes.capacity() / frame;
        left = count < wanted ? 0 : left - (long) count * frame;
        for (int i = 0; i < count * channels; i++) {
            into[i] = sample(bytes, i * bytesPerSample);
        }
        return count;
    }

    private float sample(ByteBuffer bytes, int at) {
        return switch (code) {
            case FLOATING -> within(bytesPerSample == 4 ? bytes.getFloat(at) : (float) bytes.getDouble(at));
            case A_LAW -> aLaw(bytes.get(at));
            case MU_LAW -> muLaw(bytes.get(at));
            default ->
                switch (bytesPerSample) {
                    // One byte has no sign.
                    case 1 -> ((bytes.get(at) & 0xff) - 128) / 128f;
                    case 2 -> bytes.getShort(at) / 32_768f;
                    case 3 -> (bytes.getShort(at + 1) << 8 | (bytes.get(at) & 0xff)) / 8_388_608f;
                    default -> bytes.getInt(at) / 0x1p31f;
                };
        };
    }

    /** Floating-point numbers may be anything. */
    private static float within(float sample) {
        return Float.isNaN(sample) ? 0 : Math.clamp(sample, -1f, 1f);
    }

    /** ITU-T G.711. */
    private static float aLaw(byte code) {
        int bits = code ^ 0x55;
        int segment = bits >> 4 & 7;
        int value = (bits & 15) << 4 | 8;
        if (segment > 0) {
            value = (value + 256) << (segment - 1);
        }
        return ((bits & 0x80) != 0 ? value : -value) / 32_768f;
    }

    /** ITU-T G.711. */
    private static float muLaw(byte code) {
        int bits = ~code;
        int value = ((bits & 15) << 3 | 0x84) << (bits >> 4 & 7);
        return ((bits & 0x80) != 0 ? 0x84 - value : value - 0x84) / 32_768f;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
