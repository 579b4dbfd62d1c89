package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.holds;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.pngChunk;
import static dev.groundwork.task.media.TestMedia.slice;
import static org.assertj.core.api.Assertions.assertThat;

class PngStripTest extends Stripping {

    private final byte[] plain = TestMedia.png(30, 10);

    @Test
    void texts_times_and_exif_go_and_the_rest_stays_to_the_bit() throws IOException {
        byte[] gamma = pngChunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f});
        byte[] tagged = TestMedia.pngWith(
                plain,
                gamma,
                pngChunk("tEXt", ascii("Author\0Ada")),
                pngChunk("iTXt", ascii("XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>")),
                pngChunk("tIME", new byte[7]),
                pngChunk("eXIf", TestMedia.exif(1)),
                pngChunk("prVt", ascii("Ada")));

        Stripped stripped = strip(MediaType.PNG, join(tagged, ascii("behind the end")));

        assertThat(clean()).isEqualTo(TestMedia.pngWith(plain, gamma));
        assertThat(stripped.size()).isEqualTo(new Stripped.Size(30, 10));
    }

    @Test
    void an_orientation_stays_as_the_only_tag() throws IOException {
        Stripped stripped = strip(MediaType.PNG, TestMedia.pngWith(plain, pngChunk("eXIf", TestMedia.exif(8))));

        assertThat(stripped.orientation()).isEqualTo(Orientation.TURNED_LEFT);
        assertThat(stripped.size()).isEqualTo(new Stripped.Size(10, 30));
        assertThat(holds(clean(), TestMedia.CAMERA)).isFalse();
        assertThat(TestMedia.read(clean()).getWidth()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"100000, 100000", "2000000, 1", "1, 70000", "1001, 1000"})
    void one_that_claims_too_many_pixels_is_refused(int width, int height) {
        byte[] bomb = plain.clone();
        ByteBuffer.wrap(bomb).putInt(16, width).putInt(20, height);

        assertRefused(MediaType.PNG, bomb, Fault.TOO_MANY_PIXELS, Integer.toString(width));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 40, 60})
    void one_that_is_cut_off_is_broken(int length) {
        assertRefused(MediaType.PNG, slice(plain, 0, length), Fault.BROKEN, "The file ends in the middle");
    }
}
