package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.junit.jupiter.api.Test;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.box;
import static dev.groundwork.task.media.TestMedia.holds;
import static dev.groundwork.task.media.TestMedia.join;
import static org.assertj.core.api.Assertions.assertThat;

class Mp4StripTest extends Stripping {

    private final byte[] samples = ascii("film film film positions 41.385 film");

    @Test
    void user_data_goes_and_everything_else_keeps_its_place() throws IOException {
        byte[] film = film(box("udta", box("©xyz", ascii("+41.385+002.173/"))), new byte[0]);

        Stripped stripped = strip(MediaType.MP4, film);

        assertThat(clean()).hasSameSizeAs(film);
        assertThat(holds(clean(), "+41.385")).isFalse();
        assertThat(holds(clean(), "udta")).isFalse();
        assertThat(holds(clean(), "film film film")).isTrue();
        assertThat(stripped.size()).isEqualTo(new Stripped.Size(640, 360));
        assertThat(stripped.duration()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void a_track_of_positions_goes_with_its_samples() throws IOException {
        // The samples lie behind the head of 8 + 8 bytes and the box's own 8; the positions 15 bytes further on.
        byte[] positions = track("meta", tables(24 + 15, 16));

        strip(MediaType.MP4, film(new byte[0], positions));

        assertThat(holds(clean(), "positions")).isFalse();
        assertThat(holds(clean(), "41.385")).isFalse();
        assertThat(holds(clean(), "film film film ")).isTrue();
        assertThat(holds(clean(), " film")).isTrue();
    }

    @Test
    void one_without_its_table_was_cut_off() {
        byte[] cut = join(box("ftyp", ascii("isom\0\0\0\0")), box("mdat", samples));

        assertRefused(MediaType.MP4, cut, Fault.BROKEN, "cut off");
    }

    @Test
    void a_table_that_lies_is_broken() {
        byte[] lying = film(
                new byte[0],
                track(
                        "meta",
                        box("stsz", ByteBuffer.allocate(12).putInt(8, 1_000_000).array())));

        assertThat(lying).isNotEmpty();
        byte[] more = film(
                new byte[0],
                track(
                        "meta",
                        join(
                                box(
                                        "stsz",
                                        ByteBuffer.allocate(12)
                                                .putInt(8, 1_000_000)
                                                .array()),
                                box(
                                        "stsc",
                                        ByteBuffer.allocate(20)
                                                .putInt(4, 1)
                                                .putInt(8, 1)
                                                .putInt(12, 1_000_000)
                                                .array()),
                                box("stco", ByteBuffer.allocate(12).putInt(4, 1).array()))));

        assertRefused(MediaType.MP4, more, Fault.BROKEN, "hold together");
    }

    private byte[] film(byte[] userData, byte[] furtherTrack) {
        byte[] mvhd = ByteBuffer.allocate(100).putInt(12, 1000).putInt(16, 2500).array();
        return join(
                box("ftyp", ascii("isom\0\0\0\0")),
                box("mdat", samples),
                box("moov", box("mvhd", mvhd), track("vide", new byte[0]), furtherTrack, userData));
    }

    private static byte[] track(String kind, byte[] tables) {
        byte[] tkhd = ByteBuffer.allocate(84)
                .putInt(40, 0x10000)
                .putInt(56, 0x10000)
                .putInt(76, 640 << 16)
                .putInt(80, 360 << 16)
                .array();
        byte[] hdlr = ByteBuffer.allocate(24).put(8, ascii(kind)).array();
        return box("trak", box("tkhd", tkhd), box("mdia", box("hdlr", hdlr), box("minf", box("stbl", tables))));
    }

    private static byte[] tables(int at, int bytes) {
        return join(
                box(
                        "stsz",
                        ByteBuffer.allocate(12).putInt(4, bytes).putInt(8, 1).array()),
                box(
                        "stsc",
                        ByteBuffer.allocate(20)
                                .putInt(4, 1)
                                .putInt(8, 1)
                                .putInt(12, 1)
                                .array()),
                box("stco", ByteBuffer.allocate(12).putInt(4, 1).putInt(8, at).array()));
    }
}
