package dev.groundwork.demo.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One HTTP exchange, repeated with growing pauses while the server is away. Only requests that may be repeated safely go
 * through here: reads, and writes that carry an idempotency key or are the same when done twice.
 */
public final class Exchange implements AutoCloseable {

    /** Answers of a server that is starting, stopping, overloaded or has lost its database; all pass by themselves. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Duration patience;
    private final Notices notices;
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    /** @param patience how long one request is repeated before it counts as failed */
    public Exchange(Duration patience, Notices notices) {
        this.patience = patience;
        this.notices = notices;
    }

    /**
     * Sends the request until it is answered by something else than trouble that passes.
     *
     * @param server who should answer, for the messages
     * @throws ServerAway when patience ran out
     */
    public HttpResponse<byte[]> send(HttpRequest request, String server) {
        long giveUp = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE.toMillis();
        while (true) {
            String trouble;
            long wait = pause;
            try {
                var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (!passes(response)) {
                    if (away.remove(server)) {
                        notices.say(server + " answers again");
                    }
                    return response;
                }
                trouble = "answers " + response.statusCode();
                wait = Math.max(
                        wait,
                        response.headers()
                                .firstValue("Retry-After")
                                .filter(value -> value.matches("\\d{1,3}"))
                                .map(value -> Integer.parseInt(value) * 1000L)
                                .orElse(0L));
                if (response.statusCode() == 429) {
                    // Asked to slow down is no failure of the server.
                    sleep(wait);
                    continue;
                }
            } catch (IOException gone) {
                trouble = "does not answer";
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new ServerAway("stopped while waiting for " + server, stopped);
            }
            if (away.add(server)) {
                notices.say("%s %s, retrying for up to %d s".formatted(server, trouble, patience.toSeconds()));
            }
            if (System.nanoTime() > giveUp) {
                throw new ServerAway(
                        "%s %s, although %s was asked for %d s: ./groundwork status and ./groundwork logs say more"
                                .formatted(server, trouble, request.uri(), patience.toSeconds()));
            }
            // Spread, so that forty workers do not come back at the same instant.
            sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
            pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
        }
    }

    /** A key whose first request is still under way is answered 409 and when to ask again; other conflicts stay. */
    private static boolean passes(HttpResponse<?> response) {
        return PASSING.contains(response.statusCode())
                || (response.statusCode() == 409
                        && response.headers().firstValue("Retry-After").isPresent());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ServerAway("stopped while waiting", stopped);
        }
    }

    /** A server stayed away for longer than the demo waits. */
    public static final class ServerAway extends RuntimeException {

        private static final long serialVersionUID = 1;

        ServerAway(String message) {
            super(message);
        }

        ServerAway(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
