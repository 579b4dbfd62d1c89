package dev.groundwork.truth.shape;

import java.util.Arrays;

/**
 * Two outlines laid over each other: exact areas, for outlines of any form.
 *
 * <p>The plane is cut into horizontal slabs at every corner and every crossing, so that inside a slab no two edges
 * cross: what lies between two neighbouring edges there is a trapezoid, and its width in the middle times its height is
 * its area.
 *
 * @param one the area of the one outline
 * @param other the area of the other outline
 * @param common the area inside both
 */
record Overlay(double one, double other, double common) {

    static Overlay of(Polygon one, Polygon other) {
        var edges = new Edges(one, other);
        double[] cuts = edges.cuts();
        double[] at = new double[edges.count];
        double ofOne = 0;
        double ofOther = 0;
        double common = 0;
        for (int cut = 1; cut < cuts.length; cut++) {
            double height = cuts[cut] - cuts[cut - 1];
            if (height > 0) {
                double middle = cuts[cut - 1] + height / 2;
                double[] oneWalls = edges.walls(at, middle, 0, edges.ofOne);
                double[] otherWalls = edges.walls(at, middle, edges.ofOne, edges.count);
                ofOne += height * width(oneWalls);
                ofOther += height * width(otherWalls);
                common += height * commonWidth(oneWalls, otherWalls);
            }
        }
        return new Overlay(ofOne, ofOther, common);
    }

    double union() {
        return one + other - common;
    }

    double iou() {
        return Math.clamp(common / union(), 0, 1);
    }

    /** Every second stretch between two walls is inside. */
    private static double width(double[] walls) {
        double width = 0;
        for (int wall = 0; wall + 1 < walls.length; wall += 2) {
            width += walls[wall + 1] - walls[wall];
        }
        return width;
    }

    private static double commonWidth(double[] one, double[] other) {
        double width = 0;
        int i = 0;
        int j = 0;
        while (i + 1 < one.length && j + 1 < other.length) {
            width += Math.max(0, Math.min(one[i + 1], other[j + 1]) - Math.max(one[i], other[j]));
            if (one[i + 1] < other[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return width;
    }

    /** The edges of both outlines that are not level, each from its upper to its lower end. */
    private static final class Edges {

        private final double[] upperX;
        private final double[] upperY;
        private final double[] lowerX;
        private final double[] lowerY;
        private final int ofOne;
        private int count;

        Edges(Polygon one, Polygon other) {
            int most = one.points().size() + other.points().size();
            upperX = new double[most];
            upperY = new double[most];
            lowerX = new double[most];
            lowerY = new double[most];
            add(one);
            ofOne = count;
            add(other);
        }

        private void add(Polygon outline) {
            var from = outline.points().getLast();
            for (var to : outline.points()) {
                if (from.y() != to.y()) {
                    var upper = from.y() < to.y() ? from : to;
                    var lower = from.y() < to.y() ? to : from;
                    upperX[count] = upper.x();
                    upperY[count] = upper.y();
                    lowerX[count] = lower.x();
                    lowerY[count] = lower.y();
                    count++;
                }
                from = to;
            }
        }

        /** The heights of all corners and crossings, sorted. */
        double[] cuts() {
            double[] cuts = new double[4 * count];
            int size = 0;
            for (int i = 0; i < count; i++) {
                if (size + count + 2 > cuts.length) {
                    cuts = Arrays.copyOf(cuts, 2 * cuts.length + count);
                }
                cuts[size++] = upperY[i];
                cuts[size++] = lowerY[i];
                for (int j = 0; j < i; j++) {
                    double top = Math.max(upperY[i], upperY[j]);
                    double bottom = Math.min(lowerY[i], lowerY[j]);
                    if (top < bottom) {
                        double before = x(i, top) - x(j, top);
                        double after = x(i, bottom) - x(j, bottom);
                        if (before * after < 0) {
                            cuts[size++] = top + (bottom - top) * (before / (before - after));
                        }
                    }
                }
            }
            cuts = Arrays.copyOf(cuts, size);
            Arrays.sort(cuts);
            return cuts;
        }

        /** Where the edges in that range cross a height, from left to right. */
        double[] walls(double[] buffer, double y, int from, int to) {
            int size = 0;
            for (int i = from; i < to; i++) {
                if (upperY[i] < y && y < lowerY[i]) {
                    buffer[size++] = x(i, y);
                }
            }
            double[] walls = Arrays.copyOf(buffer, size);
            Arrays.sort(walls);
            return walls;
        }

        private double x(int edge, double y) {
            double share = (y - upperY[edge]) / (lowerY[edge] - upperY[edge]);
            return upperX[edge] + share * (lowerX[edge] - upperX[edge]);
        }
    }
}
