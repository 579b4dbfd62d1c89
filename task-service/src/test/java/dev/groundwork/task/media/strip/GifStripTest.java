package dev.groundwork.task.media.strip;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.slice;
import static org.assertj.core.api.Assertions.assertThat;

class GifStripTest extends Stripping {

    private final byte[] plain = TestMedia.written(TestMedia.corners(12, 6, BufferedImage.TYPE_BYTE_INDEXED), "gif");

    @Test
    void comments_and_notes_of_programs_go() throws IOException {
        int behindTable = 13 + (6 << (plain[10] & 7));
        byte[] comment = join(new byte[] {0x21, (byte) 0xfe, 3}, ascii("Ada"), new byte[1]);
        byte[] xmp = join(
                new byte[] {0x21, (byte) 0xff, 11}, ascii("XMP DataXMP"), new byte[] {2}, ascii("<>"), new byte[1]);
        byte[] loop = join(new byte[] {0x21, (byte) 0xff, 11}, ascii("NETSCAPE2.0"), new byte[] {3, 1, 0, 0, 0});
        byte[] before = slice(plain, 0, behindTable);
        byte[] after = slice(plain, behindTable, plain.length);

        Stripped stripped = strip(MediaType.GIF, join(before, comment, xmp, loop, after, ascii("Ada again")));

        assertThat(clean()).isEqualTo(join(before, loop, after));
        assertThat(stripped.size()).isEqualTo(new Stripped.Size(12, 6));
    }

    @Test
    void a_frame_that_is_larger_than_its_screen_is_a_picture_too_large() {
        int frame = 13 + (6 << (plain[10] & 7));
        while (plain[frame] != 0x2c) {
            frame++;
        }
        byte[] bomb = plain.clone();
        Arrays.fill(bomb, frame + 5, frame + 9, (byte) 0xff);

        assertRefused(MediaType.GIF, bomb, Fault.TOO_MANY_PIXELS, "65535");
    }
}
