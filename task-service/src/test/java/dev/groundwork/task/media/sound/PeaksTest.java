package dev.groundwork.task.media.sound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.TestOgg;
import dev.groundwork.task.media.strip.UnusableMedium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.riff;
import static dev.groundwork.task.media.TestMedia.riffChunk;
import static dev.groundwork.task.media.TestMedia.sine;
import static dev.groundwork.task.media.TestMedia.wavFormat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PeaksTest {

    private static final Peaks.Bounds NO_HURRY = new Peaks.Bounds(() -> false, Duration.ofHours(1));

    @TempDir
    Path folder;

    @Test
    void the_peaks_of_a_sine_are_its_height_all_along() throws IOException {
        byte[] wav = TestMedia.wav(16_000, 1, 160_000, sine(440, 16_000, 0.6));

        JsonNode peaks = of(wav, MediaType.WAV);

        assertThat(peaks.path("version").asInt()).isEqualTo(1);
        assertThat(peaks.path("duration").asDouble()).isEqualTo(10);
        assertThat(peaks.path("rate").asInt()).isEqualTo(16_000);
        assertThat(peaks.path("channels").asInt()).isEqualTo(1);
        int perPeak = peaks.path("samplesPerPeak").asInt();
        JsonNode values = peaks.path("peaks").path(0);
        assertThat(perPeak).isEqualTo(64);
        assertThat(values).hasSize(2 * 2500);
        // A stretch of 64 samples holds more than one and a half waves of 36.
        for (int i = 0; i < values.size(); i += 2) {
            assertThat(values.path(i).asDouble()).isCloseTo(-0.6, within(0.01));
            assertThat(values.path(i + 1).asDouble()).isCloseTo(0.6, within(0.01));
        }
    }

    @Test
    void silence_after_noise_is_drawn_where_it_is() throws IOException {
        IntToDoubleFunction half = i -> i < 40_000 ? sine(1000, 8000, 1).applyAsDouble(i) : 0;

        JsonNode values =
                of(TestMedia.wav(8000, 2, 80_000, half), MediaType.WAV).path("peaks");

        assertThat(values).hasSize(2);
        for (JsonNode channel : values) {
            assertThat(channel.path(1).asDouble()).isCloseTo(1, within(0.05));
            assertThat(channel.path(channel.size() - 1).asDouble()).isZero();
        }
    }

    /** The same sine in every way that a WAV may be written. */
    @ParameterizedTest
    @CsvSource({
        "1, 8, 0.02",
        "1, 16, 0.001",
        "1, 24, 0.001",
        "1, 32, 0.001",
        "3, 32, 0.001",
        "3, 64, 0.001",
        "6, 8, 0.02",
        "7, 8, 0.02"
    })
    void every_way_of_writing_a_wav_is_read(int code, int bits, double near) throws IOException {
        IntToDoubleFunction sine = sine(1000, 8000, 0.5);
        var data = ByteBuffer.allocate(800 * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 800; i++) {
            double sample = sine.applyAsDouble(i);
            switch (code * 100 + bits) {
                case 108 -> data.put((byte) Math.round(sample * 127 + 128));
                case 116 -> data.putShort((short) Math.round(sample * 32767));
                case 124 -> {
                    int value = (int) Math.round(sample * 8_388_607);
                    data.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
                }
                case 132 -> data.putInt((int) Math.round(sample * Integer.MAX_VALUE));
                case 332 -> data.putFloat((float) sample);
                case 364 -> data.putDouble(sample);
                case 608 -> data.put(aLaw(sample));
                case 708 -> data.put(muLaw(sample));
                default -> throw new IllegalArgumentException();
            }
        }

        JsonNode peaks =
                of(riff("WAVE", wavFormat(code, 1, 8000, bits), riffChunk("data", data.array())), MediaType.WAV);

        assertThat(peaks.path("duration").asDouble()).isEqualTo(0.1);
        JsonNode values = peaks.path("peaks").path(0);
        // Eight samples a wave: the third is its height, the seventh its depth.
        assertThat(values.path(2 * 2).asDouble()).isCloseTo(0.5, within(near));
        assertThat(values.path(2 * 6).asDouble()).isCloseTo(-0.5, within(near));
    }

    @Test
    void the_sine_of_a_flac_is_found_again() throws IOException {
        JsonNode peaks = of(flac(sine(440, 8000, 0.6), 4, 4000), MediaType.FLAC);

        assertThat(peaks.path("duration").asDouble()).isEqualTo(2);
        assertThat(highest(peaks)).isCloseTo(0.6, within(0.005));
        assertThat(lowest(peaks)).isCloseTo(-0.6, within(0.005));
    }

    @Test
    void the_sine_of_an_opus_is_found_again() throws IOException, OpusException {
        var encoder = new OpusEncoder(48_000, 1, OpusApplication.OPUS_APPLICATION_AUDIO);
        encoder.setBitrate(96_000);
        IntToDoubleFunction sine = sine(440, 48_000, 0.6);
        var packets = new ArrayList<byte[]>();
        for (int packet = 0; packet < 50; packet++) {
            var samples = new short[960];
            for (int i = 0; i < 960; i++) {
                samples[i] = (short) Math.round(sine.applyAsDouble(packet * 960 + i) * 32767);
            }
            var encoded = new byte[2000];
            int length = encoder.encode(samples, 0, 960, encoded, 0, encoded.length);
            packets.add(Arrays.copyOf(encoded, length));
        }

        JsonNode peaks = of(TestOgg.opus(1, 312, packets), MediaType.OGG);

        assertThat(peaks.path("rate").asInt()).isEqualTo(48_000);
        assertThat(peaks.path("duration").asDouble()).isCloseTo((48_000 - 312) / 48_000.0, within(0.001));
        assertThat(highest(peaks)).isCloseTo(0.6, within(0.1));
        assertThat(lowest(peaks)).isCloseTo(-0.6, within(0.1));
    }

    @Test
    void a_vorbis_is_decoded_to_its_end() throws IOException {
        JsonNode peaks = of(TestOgg.silentVorbis(251), MediaType.OGG);

        assertThat(peaks.path("rate").asInt()).isEqualTo(8000);
        assertThat(peaks.path("duration").asDouble()).isEqualTo(1);
        assertThat(highest(peaks)).isZero();
    }

    @Test
    void an_mp3_is_decoded_to_its_end() throws IOException {
        JsonNode peaks = of(TestMedia.silentMp3(100), MediaType.MP3);

        assertThat(peaks.path("rate").asInt()).isEqualTo(44_100);
        assertThat(peaks.path("channels").asInt()).isEqualTo(2);
        assertThat(peaks.path("duration").asDouble()).isCloseTo(100 * 1152 / 44_100.0, within(0.05));
        assertThat(highest(peaks)).isCloseTo(0, within(0.001));
    }

    @Test
    void a_recording_that_is_too_long_is_not_decoded_to_its_end() {
        byte[] wav = TestMedia.wav(8000, 1, 80_000, i -> 0);

        assertThatThrownBy(() -> of(wav, MediaType.WAV, new Peaks.Bounds(() -> false, Duration.ofSeconds(5))))
                .isInstanceOf(UnusableMedium.class)
                .hasMessageContaining("longer than PT5S");
    }

    @Test
    void a_recording_that_takes_too_long_is_given_up() {
        byte[] wav = TestMedia.wav(8000, 1, 80_000, i -> 0);

        assertThatThrownBy(() -> of(wav, MediaType.WAV, new Peaks.Bounds(() -> true, Duration.ofHours(1))))
                .isInstanceOf(UnusableMedium.class)
                .hasMessageContaining("takes too long");
    }

    @ParameterizedTest
    @EnumSource(names = {"WAV", "MP3", "OGG", "FLAC"})
    void what_is_no_sound_is_said_to_be_none(MediaType type) {
        byte[] noise = join(ascii(type == MediaType.OGG ? "OggS" : "fLaC"), new byte[3000]);

        assertThatThrownBy(() -> of(noise, type)).isInstanceOf(UnusableMedium.class);
    }

    @Test
    void a_wav_of_thousands_of_channels_is_refused() {
        byte[] wav = riff("WAVE", wavFormat(1, 60_000, 8000, 8), riffChunk("data", new byte[60_000]));

        assertThatThrownBy(() -> of(wav, MediaType.WAV))
                .isInstanceOf(UnusableMedium.class)
                .hasMessageContaining("60000 channels");
    }

    private JsonNode of(byte[] recording, MediaType type) throws IOException {
        return of(recording, type, NO_HURRY);
    }

    private JsonNode of(byte[] recording, MediaType type, Peaks.Bounds bounds) throws IOException {
        Path from = Files.write(folder.resolve("recording"), recording);
        Path to = folder.resolve("peaks");
        Duration duration = Peaks.of(from, type, bounds, to);
        JsonNode peaks = new ObjectMapper().readTree(Files.readString(to));
        assertThat(duration.toMillis() / 1000.0)
                .isCloseTo(peaks.path("duration").asDouble(), within(0.001));
        return peaks;
    }

    private static double highest(JsonNode peaks) {
        double highest = -1;
        for (JsonNode value : peaks.path("peaks").path(0)) {
            highest = Math.max(highest, value.asDouble());
        }
        return highest;
    }

    private static double lowest(JsonNode peaks) {
        double lowest = 1;
        for (JsonNode value : peaks.path("peaks").path(0)) {
            lowest = Math.min(lowest, value.asDouble());
        }
        return lowest;
    }

    /** By search: the code whose sample is nearest is the right one. */
    private static byte aLaw(double sample) {
        int best = 0;
        for (int code = 0; code < 256; code++) {
            if (Math.abs(aLawOf(code) - sample) < Math.abs(aLawOf(best) - sample)) {
                best = code;
            }
        }
        return (byte) best;
    }

    /** As the recommendation has it: sign, three bits of exponent, four of the rest, every second bit turned over. */
    private static double aLawOf(int code) {
        int bits = code ^ 0x55;
        int exponent = bits >> 4 & 7;
        double rest = bits & 15;
        double size = exponent == 0 ? (2 * rest + 1) / 4096 : (2 * rest + 33) * (1 << (exponent - 1)) / 4096;
        return (bits & 0x80) != 0 ? size : -size;
    }

    private static byte muLaw(double sample) {
        int best = 0;
        for (int code = 0; code < 256; code++) {
            if (Math.abs(muLawOf(code) - sample) < Math.abs(muLawOf(best) - sample)) {
                best = code;
            }
        }
        return (byte) best;
    }

    private static double muLawOf(int code) {
        int bits = code ^ 0xff;
        double size = ((2 * (bits & 15) + 33) * (1 << (bits >> 4 & 7)) - 33) / 8192.0;
        return (bits & 0x80) != 0 ? -size : size;
    }

    /** A FLAC whose frames hold their samples as they are. */
    private static byte[] flac(IntToDoubleFunction at, int frames, int samplesPerFrame) {
        var stream = ByteBuffer.allocate(34);
        stream.putShort(0, (short) samplesPerFrame).putShort(2, (short) samplesPerFrame);
        stream.putLong(10, 8000L << 44 | 15L << 36 | (long) frames * samplesPerFrame);
        var out = new ByteArrayOutputStream();
        out.writeBytes(join(ascii("fLaC"), new byte[] {(byte) 0x80, 0, 0, 34}, stream.array()));
        for (int frame = 0; frame < frames; frame++) {
            byte[] head = {
                (byte) 0xff,
                (byte) 0xf8,
                0x70,
                0x08,
                (byte) frame,
                (byte) ((samplesPerFrame - 1) >> 8),
                (byte) (samplesPerFrame - 1)
            };
            var samples = ByteBuffer.allocate(samplesPerFrame * 2);
            for (int i = 0; i < samplesPerFrame; i++) {
                samples.putShort((short) Math.round(at.applyAsDouble(frame * samplesPerFrame + i) * 32767));
            }
            byte[] whole = join(head, new byte[] {(byte) sum(head, 8, 0x07), 0x02}, samples.array());
            int sum = sum(whole, 16, 0x8005);
            out.writeBytes(join(whole, new byte[] {(byte) (sum >> 8), (byte) sum}));
        }
        return out.toByteArray();
    }

    private static int sum(byte[] bytes, int width, int polynomial) {
        int top = 1 << (width - 1);
        int sum = 0;
        for (byte value : bytes) {
            sum ^= (value & 0xff) << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & top) != 0 ? sum << 1 ^ polynomial : sum << 1;
            }
        }
        return sum & ((1 << width) - 1);
    }
}
