package dev.groundwork.gateway.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

import dev.groundwork.gateway.health.MarketHealth.Signal;

/** The few numbers, out of all that a service measures, that tell whether something waits or is wrong. */
final class Signals {

    /**
     * A number to look for.
     *
     * @param label what must stand among its labels; empty where any of that name count
     * @param together what several of the same name come to
     */
    private record Wanted(String metric, String label, String name, DoubleBinaryOperator together) {

        Wanted(String metric, String name, DoubleBinaryOperator together) {
            this(metric, "", name, together);
        }

        boolean isIn(String metricName, String line) {
            return metric.equals(metricName) && line.contains(label);
        }
    }

    private static final List<Wanted> WANTED = List.of(
            new Wanted("groundwork_outbox_depth", "outbox-depth", Double::sum),
            new Wanted("groundwork_outbox_oldest_seconds", "outbox-oldest-seconds", Math::max),
            new Wanted("groundwork_outbox_refused", "outbox-refused", Double::sum),
            new Wanted("groundwork_events_received_total", "outcome=\"dead\"", "dead-letters", Double::sum),
            new Wanted("kafka_consumer_fetch_manager_records_lag_max", "consumer-lag", Math::max),
            new Wanted("groundwork_answers_parked_total", "answers-parked", Double::sum),
            new Wanted("groundwork_media_waiting", "media-waiting", Double::sum),
            new Wanted("groundwork_audit_violated", "books-violated", Double::sum));

    private Signals() {}

    /**
     * @param metrics as a service tells them: Prometheus text
     * @return those of the wanted numbers that the service has
     */
    static List<Signal> of(String metrics) {
        Map<String, Double> found = new LinkedHashMap<>();
        metrics.lines().forEach(line -> read(line, found));
        List<Signal> signals = new ArrayList<>();
        for (Wanted wanted : WANTED) {
            Double value = found.get(wanted.metric());
            if (value != null) {
                signals.add(new Signal(wanted.name(), value));
            }
        }
        return signals;
    }

    /** A line is {@code name value} or {@code name{label="…",…} value}; a value that is no number says nothing. */
    private static void read(String line, Map<String, Double> found) {
        int end = nameEnd(line);
        String name = line.substring(0, end);
        for (Wanted wanted : WANTED) {
            if (wanted.isIn(name, line)) {
                double value = valueOf(line.substring(line.lastIndexOf(' ') + 1));
                if (Double.isFinite(value)) {
                    found.merge(name, value, (one, other) -> wanted.together().applyAsDouble(one, other));
                }
            }
        }
    }

    private static int nameEnd(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '{' || line.charAt(i) == ' ') {
                return i;
            }
        }
        return line.length();
    }

    private static double valueOf(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            return Double.NaN;
        }
    }
}
