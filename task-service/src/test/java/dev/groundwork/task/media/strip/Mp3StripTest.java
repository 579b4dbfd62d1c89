package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.util.Arrays;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.join;
import static org.assertj.core.api.Assertions.assertThat;

class Mp3StripTest extends Stripping {

    @Test
    void tags_before_and_behind_an_mp3_go() throws IOException {
        byte[] plain = TestMedia.silentMp3(3);
        byte[] front = join(ascii("ID3"), new byte[] {4, 0, 0, 0, 0, 0, 20}, ascii("TPE1 Ada"), new byte[12]);
        byte[] old = Arrays.copyOf(ascii("TAG Ada"), 128);
        byte[] ape = join(
                ascii("APETAGEX"), new byte[] {(byte) 0xd0, 7, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[8]);

        strip(MediaType.MP3, join(front, plain, ape, old));

        assertThat(clean()).isEqualTo(plain);
    }

    @Test
    void an_mp3_of_tags_alone_is_broken() {
        byte[] front = join(ascii("ID3"), new byte[] {4, 0, 0, 0, 0, 0, 20}, new byte[20]);

        assertRefused(MediaType.MP3, front, Fault.BROKEN, "no sound");
    }
}
