package dev.groundwork.task.export.format;

/** How many pixels a picture has. */
public record ImageSize(int width, int height) {

    public ImageSize {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("a picture has pixels: " + width + " x " + height);
        }
    }
}
