package dev.groundwork.truth.shape;

/** A place in a picture, in pixels from its upper left corner; y grows downwards. */
public record Point(double x, double y) {

    public Point {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("A point has finite coordinates, not (%s, %s).".formatted(x, y));
        }
    }
}
