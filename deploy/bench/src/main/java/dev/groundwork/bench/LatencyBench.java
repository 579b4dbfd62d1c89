package dev.groundwork.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whether a claim costs more in a large job: the same workers claim from a large and a small one in turns. */
final class LatencyBench {

    private static final String NAME = "latency";
    private static final int CALLERS = 8;

    private final Market market;
    private final Effort effort;

    LatencyBench(Market market, Effort effort) {
        this.market = market;
        this.effort = effort;
    }

    List<Figure> run() {
        market.crowd(CALLERS);
        var large = market.job("bench: large", effort.bulk());
        var small = market.job("bench: small", effort.small());
        var warmUp = market.job("bench: warm-up of latency", effort.small());
        int perCaller = Math.max(1, effort.probes() / CALLERS);
        // Twice the same small job: the warm-up is a measurement that is thrown away.
        measure(warmUp.id(), warmUp.id(), perCaller / 2);
        var both = measure(large.id(), small.id(), perCaller);

        var inLarge = Latencies.of(both.stream().map(Pair::large).toList());
        var inSmall = Latencies.of(both.stream().map(Pair::small).toList());
        return List.of(
                Figure.of(NAME, "claim in a job of %,d".formatted(effort.small()), inSmall.millis(0.5), "ms")
                        .latencies(inSmall),
                Figure.of(NAME, "claim in a job of %,d".formatted(effort.bulk()), inLarge.millis(0.5), "ms")
                        .latencies(inLarge)
                        .atMost(1.2, inSmall.millis(0.5), "the small job, median")
                        .note("%,d claims in each, %d callers, in turns; mean %.2f and %.2f ms"
                                .formatted(inLarge.count(), CALLERS, inLarge.meanMillis(), inSmall.meanMillis())));
    }

    private record Pair(Latencies large, Latencies small) {}

    private List<Pair> measure(UUID large, UUID small, int claims) {
        var tokens = market.tokens(CALLERS);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Pair>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                var token = tokens.get(caller);
                // Half of the callers begin with the one, half with the other.
                boolean largeFirst = caller % 2 == 0;
                running.add(executor.submit(() -> inTurns(large, small, token, claims, largeFirst)));
            }
            var pairs = new ArrayList<Pair>();
            for (var caller : running) {
                pairs.add(caller.get());
            }
            return pairs;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a caller failed: " + failure.getCause(), failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private Pair inTurns(UUID large, UUID small, String token, int claims, boolean largeFirst) throws IOException {
        var inLarge = new Latencies();
        var inSmall = new Latencies();
        var requests = new Requests(market.stand().taskPort());
        try (var wire = new Wire(requests.port())) {
            for (int n = 0; n < 2 * claims; n++) {
                boolean isLarge = (n % 2 == 0) == largeFirst;
                var claim = requests.post("/v1/jobs/" + (isLarge ? large : small) + "/claims?count=1", token, "");
                long before = System.nanoTime();
                var claimed = wire.send(claim);
                (isLarge ? inLarge : inSmall).add(System.nanoTime() - before);
                // Handed in, so that nobody holds more than one.
                var assignment = claimed.expect(201).texts("assignmentId").getFirst();
                wire.send(requests.post("/v1/assignments/" + assignment + "/submit", token, Market.ANSWER))
                        .expect(200);
            }
        }
        return new Pair(inLarge, inSmall);
    }
}
