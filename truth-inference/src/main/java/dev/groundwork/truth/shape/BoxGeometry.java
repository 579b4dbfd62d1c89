package dev.groundwork.truth.shape;

import java.util.List;
import java.util.function.ToDoubleFunction;

final class BoxGeometry implements Geometry<Box> {

    @Override
    public double similarity(Box one, Box other) {
        return one.iou(other);
    }

    /** Every left edge lies before its right edge, hence so do their medians. */
    @Override
    public Box merge(List<Box> boxes, double[] weights) {
        double left = median(boxes, Box::left, weights);
        double top = median(boxes, Box::top, weights);
        double right = median(boxes, Box::right, weights);
        double bottom = median(boxes, Box::bottom, weights);
        return new Box(left, top, right - left, bottom - top);
    }

    @Override
    public Point centre(Box box) {
        return box.centre();
    }

    private static double median(List<Box> boxes, ToDoubleFunction<Box> edge, double[] weights) {
        return WeightedMedian.of(boxes.stream().mapToDouble(edge).toArray(), weights);
    }
}
