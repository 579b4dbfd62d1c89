package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.holds;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.segment;
import static dev.groundwork.task.media.TestMedia.slice;
import static org.assertj.core.api.Assertions.assertThat;

class JpegStripTest extends Stripping {

    @Test
    void nothing_is_left_of_who_took_it_where_and_with_what() throws IOException {
        byte[] tagged = TestMedia.taggedJpeg(40, 20, 1);
        assertThat(holds(tagged, TestMedia.CAMERA)).isTrue();

        Stripped stripped = strip(MediaType.JPEG, tagged);

        for (String word : new String[] {"Exif", TestMedia.CAMERA, "xmpmeta", "IPTC", "Ada", "ftypmp42", "41.385"}) {
            assertThat(holds(clean(), word)).as(word).isFalse();
        }
        assertThat(stripped.size()).isEqualTo(new Stripped.Size(40, 20));
    }

    @Test
    void the_pixels_stay_to_the_bit() throws IOException {
        strip(MediaType.JPEG, TestMedia.taggedJpeg(40, 20, 1));

        assertThat(clean()).isEqualTo(TestMedia.jpeg(40, 20));
    }

    @Test
    void the_orientation_stays_as_the_only_tag_and_the_size_is_that_of_the_turned_picture() throws IOException {
        Stripped stripped = strip(MediaType.JPEG, TestMedia.taggedJpeg(40, 20, 6));

        assertThat(stripped.orientation()).isEqualTo(Orientation.TURNED_RIGHT);
        assertThat(stripped.size()).isEqualTo(new Stripped.Size(20, 40));
        assertThat(holds(clean(), TestMedia.CAMERA)).isFalse();
        byte[] again = clean();
        assertThat(strip(MediaType.JPEG, again).orientation()).isEqualTo(Orientation.TURNED_RIGHT);
        assertThat(clean()).isEqualTo(again);
    }

    @Test
    void colour_profiles_stay() throws IOException {
        byte[] plain = TestMedia.jpeg(8, 8);
        byte[] profile = segment(0xe2, ascii("ICC_PROFILE\0\1\1 profile"));
        byte[] coloured = join(
                slice(plain, 0, 20),
                profile,
                segment(0xe2, ascii("MPF\0 more pictures")),
                slice(plain, 20, plain.length));

        strip(MediaType.JPEG, coloured);

        assertThat(clean()).isEqualTo(join(slice(plain, 0, 20), profile, slice(plain, 20, plain.length)));
    }

    @Test
    void one_that_was_broken_off_ends_where_it_ends() throws IOException {
        byte[] plain = TestMedia.jpeg(200, 200);

        strip(MediaType.JPEG, slice(plain, 0, plain.length - 100));

        assertThat(clean()).isEqualTo(join(slice(plain, 0, plain.length - 100), new byte[] {(byte) 0xff, (byte) 0xd9}));
    }

    @Test
    void one_that_claims_billions_of_pixels_is_refused() {
        byte[] bomb = TestMedia.jpeg(8, 8);
        int frame = indexOf(bomb, (byte) 0xff, (byte) 0xc0);
        ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);

        assertRefused(MediaType.JPEG, bomb, Fault.TOO_MANY_PIXELS, "65000");
    }

    @Test
    void one_of_endless_scans_is_refused() {
        byte[] plain = TestMedia.jpeg(8, 8);
        int scan = indexOf(plain, (byte) 0xff, (byte) 0xda);
        byte[] scans = new byte[0];
        for (int i = 0; i < 200; i++) {
            scans = join(scans, slice(plain, scan, plain.length - 2));
        }

        assertRefused(MediaType.JPEG, join(slice(plain, 0, scan), scans), Fault.BROKEN, "scans");
    }

    private static int indexOf(byte[] bytes, byte one, byte two) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == one && bytes[i + 1] == two) {
                return i;
            }
        }
        throw new IllegalArgumentException("there are no such bytes");
    }
}
