package dev.groundwork.task.media.sound;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.strip.UnusableMedium;

/**
 * The outline of a sound as a small JSON document, so that a player draws the wave of an hour without fetching it:
 *
 * <pre>{"version": 1, "duration": 2.5, "channels": 1, "rate": 16000, "samplesPerPeak": 16, "peaks": [[-0.5, 0.5, …]]}</pre>
 *
 * <p>{@code peaks} has an array for each channel with the lowest and the highest sample of one stretch after another, between -1 and 1:
 * the form that wavesurfer.js takes as {@code peaks}, together with {@code duration}.
 */
public final class Peaks {

    /** Enough for every pixel of a wide screen. */
    private static final int MOST_BUCKETS = 4096;

    private static final int MOST_CHANNELS = 8;
    private static final int PIECE = 16 * 1024;
    private static final int BUFFER = 64 * 1024;

    private Peaks() {}

    /** Whether decoding has taken too long already, and how long a recording may sound: a small file may unfold into days. */
    public record Bounds(BooleanSupplier outOfTime, Duration longest) {}

    /** {@return whether the sound of such files can be decoded here} */
    public static boolean areKnownOf(MediaType type) {
        return switch (type) {
            case WAV, MP3, OGG, FLAC -> true;
            default -> false;
        };
    }

    /**
     * Decodes a whole recording.
     *
     * @param to overwritten when it exists
     * @return how long it sounds
     * @throws UnusableMedium when it cannot be decoded, or is longer than the bounds
     */
    public static Duration of(Path recording, MediaType type, Bounds bounds, Path to) throws IOException {
        Decoded decoded = decoded(recording, type, bounds);
        write(decoded, to);
        return Duration.ofMillis(Math.round(decoded.buckets().samples() * 1000.0 / decoded.rate()));
    }

    /** A recording when all of it was heard. */
    private record Decoded(PeakBuckets buckets, int channels, int rate) {}

    private static Decoded decoded(Path recording, MediaType type, Bounds bounds) throws UnusableMedium {
        try (Samples samples = open(recording, type)) {
            int channels = samples.channels();
            int rate = samples.rate();
            if (channels < 1 || channels > MOST_CHANNELS || rate < 1) {
                throw UnusableMedium.broken(
                        "The recording has " + channels + " channels of " + rate + " samples a second");
            }
            var buckets = new PeakBuckets(MOST_BUCKETS, channels);
            var piece = new float[PIECE * channels];
            for (int count = samples.read(piece); count > 0; count = samples.read(piece)) {
                buckets.add(piece, count);
                if (buckets.samples() / rate > bounds.longest().toSeconds()) {
                    throw UnusableMedium.broken("The recording is longer than " + bounds.longest());
                }
                if (bounds.outOfTime().getAsBoolean()) {
                    throw UnusableMedium.broken("The recording takes too long to decode");
                }
            }
            if (buckets.samples() == 0) {
                throw UnusableMedium.broken("The recording has no sound");
            }
            return new Decoded(buckets, channels, rate);
        } catch (UnusableMedium known) {
            throw known;
        } catch (IOException | RuntimeException broken) {
            // Decoders stumble over broken files in many ways of their own.
            throw UnusableMedium.broken("The sound cannot be decoded", broken);
        }
    }

    private static Samples open(Path recording, MediaType type) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(recording), BUFFER);
        try {
            return switch (type) {
                case WAV -> WavSamples.in(in);
                case MP3 -> new Mp3Samples(in);
                case OGG -> OggSamples.in(in);
                case FLAC -> new FlacSamples(in);
                default -> throw new IllegalArgumentException(type + " is not decoded here");
            };
        } catch (IOException | RuntimeException failure) {
            in.close();
            throw failure;
        }
    }

    private static void write(Decoded decoded, Path to) throws IOException {
        PeakBuckets buckets = decoded.buckets();
        int channels = decoded.channels();
        int rate = decoded.rate();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
            var json = new StringBuilder(String.format(
                    Locale.ROOT,
                    "{\"version\":1,\"duration\":%.3f,\"channels\":%d,\"rate\":%d,\"samplesPerPeak\":%d,\"peaks\":[",
                    (double) buckets.samples() / rate,
                    channels,
                    rate,
                    buckets.samplesPerBucket()));
            for (int channel = 0; channel < channels; channel++) {
                json.append(channel == 0 ? "[" : ",[");
                for (int bucket = 0; bucket < buckets.size(); bucket++) {
                    json.append(bucket == 0 ? "" : ",");
                    number(buckets.low(bucket, channel), json);
                    json.append(',');
                    number(buckets.high(bucket, channel), json);
                }
                json.append(']');
            }
            out.write(json.append("]}").toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Three decimals: more than a screen has rows for. */
    private static void number(float sample, StringBuilder json) {
        long thousandths = Math.round(Math.clamp(sample, -1f, 1f) * 1000.0);
        if (thousandths % 1000 == 0) {
            json.append(thousandths / 1000);
        } else {
            json.append(thousandths / 1000.0);
        }
    }
}
