package dev.groundwork.task.media.picture;

import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageInputStream;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.strip.Orientation;
import dev.groundwork.task.media.strip.Stripped;
import dev.groundwork.task.media.strip.UnusableMedium;

/** A small picture of a large one: JPEG, or PNG where one can see through it. */
public final class Thumbnail {

    /** The longer side; a smaller picture keeps its size. */
    public static final int SIDE = 320;

    /** Pixels are left out down to so many times the size, then averaged: soft, and never more than a few megabytes. */
    private static final int SHARPER = 2;

    /** WebP is decoded as a whole, at some four bytes a pixel. */
    private static final long MOST_PIXELS_OF_WEBP = 12_000_000;

    private static final int LOOKED_AHEAD = 8;
    private static final float QUALITY = 0.8f;

    private Thumbnail() {}

    /** {@return whether such a picture can be made small in the memory that there is for it} */
    public static boolean isMadeOf(MediaType type, Stripped.Size size) {
        return type.isPicture()
                && (type != MediaType.WEBP || (long) size.width() * size.height() <= MOST_PIXELS_OF_WEBP);
    }

    /**
     * Makes a picture small.
     *
     * @param to overwritten when it exists
     * @return the type of what was written
     * @throws UnusableMedium when the picture cannot be read
     */
    public static MediaType of(Path picture, MediaType type, Orientation orientation, Path to) throws IOException {
        BufferedImage large = read(picture, type);
        BufferedImage small = turned(scaled(large), orientation);
        boolean opaque = small.getTransparency() == Transparency.OPAQUE;
        write(small, opaque, to);
        return opaque ? MediaType.JPEG : MediaType.PNG;
    }

    private static BufferedImage read(Path picture, MediaType type) throws IOException {
        ImageReader reader = Codecs.reader(type);
        try (ImageInputStream in = opened(picture, type)) {
            reader.setInput(in, true, true);
            var settings = reader.getDefaultReadParam();
            int longer = Math.max(reader.getWidth(0), reader.getHeight(0));
            int step = Math.max(1, longer / (SIDE * SHARPER));
            settings.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, settings);
        } catch (IOException | RuntimeException unreadable) {
            // Readers stumble over broken files in many ways of their own.
            throw UnusableMedium.broken("The pixels cannot be read", unreadable);
        } finally {
            reader.dispose();
        }
    }

    /** The reader of WebP looks eight bytes ahead, and small pictures end before that. */
    private static ImageInputStream opened(Path picture, MediaType type) throws IOException {
        return type == MediaType.WEBP
                ? new FileCacheImageInputStream(
                        new SequenceInputStream(
                                Files.newInputStream(picture), new ByteArrayInputStream(new byte[LOOKED_AHEAD])),
                        null)
                : new FileImageInputStream(picture.toFile());
    }

    private static BufferedImage scaled(BufferedImage large) {
        double factor = Math.min(1, (double) SIDE / Math.max(large.getWidth(), large.getHeight()));
        int width = Math.max(1, (int) Math.round(large.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(large.getHeight() * factor));
        boolean opaque = large.getTransparency() == Transparency.OPAQUE;
        int kind = opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        // Halving first: one step would look at four pixels however many it leaves out.
        BufferedImage image = large;
        while (image.getWidth() >= 2 * width && image.getHeight() >= 2 * height) {
            image = drawn(image, Math.max(width, image.getWidth() / 2), Math.max(height, image.getHeight() / 2), kind);
        }
        return drawn(image, width, height, kind);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, int kind) {
        var drawn = new BufferedImage(width, height, kind);
        var pen = drawn.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return drawn;
    }

    private static BufferedImage turned(BufferedImage image, Orientation orientation) {
        if (orientation == Orientation.UPRIGHT) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        var turned = new BufferedImage(
                orientation.transposes() ? height : width, orientation.transposes() ? width : height, image.getType());
        for (int y = 0; y < height; y++) {
            int row = orientation.mirrorsRows() ? height - 1 - y : y;
            for (int x = 0; x < width; x++) {
                int column = orientation.mirrorsColumns() ? width - 1 - x : x;
                int pixel = image.getRGB(x, y);
                if (orientation.transposes()) {
                    turned.setRGB(row, column, pixel);
                } else {
                    turned.setRGB(column, row, pixel);
                }
            }
        }
        return turned;
    }

    private static void write(BufferedImage image, boolean opaque, Path to) throws IOException {
        ImageWriter writer = Codecs.platformWriter(opaque ? "jpeg" : "png");
        Files.deleteIfExists(to);
        try (var out = new FileImageOutputStream(to.toFile())) {
            writer.setOutput(out);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            if (opaque) {
                settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                settings.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
    }
}
