package dev.groundwork.gateway.route;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How many requests went to one service, how they ended, and how long until the answer began. */
final class ProxyMetrics {

    private final Timer[] byStatusClass = new Timer[6];
    private final Timer failed;

    ProxyMetrics(String service, MeterRegistry registry) {
        for (int statusClass = 1; statusClass < byStatusClass.length; statusClass++) {
            byStatusClass[statusClass] = timer(service, statusClass + "xx", registry);
        }
        failed = timer(service, "failed", registry);
    }

    void answered(int status, long startedNanos) {
        int statusClass = Math.clamp(status / 100, 1, byStatusClass.length - 1);
        byStatusClass[statusClass].record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    void failed(long startedNanos) {
        failed.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    private static Timer timer(String service, String outcome, MeterRegistry registry) {
        return Timer.builder("groundwork.gateway.proxied")
                .description("Requests passed on, until the answer began")
                .tag("service", service)
                .tag("outcome", outcome)
                .register(registry);
    }
}
