package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.groundwork.truth.shape.Keypoint.Visibility;

/**
 * Skeletons, compared by the object keypoint similarity of the COCO evaluation, exp(−d²/2s²k²) averaged over the joints,
 * where d is the distance, s² the size of the object and k the falloff. To be the same both ways, s² is the geometric
 * mean of the areas of the two boxes, and a joint that only one of them placed counts as not alike at all.
 */
record SkeletonGeometry(double falloff) implements Geometry<Skeleton> {

    SkeletonGeometry {
        if (!(falloff > 0) || !Double.isFinite(falloff)) {
            throw new IllegalArgumentException("The falloff is a positive share of the size, not " + falloff);
        }
    }

    /** Skeletons without a placed joint are as alike as their boxes. */
    @Override
    public double similarity(Skeleton one, Skeleton other) {
        requireSameJoints(one, other);
        double size = Math.sqrt(one.box().area()) * Math.sqrt(other.box().area());
        double sum = 0;
        int placed = 0;
        for (int joint = 0; joint < one.points().size(); joint++) {
            var ofOne = one.points().get(joint);
            var ofOther = other.points().get(joint);
            if (ofOne.isPlaced() || ofOther.isPlaced()) {
                placed++;
            }
            if (ofOne.isPlaced() && ofOther.isPlaced()) {
                double dx = ofOne.at().x() - ofOther.at().x();
                double dy = ofOne.at().y() - ofOther.at().y();
                sum += Math.exp(-(dx * dx + dy * dy) / (2 * size * falloff * falloff));
            }
        }
        return placed == 0 ? one.box().iou(other.box()) : sum / placed;
    }

    @Override
    public Skeleton merge(List<Skeleton> skeletons, double[] weights) {
        var points = new ArrayList<Keypoint>();
        for (int joint = 0; joint < skeletons.getFirst().points().size(); joint++) {
            int at = joint;
            points.add(merged(
                    skeletons.stream()
                            .map(skeleton -> skeleton.points().get(at))
                            .toList(),
                    weights));
        }
        return new Skeleton(
                Geometry.boxes().merge(skeletons.stream().map(Skeleton::box).toList(), weights), points);
    }

    @Override
    public Point centre(Skeleton skeleton) {
        return skeleton.box().centre();
    }

    /**
     * Placed if at least half of the weight placed it, at the medians of those who did; seen if at least half of them
     * saw it.
     */
    private static Keypoint merged(List<Keypoint> points, double[] weights) {
        double total = 0;
        double visible = 0;
        double placed = 0;
        double[] placing = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            var point = points.get(i);
            total += weights[i];
            placed += point.isPlaced() ? weights[i] : 0;
            visible += point.visibility() == Visibility.VISIBLE ? weights[i] : 0;
            placing[i] = point.isPlaced() ? weights[i] : 0;
        }
        if (placed == 0 || 2 * placed < total) {
            return Keypoint.ABSENT;
        }
        return new Keypoint(
                new Point(median(points, placing, Point::x), median(points, placing, Point::y)),
                2 * visible >= placed ? Visibility.VISIBLE : Visibility.HIDDEN);
    }

    private static double median(List<Keypoint> points, double[] weights, ToDoubleFunction<Point> coordinate) {
        return WeightedMedian.of(
                points.stream()
                        .mapToDouble(point -> coordinate.applyAsDouble(point.at()))
                        .toArray(),
                weights);
    }

    private static void requireSameJoints(Skeleton one, Skeleton other) {
        if (one.points().size() != other.points().size()) {
            throw new IllegalArgumentException(
                    "One skeleton has %d joints and another %d: compare skeletons of one kind, absent joints included."
                            .formatted(one.points().size(), other.points().size()));
        }
    }
}
