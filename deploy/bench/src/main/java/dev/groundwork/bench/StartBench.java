package dev.groundwork.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.groundwork.local.Marketplace;

/** How long it takes from nothing running to the first answer, and what all of it holds of the machine's memory. */
final class StartBench {

    static final String NAME = "start";

    private static final List<String> PARTS =
            List.of("postgres", "kafka", "keycloak", "task-service", "worker-service", "payment-service", "gateway");
    private static final double AIM_SECONDS = 30;
    private static final double AIM_MEBI = 3 * 1024;

    private final List<Figure> figures = new ArrayList<>();

    /** Starts a marketplace from empty folders, timed. */
    Marketplace start() throws IOException {
        long started = System.nanoTime();
        var marketplace = Marketplace.builder()
                // What is measured is the work, of jobs that are all open.
                .with("task-service", "GROUNDWORK_PILOT_WORKERS", "0")
                .with("payment-service", "GROUNDWORK_PAYMENT_PAYOUT_VAULT_KEY", Bench.VAULT_KEY)
                .start();
        awaitAnswer(marketplace);
        figures.add(Figure.of(NAME, "first start to the first answer", seconds(started), "s")
                .note("empty data: makes the database cluster, imports the realm; programs were built before"));
        figures.add(memory("all processes together").aimBelow(AIM_MEBI));
        return marketplace;
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Ends every part as a power cut would, and times the start on the data that is there. */
    List<Figure> again(Marketplace marketplace) {
        for (var part : PARTS) {
            marketplace.kill(part);
        }
        Pause.until("every part is gone", Duration.ofSeconds(30), () -> PARTS.stream()
                .noneMatch(marketplace::isAlive));
        long started = System.nanoTime();
        restart(marketplace, PARTS.subList(0, 2));
        restart(marketplace, PARTS.subList(2, PARTS.size()));
        awaitAnswer(marketplace);
        return List.of(Figure.of(NAME, "start on kept data to the first answer", seconds(started), "s")
                .aimBelow(AIM_SECONDS)
                .note("after kill -9 of everything, so with the recovery of PostgreSQL and Kafka"));
    }

    private static void restart(Marketplace marketplace, List<String> parts) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var starting = new ArrayList<Future<String>>();
            for (var part : parts) {
                starting.add(executor.submit(() -> {
                    marketplace.restart(part);
                    return part;
                }));
            }
            for (var part : starting) {
                part.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a part does not start again: " + failure.getCause(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** A request that anybody may make, answered by a service behind the gateway. */
    private static void awaitAnswer(Marketplace marketplace) {
        Pause.until("the gateway answers", Duration.ofMinutes(2), () -> {
            var requests = new Requests(marketplace.urls().gateway().getPort());
            try (var wire = new Wire(requests.port())) {
                return wire.send(requests.get("/v1/wage-floors?place=ES")).status() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** {@return what the processes of the marketplace hold, which are all that this JVM has started} */
    Figure memory(String name) {
        long bytes = ProcessHandle.current()
                .children()
                .mapToLong(child -> ProcessMemory.proportional(child).orElse(0))
                .sum();
        return Figure.of(NAME, name, bytes / 1024.0 / 1024, "MiB")
                .note("proportional: what processes share is counted once");
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
