package dev.groundwork.truth.shape;

/** An upright rectangle in a picture, in pixels from its upper left corner; y grows downwards. */
public record Box(double left, double top, double width, double height) {

    public Box {
        if (!(Double.isFinite(left) && Double.isFinite(top) && Double.isFinite(width) && Double.isFinite(height))
                || width <= 0
                || height <= 0) {
            throw new IllegalArgumentException(
                    "A box has finite coordinates and a positive size, not left %s, top %s, width %s, height %s."
                            .formatted(left, top, width, height));
        }
    }

    public double right() {
        return left + width;
    }

    public double bottom() {
        return top + height;
    }

    public double area() {
        return width * height;
    }

    /** {@return intersection over union, from 0 for boxes apart to 1 for equal boxes} */
    public double iou(Box other) {
        double across = Math.min(right(), other.right()) - Math.max(left, other.left);
        double down = Math.min(bottom(), other.bottom()) - Math.max(top, other.top);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double common = across * down;
        return Math.min(1, common / (area() + other.area() - common));
    }

    Point centre() {
        return new Point(left + width / 2, top + height / 2);
    }
}
