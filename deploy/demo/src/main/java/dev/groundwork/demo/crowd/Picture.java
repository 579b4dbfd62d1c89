package dev.groundwork.demo.crowd;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Draws one shape on a grainy ground. */
final class Picture {

    private static final int SIDE = 64;

    private Picture() {}

    /**
     * {@return a PNG of 64 × 64 pixels}
     *
     * @param noise from 0 (clean) to 1 (hard to make out)
     */
    static byte[] png(Shape shape, double noise, SplittableRandom random) {
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        try {
            float hue = (float) random.nextDouble();
            pen.setColor(Color.getHSBColor(hue, 0.15f, 0.95f));
            pen.fillRect(0, 0, SIDE, SIDE);
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.setColor(Color.getHSBColor(hue + 0.45f, 0.7f, 0.6f));
            pen.translate(SIDE * (0.4 + 0.2 * random.nextDouble()), SIDE * (0.4 + 0.2 * random.nextDouble()));
            pen.rotate(2 * Math.PI * random.nextDouble());
            pen.fill(shape.outline(SIDE * (0.2 + 0.12 * random.nextDouble())));
        } finally {
            pen.dispose();
        }
        grain(image, noise, random);
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void grain(BufferedImage image, double noise, SplittableRandom random) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (random.nextDouble() < 0.45 * noise) {
                    image.setRGB(x, y, random.nextInt(0x1000000));
                }
            }
        }
    }
}
