package dev.groundwork.task.media.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.Orientation;
import dev.groundwork.task.media.strip.PixelLimit;
import dev.groundwork.task.media.strip.Strip;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JpegTurnTest {

    @TempDir
    Path folder;

    /** The corners are those of the table of the EXIF standard: what lies in the first row and the first column. */
    @ParameterizedTest
    @CsvSource({
        "1, RED, GREEN, BLUE, WHITE, 48, 32",
        "2, GREEN, RED, WHITE, BLUE, 48, 32",
        "3, WHITE, BLUE, GREEN, RED, 48, 32",
        "4, BLUE, WHITE, RED, GREEN, 48, 32",
        "5, RED, BLUE, GREEN, WHITE, 32, 48",
        "6, BLUE, RED, WHITE, GREEN, 32, 48",
        "7, WHITE, GREEN, BLUE, RED, 32, 48",
        "8, GREEN, WHITE, RED, BLUE, 32, 48"
    })
    void every_orientation_is_turned_upright(
            int orientation,
            String topLeft,
            String topRight,
            String bottomLeft,
            String bottomRight,
            int width,
            int height)
            throws IOException {
        BufferedImage turned = turn(TestMedia.taggedJpeg(48, 32, orientation), Orientation.of(orientation));

        assertThat(turned.getWidth()).isEqualTo(width);
        assertThat(turned.getHeight()).isEqualTo(height);
        assertThat(nameAt(turned, 3, 3)).isEqualTo(topLeft);
        assertThat(nameAt(turned, width - 4, 3)).isEqualTo(topRight);
        assertThat(nameAt(turned, 3, height - 4)).isEqualTo(bottomLeft);
        assertThat(nameAt(turned, width - 4, height - 4)).isEqualTo(bottomRight);
    }

    @Test
    void turning_changes_the_pixels_by_next_to_nothing() throws IOException {
        var image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, new Color(x * 4, y * 5, (x + y) * 2).getRGB());
            }
        }
        byte[] jpeg = TestMedia.written(image, "jpg");
        BufferedImage before = TestMedia.read(jpeg);

        BufferedImage turned = turn(jpeg, Orientation.UPSIDE_DOWN);

        int most = 0;
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                most = Math.max(most, difference(before.getRGB(x, y), turned.getRGB(63 - x, 47 - y)));
            }
        }
        assertThat(most).isLessThanOrEqualTo(12);
    }

    @Test
    void progressive_and_grey_ones_are_turned_too() throws IOException {
        byte[] progressive = progressive(TestMedia.corners(48, 32, BufferedImage.TYPE_INT_RGB));
        byte[] grey = TestMedia.written(TestMedia.corners(48, 32, BufferedImage.TYPE_BYTE_GRAY), "jpg");

        BufferedImage turned = turn(progressive, Orientation.TURNED_RIGHT);
        BufferedImage turnedGrey = turn(grey, Orientation.TURNED_RIGHT);

        assertThat(nameAt(turned, 3, 3)).isEqualTo("BLUE");
        assertThat(turnedGrey.getWidth()).isEqualTo(32);
        assertThat(turnedGrey.getColorModel().getNumComponents()).isEqualTo(1);
    }

    @Test
    void a_tall_one_is_turned_strip_by_strip() throws IOException {
        BufferedImage turned = turn(TestMedia.jpeg(3000, 3000), Orientation.TURNED_LEFT);

        assertThat(nameAt(turned, 10, 10)).isEqualTo("GREEN");
        assertThat(nameAt(turned, 2990, 2990)).isEqualTo("BLUE");
    }

    @Test
    void what_is_turned_has_no_orientation_left() throws IOException {
        turn(TestMedia.taggedJpeg(48, 32, 6), Orientation.TURNED_RIGHT);

        assertThat(TestMedia.holds(Files.readAllBytes(folder.resolve("turned")), "Exif"))
                .isFalse();
    }

    @Test
    void what_takes_too_long_is_given_up() throws IOException {
        Path from = Files.write(folder.resolve("from"), TestMedia.jpeg(48, 32));

        assertThatThrownBy(() ->
                        JpegTurn.turn(from, folder.resolve("turned"), Orientation.TURNED_LEFT, folder, () -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes too long");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(from);
        }
    }

    @Test
    void what_cannot_be_read_is_said_so() {
        assertThatThrownBy(() -> turn(new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3}, Orientation.MIRRORED))
                .isInstanceOf(IOException.class);
    }

    private BufferedImage turn(byte[] jpeg, Orientation orientation) throws IOException {
        Path from = Files.write(folder.resolve("from"), jpeg);
        Path clean = folder.resolve("clean");
        Strip.strip(MediaType.JPEG, from, clean, new PixelLimit(10_000_000));
        JpegTurn.turn(clean, folder.resolve("turned"), orientation, folder, () -> false);
        return TestMedia.read(Files.readAllBytes(folder.resolve("turned")));
    }

    private static byte[] progressive(BufferedImage image) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), settings);
        }
        writer.dispose();
        return out.toByteArray();
    }

    private static String nameAt(BufferedImage image, int x, int y) {
        var color = new Color(image.getRGB(x, y));
        boolean red = color.getRed() > 127;
        boolean green = color.getGreen() > 127;
        boolean blue = color.getBlue() > 127;
        return red && green && blue ? "WHITE" : red ? "RED" : green ? "GREEN" : blue ? "BLUE" : "BLACK";
    }

    private static int difference(int one, int other) {
        int most = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            most = Math.max(most, Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)));
        }
        return most;
    }
}
