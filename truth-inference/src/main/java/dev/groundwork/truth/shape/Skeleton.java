package dev.groundwork.truth.shape;

import java.util.List;

/**
 * An object described by its joints.
 *
 * @param box what the object fills of the picture
 * @param points its joints, always the same ones in the same order
 */
public record Skeleton(Box box, List<Keypoint> points) {

    public Skeleton {
        points = List.copyOf(points);
    }
}
