package dev.groundwork.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One measured thing.
 *
 * @param bench the benchmark that it belongs to
 * @param name what was measured
 * @param value the number that counts, in {@code unit}
 * @param p50 median latency in milliseconds, null where there is none
 * @param p99 its 99th percentile
 * @param ratio to the baseline of the same run; null for a baseline and where there is none
 * @param baseline what the ratio is taken to
 * @param wanted the ratio or value that the project promises, such as {@code >= 1.0}
 * @param ok whether the promise is kept; null where nothing is promised
 * @param note what one has to know to read the number
 */
record Figure(
        String bench,
        String name,
        double value,
        String unit,
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Double ratio,
        @Nullable String baseline,
        @Nullable String wanted,
        @Nullable Boolean ok,
        @Nullable String note) {

    static Figure of(String bench, String name, double value, String unit) {
        return new Figure(bench, name, value, unit, null, null, null, null, null, null, null);
    }

    Figure latencies(Latencies latencies) {
        return latencies(latencies.millis(0.5), latencies.millis(0.99));
    }

    Figure latencies(double median, double high) {
        return new Figure(bench, name, value, unit, median, high, ratio, baseline, wanted, ok, note);
    }

    /** Takes the ratio to a baseline, at least {@code least} of which is promised. */
    Figure atLeast(double least, double base, String what) {
        double found = value / base;
        return new Figure(
                bench, name, value, unit, p50, p99, found, what, ">= " + plain(least) + " x", found >= least, note);
    }

    /** Takes the ratio to a baseline, at most {@code most} of which is promised. */
    Figure atMost(double most, double base, String what) {
        double found = value / base;
        return new Figure(
                bench, name, value, unit, p50, p99, found, what, "<= " + plain(most) + " x", found <= most, note);
    }

    /** Takes the ratio to a baseline; nothing is promised. */
    Figure against(double base, String what) {
        return new Figure(bench, name, value, unit, p50, p99, value / base, what, wanted, ok, note);
    }

    /** Compares the value itself with an aim. */
    Figure aimBelow(double aim) {
        return new Figure(
                bench,
                name,
                value,
                unit,
                p50,
                p99,
                ratio,
                baseline,
                "<= " + plain(aim) + ' ' + unit,
                value <= aim,
                note);
    }

    /** Compares the value itself with a reference that it may miss by a little to either side. */
    Figure aimWithin(double reference, double tolerance) {
        var wanted = String.format(Locale.ROOT, "%.2f ± %.1f %s", reference, tolerance, unit);
        boolean kept = Math.abs(value - reference) <= tolerance;
        return new Figure(bench, name, value, unit, p50, p99, ratio, baseline, wanted, kept, note);
    }

    Figure note(String text) {
        return new Figure(bench, name, value, unit, p50, p99, ratio, baseline, wanted, ok, text);
    }

    Map<String, @Nullable Object> json() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("bench", bench);
        fields.put("name", name);
        fields.put("value", value);
        fields.put("unit", unit);
        fields.put("p50Millis", p50);
        fields.put("p99Millis", p99);
        fields.put("ratio", ratio);
        fields.put("baseline", baseline);
        fields.put("wanted", wanted);
        fields.put("ok", ok);
        fields.put("note", note);
        return fields;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && number >= 10
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
