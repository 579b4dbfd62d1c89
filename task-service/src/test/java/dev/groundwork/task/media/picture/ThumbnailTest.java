package dev.groundwork.task.media.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.media.strip.Orientation;
import dev.groundwork.task.media.strip.UnusableMedium;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ThumbnailTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1600, 800, 320, 160",
        "800, 1600, 160, 320",
        "333, 100, 320, 96",
        "100, 50, 100, 50",
        "6000, 2, 320, 1",
        "1, 1, 1, 1"
    })
    void the_longer_side_has_320_pixels_at_most(int width, int height, int smallWidth, int smallHeight)
            throws IOException {
        MediaType type = make(TestMedia.jpeg(width, height), MediaType.JPEG, Orientation.UPRIGHT);

        assertThat(type).isEqualTo(MediaType.JPEG);
        assertThat(made().getWidth()).isEqualTo(smallWidth);
        assertThat(made().getHeight()).isEqualTo(smallHeight);
    }

    @Test
    void it_looks_like_the_picture() throws IOException {
        make(TestMedia.png(1000, 700), MediaType.PNG, Orientation.UPRIGHT);

        assertThat(near(made().getRGB(40, 40), Color.RED)).isTrue();
        assertThat(near(made().getRGB(280, 40), Color.GREEN)).isTrue();
        assertThat(near(made().getRGB(40, 180), Color.BLUE)).isTrue();
    }

    @Test
    void it_is_turned_when_the_picture_is_not() throws IOException {
        make(TestMedia.png(1000, 700), MediaType.PNG, Orientation.TURNED_RIGHT);

        assertThat(made().getWidth()).isEqualTo(224);
        assertThat(made().getHeight()).isEqualTo(320);
        assertThat(near(made().getRGB(20, 20), Color.BLUE)).isTrue();
        assertThat(near(made().getRGB(200, 20), Color.RED)).isTrue();
    }

    @Test
    void one_can_see_through_what_one_could_see_through() throws IOException {
        var image = new BufferedImage(700, 500, BufferedImage.TYPE_INT_ARGB);
        var pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, 350, 500);
        pen.dispose();

        MediaType type = make(TestMedia.written(image, "png"), MediaType.PNG, Orientation.UPRIGHT);

        assertThat(type).isEqualTo(MediaType.PNG);
        assertThat(made().getRGB(300, 100) >>> 24).isZero();
        assertThat(made().getRGB(50, 100)).isEqualTo(Color.RED.getRGB());
    }

    @Test
    void a_webp_and_the_first_picture_of_a_gif_have_one_too() throws IOException {
        make(TestMedia.webp(800, 400, Color.ORANGE), MediaType.WEBP, Orientation.UPRIGHT);
        assertThat(made().getWidth()).isEqualTo(320);
        assertThat(near(made().getRGB(100, 100), Color.ORANGE)).isTrue();

        make(
                TestMedia.written(TestMedia.corners(640, 640, BufferedImage.TYPE_BYTE_INDEXED), "gif"),
                MediaType.GIF,
                Orientation.UPRIGHT);
        assertThat(made().getHeight()).isEqualTo(320);
    }

    @Test
    void grey_and_deep_pictures_are_read() throws IOException {
        for (int kind :
                new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY
                }) {
            make(TestMedia.written(TestMedia.corners(500, 500, kind), "png"), MediaType.PNG, Orientation.UPRIGHT);
            assertThat(made().getWidth()).isEqualTo(320);
        }
    }

    @Test
    void a_picture_whose_pixels_are_broken_is_said_to_be() {
        byte[] png = TestMedia.png(100, 100);
        for (int i = 50; i < 70; i++) {
            png[i] = 7;
        }

        assertThatThrownBy(() -> make(png, MediaType.PNG, Orientation.UPRIGHT))
                .isInstanceOf(UnusableMedium.class)
                .hasMessage("The pixels cannot be read");
    }

    private MediaType make(byte[] picture, MediaType type, Orientation orientation) throws IOException {
        Path from = Files.write(folder.resolve("from"), picture);
        return Thumbnail.of(from, type, orientation, folder.resolve("thumbnail"));
    }

    private BufferedImage made() throws IOException {
        return TestMedia.read(Files.readAllBytes(folder.resolve("thumbnail")));
    }

    private static boolean near(int rgb, Color wanted) {
        var color = new Color(rgb);
        return Math.abs(color.getRed() - wanted.getRed()) < 40
                && Math.abs(color.getGreen() - wanted.getGreen()) < 40
                && Math.abs(color.getBlue() - wanted.getBlue()) < 40;
    }
}
