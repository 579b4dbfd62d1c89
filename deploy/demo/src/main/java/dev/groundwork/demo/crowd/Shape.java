package dev.groundwork.demo.crowd;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** What the generated pictures show. */
enum Shape {
    CIRCLE {
        @Override
        java.awt.Shape outline(double radius) {
            return new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
        }
    },
    SQUARE {
        @Override
        java.awt.Shape outline(double radius) {
            double side = radius * Math.sqrt(2);
            return new Rectangle2D.Double(-side / 2, -side / 2, side, side);
        }
    },
    STAR {
        @Override
        java.awt.Shape outline(double radius) {
            return corners(10, corner -> corner % 2 == 0 ? radius : radius * 0.42);
        }
    },
    TRIANGLE {
        @Override
        java.awt.Shape outline(double radius) {
            return corners(3, corner -> radius);
        }
    };

    static final List<Shape> ALL = List.of(values());

    /** {@return the shape around the origin, touching a circle of that radius} */
    abstract java.awt.Shape outline(double radius);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return ALL.stream().map(Shape::label).toList();
    }

    private static java.awt.Shape corners(int count, java.util.function.IntToDoubleFunction radius) {
        var path = new Path2D.Double();
        for (int corner = 0; corner < count; corner++) {
            double angle = 2 * Math.PI * corner / count;
            double x = radius.applyAsDouble(corner) * Math.sin(angle);
            double y = -radius.applyAsDouble(corner) * Math.cos(angle);
            if (corner == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }
}
