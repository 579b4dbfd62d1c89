package dev.groundwork.gateway.health;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Singleton;

import dev.groundwork.gateway.route.RouteConfig;
import dev.groundwork.gateway.route.Upstream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Asks the services how they are. */
@Singleton
class MarketHealth {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final RouteConfig config;
    private final Clock clock;

    MarketHealth(RouteConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** How all parts are. */
    @Schema(name = "MarketHealth")
    record Report(Instant readAt, List<Part> parts) {}

    /**
     * One service.
     *
     * @param ready whether it says that it can do its work
     * @param signals what it measures of what waits or is wrong; empty where it does not answer
     */
    @Schema(name = "MarketPart")
    record Part(@Schema(examples = "payment-service") String name, boolean ready, List<Signal> signals) {}

    /** A number, zero where all is well. */
    @Schema(name = "MarketSignal")
    record Signal(
            @Schema(examples = "outbox-depth") String name,
            @Schema(examples = "0") double value) {}

    Report now() {
        List<CompletableFuture<Part>> asked =
                Arrays.stream(Upstream.values()).map(this::ask).toList();
        return new Report(
                clock.instant(), asked.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Part> ask(Upstream service) {
        URI base = config.urlOf(service);
        CompletableFuture<Boolean> ready = get(base + "/q/health/ready")
                .thenApply(answer -> answer.statusCode() == 200)
                .exceptionally(unreachable -> false);
        CompletableFuture<List<Signal>> signals = get(base + "/q/metrics")
                .thenApply(answer -> answer.statusCode() == 200 ? Signals.of(answer.body()) : List.<Signal>of())
                .exceptionally(unreachable -> List.of());
        return ready.thenCombine(signals, (isReady, found) -> new Part(service.serviceName(), isReady, found));
    }

    private CompletableFuture<HttpResponse<String>> get(String url) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}
