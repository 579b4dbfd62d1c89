package dev.groundwork.task.media.strip;

import java.awt.Color;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.holds;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.riff;
import static dev.groundwork.task.media.TestMedia.riffChunk;
import static dev.groundwork.task.media.TestMedia.slice;
import static org.assertj.core.api.Assertions.assertThat;

class RiffStripTest extends Stripping {

    @Nested
    class Webp {

        private final byte[] simple = TestMedia.webp(300, 100, Color.ORANGE);

        @Test
        void a_simple_one_stays_as_it_is() throws IOException {
            Stripped stripped = strip(MediaType.WEBP, simple);

            assertThat(clean()).isEqualTo(simple);
            assertThat(stripped.size()).isEqualTo(new Stripped.Size(300, 100));
        }

        @Test
        void exif_and_xmp_go_and_their_flags_with_them() throws IOException {
            byte[] pixels = slice(simple, 12, simple.length);
            byte[] tagged = riff(
                    "WEBP",
                    extended(0x08 | 0x04),
                    pixels,
                    riffChunk("EXIF", TestMedia.exif(1)),
                    riffChunk("XMP ", ascii("<x:xmpmeta/>")));

            strip(MediaType.WEBP, tagged);

            assertThat(clean()).isEqualTo(riff("WEBP", extended(0), pixels));
        }

        @Test
        void an_orientation_stays_as_the_only_tag() throws IOException {
            byte[] tagged = riff(
                    "WEBP", extended(0x08), slice(simple, 12, simple.length), riffChunk("EXIF", TestMedia.exif(3)));

            Stripped stripped = strip(MediaType.WEBP, tagged);

            assertThat(stripped.orientation()).isEqualTo(Orientation.UPSIDE_DOWN);
            assertThat(holds(clean(), TestMedia.CAMERA)).isFalse();
            assertThat(holds(clean(), "EXIF")).isTrue();
            byte[] again = clean();
            strip(MediaType.WEBP, again);
            assertThat(clean()).isEqualTo(again);
        }

        @Test
        void the_size_within_counts_as_much_as_the_one_without() {
            byte[] bomb = riff("WEBP", extended(0), slice(TestMedia.webp(16_000, 16_000, Color.RED), 12, 40));

            assertRefused(MediaType.WEBP, bomb, Fault.TOO_MANY_PIXELS, "16000");
        }

        private static byte[] extended(int flags) {
            return riffChunk("VP8X", new byte[] {(byte) flags, 0, 0, 0, 43, 1, 0, 99, 0, 0});
        }
    }

    @Nested
    class Wav {

        @Test
        void notes_in_a_wav_go() throws IOException {
            byte[] plain = TestMedia.wav(8000, 1, 4000, TestMedia.sine(440, 8000, 0.5));
            byte[] tagged = riff(
                    "WAVE",
                    riffChunk("bext", ascii("recorded by Ada")),
                    slice(plain, 12, plain.length),
                    riffChunk("LIST", ascii("INFOIART\4\0\0\0Ada\0")),
                    riffChunk("id3 ", ascii("ID3 Ada")));

            Stripped stripped = strip(MediaType.WAV, join(tagged, ascii("TAG Ada")));

            assertThat(clean()).isEqualTo(plain);
            assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(500));
        }

        @Test
        void a_wav_that_was_written_as_it_came_in_gets_its_length() throws IOException {
            byte[] plain = TestMedia.wav(8000, 1, 4000, i -> 0);
            byte[] streamed = plain.clone();
            Arrays.fill(streamed, 4, 8, (byte) 0xff);
            Arrays.fill(streamed, 40, 44, (byte) 0xff);

            Stripped stripped = strip(MediaType.WAV, streamed);

            assertThat(clean()).isEqualTo(plain);
            assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(500));
        }
    }
}
