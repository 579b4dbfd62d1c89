package dev.groundwork.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.ApiProblem;
import dev.groundwork.demo.client.Exchange;
import dev.groundwork.demo.client.Identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a benchmark needs of a marketplace before it can begin: real people with real tokens, and funded jobs that are open. */
final class Market implements AutoCloseable {

    private static final String CURRENCY = "EUR";
    private static final String PASSWORD = "Bench-2-passwords";
    private static final String PASSWORD_OF_STAFF = "demo";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Stand stand;
    private final Exchange exchange;
    private final Api api;
    private final Identity identity;
    private final Identity.Session requester;
    private final List<Identity.Session> workers = new ArrayList<>();
    private final Path folder;

    /** A job and how many tasks it has. */
    record Job(UUID id, long tasks) {}

    /** @param folder for what has to be written down; gone afterwards */
    Market(Stand stand, Path folder) {
        this.stand = stand;
        this.folder = folder;
        this.exchange = new Exchange(Duration.ofMinutes(2), line -> System.out.println("  " + line));
        this.api = new Api(exchange, stand.gateway());
        this.identity = new Identity(exchange, stand.identity());
        this.requester = identity.session("rita", "demo");
    }

    Stand stand() {
        return stand;
    }

    /** {@return a fresh token of the requester whose jobs these are} */
    String requesterToken() {
        return requester.token();
    }

    /** {@return an access token of one of the platform's own people} */
    String staff(String username) {
        return identity.session(username, PASSWORD_OF_STAFF).token();
    }

    Path folder() {
        return folder;
    }

