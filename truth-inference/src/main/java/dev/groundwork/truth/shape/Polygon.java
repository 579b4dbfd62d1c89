package dev.groundwork.truth.shape;

import java.util.List;

/**
 * An outline in a picture, closed from its last point to its first; where it crosses itself, what it surrounds twice is
 * outside (even–odd rule).
 *
 * @param points from 3 to {@value #MOST_POINTS}
 */
public record Polygon(List<Point> points) {

    /** Comparing two outlines takes time that grows with the square of their points. */
    public static final int MOST_POINTS = 5_000;

    public Polygon {
        points = List.copyOf(points);
        if (points.size() < 3 || points.size() > MOST_POINTS) {
            throw new IllegalArgumentException("A polygon has from 3 to %,d points, not %,d: simplify the outline."
                    .formatted(MOST_POINTS, points.size()));
        }
    }

    /** {@return the area inside, in square pixels} */
    public double area() {
        return Overlay.of(this, this).common();
    }

    /** {@return intersection over union, from 0 to 1; outlines without an area are alike only if they are equal} */
    public double iou(Polygon other) {
        if (equals(other)) {
            return 1;
        }
        if (left() >= other.right() || other.left() >= right() || top() >= other.bottom() || other.top() >= bottom()) {
            return 0;
        }
        var overlay = Overlay.of(this, other);
        double extent = Math.max(
                Math.max(right(), other.right()) - Math.min(left(), other.left()),
                Math.max(bottom(), other.bottom()) - Math.min(top(), other.top()));
        // Two lines have an area by rounding only.
        return overlay.union() > 1e-12 * extent * extent ? overlay.iou() : 0;
    }

    double left() {
        return points.stream().mapToDouble(Point::x).min().orElseThrow();
    }

    double right() {
        return points.stream().mapToDouble(Point::x).max().orElseThrow();
    }

    double top() {
        return points.stream().mapToDouble(Point::y).min().orElseThrow();
    }

    double bottom() {
        return points.stream().mapToDouble(Point::y).max().orElseThrow();
    }
}
