package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import dev.groundwork.task.media.MediaType;

import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.join;
import static org.assertj.core.api.Assertions.assertThat;

class FlacStripTest extends Stripping {

    @Test
    void comments_and_pictures_of_a_flac_go() throws IOException {
        byte[] stream = new byte[34];
        ByteBuffer.wrap(stream).putLong(10, 8000L << 44 | 15L << 36 | 4000);
        byte[] sound = ascii("frames");
        byte[] tagged = join(
                ascii("fLaC"),
                new byte[] {0, 0, 0, 34},
                stream,
                new byte[] {4, 0, 0, 3},
                ascii("Ada"),
                new byte[] {(byte) 0x86, 0, 0, 3},
                ascii("Ada"),
                sound);

        Stripped stripped = strip(MediaType.FLAC, tagged);

        assertThat(clean()).isEqualTo(join(ascii("fLaC"), new byte[] {(byte) 0x80, 0, 0, 34}, stream, sound));
        assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(500));
    }
}
