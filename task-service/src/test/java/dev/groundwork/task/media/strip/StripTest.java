package dev.groundwork.task.media.strip;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.TestOgg;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.groundwork.task.media.TestMedia.ascii;
import static dev.groundwork.task.media.TestMedia.box;
import static dev.groundwork.task.media.TestMedia.join;
import static dev.groundwork.task.media.TestMedia.pngChunk;
import static org.assertj.core.api.Assertions.assertThat;

class StripTest extends Stripping {

    @ParameterizedTest
    @EnumSource(names = {"PDF", "TEXT"})
    void documents_stay_as_they_are(MediaType type) throws IOException {
        strip(type, ascii("%PDF-1.7 by Ada"));

        assertThat(clean()).isEqualTo(ascii("%PDF-1.7 by Ada"));
    }

    /** Whatever the bytes are, the answer is a clean file or a refusal in our own words. */
    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG", "GIF", "WEBP", "WAV", "MP3", "OGG", "FLAC", "MP4"})
    void bytes_changed_at_random_are_cleaned_or_refused(MediaType type) throws IOException {
        byte[] good =
                switch (type) {
                    case PNG -> TestMedia.pngWith(TestMedia.png(20, 20), pngChunk("eXIf", TestMedia.exif(6)));
                    case JPEG -> TestMedia.taggedJpeg(20, 20, 6);
                    case GIF -> TestMedia.written(TestMedia.corners(20, 20, BufferedImage.TYPE_BYTE_INDEXED), "gif");
                    case WEBP -> TestMedia.webp(20, 20, Color.RED);
                    case WAV -> TestMedia.wav(8000, 2, 50, i -> 0.1);
                    case MP3 -> TestMedia.silentMp3(2);
                    case OGG -> TestOgg.silentVorbis(3);
                    case FLAC ->
                        join(
                                ascii("fLaC"),
                                new byte[] {0, 0, 0, 34},
                                new byte[34],
                                new byte[] {(byte) 132, 0, 0, 3},
                                ascii("Ada"));
                    default ->
                        join(
                                box("ftyp", ascii("isom\0\0\0\0")),
                                box("moov", box("mvhd", new byte[100]), box("udta", ascii("Ada"))));
                };
        var random = new Random(42);
        for (int round = 0; round < 100; round++) {
            byte[] changed = Arrays.copyOf(good, round % 3 == 0 ? random.nextInt(good.length) + 1 : good.length);
            for (int i = 0; i < 4; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                strip(type, changed);
            } catch (UnusableMedium refused) {
                assertThat(refused).hasMessageMatching("[A-Z].*");
            }
        }
    }
}
