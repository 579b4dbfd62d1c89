package dev.groundwork.demo.crowd;

import java.util.Collection;

/** Order statistics, by linear interpolation between the two nearest values (R's type 7). */
public final class Seconds {

    private Seconds() {}

    /**
     * {@return the value below which the share q of the values lies}
     *
     * @param values at least one, in any order
     * @param q from 0 to 1
     */
    public static double quantile(Collection<? extends Number> values, double q) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values to take a quantile of");
        }
        var sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        double place = q * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
