package dev.groundwork.truth.shape;

import java.util.List;

/**
 * What can be done with shapes of one kind.
 *
 * @param <S> the kind of shape
 */
public interface Geometry<S> {

    /** {@return boxes: alike by intersection over union, merged by the weighted median of each edge} */
    static Geometry<Box> boxes() {
        return new BoxGeometry();
    }

    /** {@return polygons: alike by intersection over union, merged by choosing the one most alike to all} */
    static Geometry<Polygon> polygons() {
        return new PolygonGeometry();
    }

    /**
     * {@return skeletons: alike by object keypoint similarity, merged joint by joint}
     *
     * @param falloff how far apart two placements of a joint may be, as a share of the size of the object, to count as
     *     0.61 alike; 0.1 suits most joints of a body
     */
    static Geometry<Skeleton> skeletons(double falloff) {
        return new SkeletonGeometry(falloff);
    }

    /** {@return from 0 for nothing in common to 1 for equal, the same both ways} */
    double similarity(S one, S other);

    /**
     * {@return one shape for all of those}
     *
     * @param weights one for each shape, none negative, not all zero
     */
    S merge(List<S> shapes, double[] weights);

    /** {@return the place by which shapes are listed} */
    Point centre(S shape);
}