    /** Registers workers until there are so many, each with a profile that has reached the task-service. */
    void crowd(int size) {
        int present = workers.size();
        var newcomers = new ArrayList<Future<Identity.Session>>();
        try (var executor = Executors.newFixedThreadPool(4)) {
            for (int n = present; n < size; n++) {
                var name = "bench-%04d".formatted(n);
                newcomers.add(executor.submit(() -> register(name)));
            }
            for (var newcomer : newcomers) {
                workers.add(newcomer.get());
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a worker cannot register: " + failure.getCause(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
        Pause.until("the task-service knows the workers", Duration.ofMinutes(2), () -> workers.stream()
                .allMatch(worker -> stand.task()
                                .number("select count(*) from worker_standing where worker_id = ?", worker.subject())
                        == 1));
    }

    /** {@return a token of each of the first workers, fresh enough for a measurement} */
    List<String> tokens(int size) {
        return workers.subList(0, size).stream().map(Identity.Session::token).toList();
    }

    private Identity.Session register(String name) {
        var session = identity.session(name, PASSWORD);
        try {
            api.postAnonymously(
                    "/v1/registrations",
                    Map.of(
                            "username", name,
                            "email", name + "@bench.example",
                            "password", PASSWORD,
                            "firstName", "Bench",
                            "lastName", name));
        } catch (ApiProblem problem) {
            if (!problem.code().endsWith("-taken")) {
                throw problem;
            }
        }
        api.put(session, "/v1/me", Map.of("displayName", name, "country", "ES", "languages", List.of("es")));
        return session;
    }

    /** {@return a job in DRAFT, one answer a task} */
    UUID draft(String title) {
        var job = api.post(
                requester,
                "/v1/jobs",
                Map.of(
                        "title",
                        title,
                        "reward",
                        Map.of("amount", "0.01", "currency", CURRENCY),
                        "timeEstimate",
                        "PT1S",
                        "timeLimit",
                        "PT2H",
                        "overlap",
                        1,
                        "reviewWindow",
                        "P7D",
                        "spec",
                        SPEC),
                "bench-" + UUID.randomUUID());
        return UUID.fromString(job.path("id").asText());
    }

    private static final Map<String, Object> SPEC = Map.of(
            "spec", "task/1",
            "title", Map.of("en", "Bench"),
            "input",
                    Map.of(
                            "type", "object",
                            "properties", Map.of("text", Map.of("type", "string")),
                            "required", List.of("text")),
            "output",
                    Map.of(
                            "type",
                            "object",
                            "additionalProperties",
                            false,
                            "required",
                            List.of("label"),
                            "properties",
                            Map.of(
                                    "label",
                                    Map.of("type", "string", "enum", List.of("yes", "no"), "x-kind", "choice"))),
            "ui",
                    Map.of(
                            "kind",
                            "blocks",
                            "blocks",
                            List.of(
                                    Map.of("type", "view.text", "value", Map.of("$in", "/text")),
                                    Map.of("type", "field.choice", "out", "/label"))));

    /** The answer that every worker of a benchmark gives. */
    static final String ANSWER = "{\"answer\":{\"label\":\"yes\"},\"activeSeconds\":1}";

    /** {@return a file of that many tasks, a line each} */
    Path taskFile(long tasks) {
        var file = folder.resolve("tasks-" + tasks + ".ndjson");
        if (Files.exists(file)) {
            return file;
        }
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (long n = 1; n <= tasks; n++) {
                lines.write(
                        "{\"externalId\":\"task-%08d\",\"input\":{\"text\":\"Is sentence %d of the corpus a question, yes or no?\"}}\n"
                                .formatted(n, n * 7919 % 1_000_003));
            }
        } catch (IOException full) {
            throw new UncheckedIOException("cannot write " + file, full);
        }
        return file;
    }

    /** Uploads the tasks in one streamed request; {@return how long it took} */
    Duration upload(UUID job, long tasks, int port) {
        var file = taskFile(tasks);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:%d/v1/jobs/%s/tasks".formatted(port, job)))
                    .header("Authorization", "Bearer " + requester.token())
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            long started = System.nanoTime();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            var took = Duration.ofNanos(System.nanoTime() - started);
            var answer = new ObjectMapper().readTree(response.body());
            if (response.statusCode() != 200 || answer.path("added").asLong() != tasks) {
                throw new IllegalStateException("the upload of %d tasks was answered %d: %s"
                        .formatted(tasks, response.statusCode(), response.body()));
            }
            return took;
        } catch (IOException broken) {
            throw new UncheckedIOException("the upload of %d tasks broke off".formatted(tasks), broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Asks for a snapshot of a job's results; {@return it once its file is there} */
    JsonNode export(UUID job, String format) {
        var path = "/v1/jobs/" + job + "/exports";
        var asked = api.post(requester, path, Map.of("format", format), "bench-" + UUID.randomUUID());
        var at = path + '/' + asked.path("id").asText();
        Pause.until("the export of job " + job + " as " + format + " is ready", LONGEST, () -> {
            var view = api.get(requester, at);
            if (view.path("state").asText().equals("FAILED")) {
                throw new IllegalStateException("the export failed: " + view);
            }
            return view.path("state").asText().equals("READY");
        });
        return api.get(requester, at);
    }

    /** Fetches a file through the gateway to a folder that is gone afterwards; {@return its bytes} */
    long download(String path) {
        var file = folder.resolve("download");
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            // A longer file of before would keep its end.
            Files.deleteIfExists(file);
            var request = HttpRequest.newBuilder(stand.gateway().resolve(path))
                    .header("Authorization", "Bearer " + requester.token())
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofFile(file));
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " was answered " + response.statusCode());
            }
            return Files.size(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(path + " broke off", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Funds and publishes; returns when workers may claim. */
    void open(UUID job) {
        var path = "/v1/jobs/" + job;
        var quote = api.get(requester, path + "/quote");
        var total = quote.path("total").path("amount").asText();
        if (new BigDecimal(total).signum() <= 0) {
            throw new IllegalStateException("a quote of nothing: " + quote);
        }
        api.post(
                requester,
                "/v1/deposits",
                Map.of("amount", Map.of("amount", total, "currency", CURRENCY), "reference", "bench"),
                "bench-deposit-" + job);
        api.post(requester, path + "/publish", null, "bench-publish-" + job);
        Pause.until("job " + job + " is open", LONGEST, () -> {
            var view = api.get(requester, path);
            if (view.path("state").asText().equals("DRAFT")) {
                throw new IllegalStateException("the job was not funded: " + view);
            }
            return view.path("state").asText().equals("OPEN");
        });
    }

    /** {@return an open job with so many tasks, one answer each} */
    Job job(String title, long tasks) {
        var id = draft(title);
        upload(id, tasks, stand.taskPort());
        open(id);
        return new Job(id, tasks);
    }

    JsonNode progress(UUID job) {
        return api.get(requester, "/v1/jobs/" + job + "/progress");
    }

    /** Approves everything that waits for a decision; {@return how many that were} */
    long approveAll(UUID job) {
        return api.post(requester, "/v1/jobs/" + job + "/reviews", Map.of("approveAll", true), null)
                .path("approved")
                .asLong();
    }

    /** Has the weeks that are over lifted to the wage floor; returns before it is done. */
    void reckonWeeks() {
        api.post(identity.session("otto", "demo"), "/v1/wage-weeks/reckonings", null, null);
    }

    /** Returns when every event that a service has put down has gone to Kafka. */
    void drained() {
        sent(LONGEST);
        emptied("payment-service", stand.payment(), LONGEST);
    }

    /** Returns when every event that the task-service has put down has gone to Kafka. */
    void sent(Duration longest) {
        emptied("task-service", stand.task(), longest);
    }

    private static void emptied(String service, Database database, Duration longest) {
        Pause.until(
                "the outbox of " + service + " is empty",
                longest,
                () -> database.number("select count(*) from outbox") == 0);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
