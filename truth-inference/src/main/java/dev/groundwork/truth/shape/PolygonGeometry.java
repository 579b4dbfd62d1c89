package dev.groundwork.truth.shape;

import java.util.List;

final class PolygonGeometry implements Geometry<Polygon> {

    @Override
    public double similarity(Polygon one, Polygon other) {
        return one.iou(other);
    }

    /** Outlines have no corners in common to take a median of; the outcome is one that somebody really drew. */
    @Override
    public Polygon merge(List<Polygon> polygons, double[] weights) {
        int best = 0;
        double bestSum = -1;
        for (int i = 0; i < weights.length; i++) {
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * polygons.get(i).iou(polygons.get(j));
            }
            if (sum > bestSum * (1 + 1e-12)) {
                best = i;
                bestSum = sum;
            }
        }
        return polygons.get(best);
    }

    @Override
    public Point centre(Polygon polygon) {
        return new Point(
                polygon.left() + (polygon.right() - polygon.left()) / 2,
                polygon.top() + (polygon.bottom() - polygon.top()) / 2);
    }
}
