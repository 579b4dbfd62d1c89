package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestOgg;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.holds;
import static dev.groundwork.task.media.TestMedia.slice;
import static org.assertj.core.api.Assertions.assertThat;

class OggStripTest extends Stripping {

    @Test
    void the_comments_of_an_ogg_are_emptied_where_they_stand() throws IOException {
        byte[] tagged = TestOgg.silentVorbis(251);
        assertThat(holds(tagged, TestOgg.COMMENT)).isTrue();

        Stripped stripped = strip(MediaType.OGG, tagged);

        assertThat(clean()).hasSameSizeAs(tagged);
        assertThat(holds(clean(), "Ada")).isFalse();
        assertThat(stripped.duration()).isEqualTo(Duration.ofSeconds(1));
        assertSumsAreRight(clean());
    }

    @Test
    void an_ogg_that_holds_something_else_is_of_no_known_kind() {
        byte[] page = new byte[40];
        System.arraycopy(ascii("OggS"), 0, page, 0, 4);
        page[5] = 2;
        page[26] = 1;
        page[27] = 12;

        assertRefused(MediaType.OGG, page, Fault.UNKNOWN_KIND, "neither Vorbis");
    }

    private static void assertSumsAreRight(byte[] ogg) {
        int at = 0;
        while (at < ogg.length) {
            int segments = ogg[at + 26] & 0xff;
            int length = 27 + segments;
            for (int i = 0; i < segments; i++) {
                length += ogg[at + 27 + i] & 0xff;
            }
            byte[] page = slice(ogg, at, at + length);
            int said = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getInt(22);
            ByteBuffer.wrap(page).putInt(22, 0);
            assertThat(said).isEqualTo(TestOgg.sum(page));
            at += length;
        }
    }
}
