package dev.groundwork.task.export.format;

import java.util.List;

import dev.groundwork.truth.shape.Box;
import dev.groundwork.truth.shape.Point;

/** The upright rectangle around points. */
final class Bounds {

    /** A line has no width, and a box must. */
    private static final double LEAST = 0.01;

    private Bounds() {}

    static Box of(List<Point> points) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Point point : points) {
            left = Math.min(left, point.x());
            right = Math.max(right, point.x());
            top = Math.min(top, point.y());
            bottom = Math.max(bottom, point.y());
        }
        return new Box(left, top, Math.max(LEAST, right - left), Math.max(LEAST, bottom - top));
    }
}
