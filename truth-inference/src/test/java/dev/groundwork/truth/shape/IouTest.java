package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class IouTest {

    @Test
    void boxes_share_their_intersection() {
        var box = new Box(0, 0, 10, 10);

        assertThat(box.iou(box)).isEqualTo(1);
        assertThat(box.iou(new Box(5, 0, 10, 10))).isEqualTo(1.0 / 3, within(1e-12));
        assertThat(box.iou(new Box(2, 2, 5, 5))).isEqualTo(0.25);
        assertThat(box.iou(new Box(10, 0, 10, 10))).isZero();
        assertThat(box.iou(new Box(50, 50, 1, 1))).isZero();
    }

    @Test
    void a_box_without_a_size_is_refused() {
        assertThatThrownBy(() -> new Box(0, 0, 0, 5)).hasMessageContaining("positive size");
        assertThatThrownBy(() -> new Box(Double.NaN, 0, 5, 5)).hasMessageContaining("finite");
        assertThatThrownBy(() -> new Point(1, Double.POSITIVE_INFINITY)).hasMessageContaining("finite coordinates");
    }

    @Test
    void polygons_share_their_intersection() {
        var square = polygon(0, 0, 10, 0, 10, 10, 0, 10);
        var triangle = polygon(0, 0, 10, 0, 0, 10);

        assertThat(square.area()).isEqualTo(100, within(1e-9));
        assertThat(triangle.area()).isEqualTo(50, within(1e-9));
        assertThat(square.iou(triangle)).isEqualTo(0.5, within(1e-9));
        assertThat(triangle.iou(polygon(10, 10, 0, 10, 10, 0))).isEqualTo(0, within(1e-9));
        assertThat(square.iou(polygon(20, 0, 30, 0, 30, 10))).isZero();
    }

    @Test
    void outlines_with_bays_are_measured_exactly() {
        var comb = polygon(0, 0, 9, 0, 9, 9, 6, 9, 6, 3, 3, 3, 3, 9, 0, 9);
        var beam = polygon(0, 6, 9, 6, 9, 9, 0, 9);

        assertThat(comb.area()).isEqualTo(63, within(1e-9));
        assertThat(comb.iou(beam)).isEqualTo(18.0 / (63 + 27 - 18), within(1e-9));
    }

    @Test
    void an_outline_that_crosses_itself_has_the_area_that_it_surrounds_once() {
        assertThat(polygon(0, 0, 10, 10, 10, 0, 0, 10).area()).isEqualTo(50, within(1e-9));
    }

    @Test
    void an_outline_without_an_area_is_alike_only_to_itself() {
        var line = polygon(0, 0, 5, 5, 10, 10);

        assertThat(line.area()).isZero();
        assertThat(line.iou(line)).isEqualTo(1);
        assertThat(line.iou(polygon(0, 0, 5, 5, 9, 9))).isZero();
        assertThat(line.iou(polygon(0, 0, 10, 0, 10, 10))).isZero();
    }

    @Test
    void a_polygon_has_from_three_to_five_thousand_points() {
        assertThatThrownBy(() -> polygon(0, 0, 1, 1)).hasMessageContaining("from 3 to 5,000 points, not 2");
        var many = new ArrayList<Point>();
        for (int i = 0; i <= Polygon.MOST_POINTS; i++) {
            many.add(new Point(i, i % 2));
        }
        assertThatThrownBy(() -> new Polygon(many)).hasMessageContaining("not 5,001: simplify the outline");
    }

    @RepeatedTest(50)
    void boxes_are_polygons_too(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var one = box(random);
        var other = box(random);

        assertThat(outline(one).iou(outline(other))).isEqualTo(one.iou(other), within(1e-9));
    }

    @RepeatedTest(50)
    void likeness_is_mutual_bounded_and_free_of_scale(RepetitionInfo run) {
        var random = new Random(1_000 + run.getCurrentRepetition());
        var one = star(random, 1);
        var other = star(random, 1);
        random = new Random(1_000 + run.getCurrentRepetition());
        var largeOne = star(random, 1e4);
        var largeOther = star(random, 1e4);

        double iou = one.iou(other);

        assertThat(iou).isBetween(0.0, 1.0);
        assertThat(other.iou(one)).isEqualTo(iou, within(1e-12));
        assertThat(largeOne.iou(largeOther)).isEqualTo(iou, within(1e-6));
    }

    @RepeatedTest(20)
    void areas_are_those_that_points_thrown_at_random_find(RepetitionInfo run) {
        var random = new Random(2_000 + run.getCurrentRepetition());
        var one = star(random, 1);
        var other = star(random, 1);
        int inOne = 0;
        int inBoth = 0;
        int inEither = 0;
        for (int i = 0; i < 100_000; i++) {
            double x = random.nextDouble(-120, 220);
            double y = random.nextDouble(-120, 220);
            boolean hitsOne = contains(one, x, y);
            boolean hitsOther = contains(other, x, y);
            inOne += hitsOne ? 1 : 0;
            inBoth += hitsOne && hitsOther ? 1 : 0;
            inEither += hitsOne || hitsOther ? 1 : 0;
        }

        assertThat(one.area()).isEqualTo(inOne * 340.0 * 340.0 / 100_000, within(1_000.0));
        assertThat(one.iou(other)).isEqualTo((double) inBoth / inEither, within(0.05));
    }

    private static boolean contains(Polygon polygon, double x, double y) {
        boolean inside = false;
        var from = polygon.points().getLast();
        for (var to : polygon.points()) {
            if ((from.y() > y) != (to.y() > y)
                    && x < (to.x() - from.x()) * (y - from.y()) / (to.y() - from.y()) + from.x()) {
                inside = !inside;
            }
            from = to;
        }
        return inside;
    }

    /** Points around a centre at wild distances, sometimes in a wild order. */
    private static Polygon star(Random random, double scale) {
        double x = random.nextDouble(100);
        double y = random.nextDouble(100);
        var points = new ArrayList<Point>();
        int corners = random.nextInt(3, 14);
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * (random.nextInt(4) == 0 ? random.nextInt(corners) : i) / corners;
            double radius = random.nextDouble(5, 100);
            points.add(new Point(scale * (x + radius * Math.cos(angle)), scale * (y + radius * Math.sin(angle))));
        }
        return new Polygon(points);
    }

    private static Box box(Random random) {
        return new Box(
                random.nextDouble(20), random.nextDouble(20), random.nextDouble(1, 20), random.nextDouble(1, 20));
    }

    private static Polygon outline(Box box) {
        return polygon(
                box.left(), box.top(), box.right(), box.top(), box.right(), box.bottom(), box.left(), box.bottom());
    }

    static Polygon polygon(double... coordinates) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i += 2) {
            points.add(new Point(coordinates[i], coordinates[i + 1]));
        }
        return new Polygon(points);
    }
}
