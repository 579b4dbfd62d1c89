package dev.groundwork.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.groundwork.local.FreePorts;
import dev.groundwork.local.ThrowAwayKafka;
import dev.groundwork.local.ThrowAwayPostgres;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged payment-service as a process of its own, which may be told where to die; at most one runs at a time. */
final class PaymentProcess implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int KILLED = 137;

    private final ThrowAwayPostgres postgres;
    private final ThrowAwayKafka kafka;
    private final Path folder;
    private final int port = FreePorts.one();
    private final HttpClient http = HttpClient.newHttpClient();

    private @Nullable Process service;
    private @Nullable String failpoint;
    private int starts;
    private Duration clock = Duration.ZERO;

    /** @param folder for its logs, its data, and the files for the bank */
    PaymentProcess(ThrowAwayPostgres postgres, ThrowAwayKafka kafka, Path folder) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.folder = folder;
    }

    /** From where a bank would take its files. */
    Path spool() {
        return folder.resolve("spool");
    }

    /** The next start is so much later, by the clock of the service. */
    void passTime(Duration time) {
        clock = clock.plus(time);
    }

    /** Starts it, to die at the named failpoint where one is named. */
    void start(@Nullable String failpoint) throws IOException {
        var jar = Path.of(System.getProperty("groundwork.root", ".."))
                .resolve("payment-service/target/quarkus-app/quarkus-run.jar");
        assertThat(jar)
                .as("the packaged payment-service: build it with mvn package")
                .exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx320m",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.datasource.jdbc.url=" + postgres.server().jdbcUrl("payment"),
                "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                // The shortest that brokers allow: so long the partitions of a dead process wait for it to come back.
                "-Dkafka.session.timeout.ms=6000",
                "-Dkafka.heartbeat.interval.ms=2000",
                "-Dquarkus.oidc.auth-server-url=",
                "-Dquarkus.oidc.public-key=" + TestTokens.publicKey(),
                "-Dquarkus.oidc.token.issuer=" + TestTokens.ISSUER,
                "-Dgroundwork.payment.seals.every=1s",
                "-Dgroundwork.payment.deposit.test=true",
                // So that a few payouts are more than one page.
                "-Dgroundwork.payment.payout.page=2",
                "-Dgroundwork.payment.payout.data-folder=" + folder.resolve("data"),
                "-Dgroundwork.payment.rail.sepa.spool=" + spool(),
                "-Dgroundwork.clock.offset-file=" + Files.writeString(folder.resolve("clock"), clock.toString())));
        this.failpoint = failpoint;
        if (failpoint != null) {
            command.add("-Dgroundwork.failpoint=" + failpoint);
        }
        command.addAll(List.of("-jar", jar.toString()));
        starts++;
        service = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logFile().toFile())
                .start();
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(running().isAlive()).as(log()).isTrue();
            assertThat(readiness()).as(log()).startsWith("200");
        });
    }

    private String readiness() throws InterruptedException {
        try {
            var answer = http.send(request("/q/health/ready").build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    void stopGracefully() throws InterruptedException {
        running().destroy();
        assertThat(running().waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
        service = null;
    }

    Process running() {
        var running = service;
        if (running == null) {
            throw new IllegalStateException("nothing runs");
        }
        return running;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    JsonNode get(String path, String token) throws IOException, InterruptedException {
        return json(
                200,
                http.send(
                        request(path).header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString()));
    }

    private static JsonNode json(int status, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    /** Waits for the death that it was started for. */
    void awaitDeath() throws InterruptedException {
        assertThat(running().waitFor(90, TimeUnit.SECONDS))
                .as("the process dies at %s; its log:\n%s", failpoint, log())
                .isTrue();
        assertThat(running().exitValue())
                .as("killed, not failed; its log:\n%s", log())
                .isEqualTo(KILLED);
        service = null;
    }

    @Override
    public void close() {
        var running = service;
        if (running != null) {
            try {
                running.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends it under an idempotency key of its own. */
    JsonNode send(int status, String method, String path, String token, String body)
            throws IOException, InterruptedException {
        return send(status, sending(method, path, token, UUID.randomUUID().toString(), body));
    }

    /** @throws IOException where the process dies of it */
    JsonNode send(int status, HttpRequest request) throws IOException, InterruptedException {
        return json(status, http.send(request, BodyHandlers.ofString()));
    }

    HttpRequest sending(String method, String path, String token, String key, String body) {
        return request(path)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    String text(String path, String token) throws IOException, InterruptedException {
        return http.send(
                        request(path).header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString())
                .body();
    }

    void assertThatTheBooksAreRight() throws IOException, InterruptedException {
        var audit = get("/v1/audit", TestTokens.withRoles(UUID.randomUUID(), "operator"));
        assertThat(audit.path("ok").asBoolean()).as(audit.toPrettyString()).isTrue();
    }

    /** Lets a requester have a thousand euros, and a job of theirs its money. */
    void fund(UUID requester, UUID job, int rewardCents) throws IOException, InterruptedException {
        send(
                201,
                "POST",
                "/v1/deposits",
                TestTokens.requester(requester),
                "{\"amount\":{\"amount\":\"1000.00\",\"currency\":\"EUR\"}}");
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            var request = new LinkedHashMap<String, Object>();
            request.put("type", "job.publish-requested");
            request.put("jobId", job);
            request.put("requesterId", requester);
            request.put("publicationId", UUID.randomUUID());
            request.put("title", "Crash");
            request.put("reward", Map.of("minor", Integer.toString(rewardCents), "currency", "EUR"));
            request.put("assignments", 5_000);
            request.put("requestedAt", Instant.now().toString());
            topics.send(
                    "task.job.v1",
                    job.toString(),
                    JSON.writeValueAsString(request),
                    Map.of("ce_id", UUID.randomUUID().toString()));
            await().atMost(Duration.ofSeconds(60)).until(() -> topics.poll("payment.funds.v1").stream()
                    .anyMatch(answer -> answer.value().contains("funds.held")
                            && answer.value().contains(job.toString())));
        }
    }

    private Path logFile() {
        return folder.resolve("payment-service-" + starts + ".log");
    }

    String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /** That an answer is approved, as the task-service says it. */
    record Approval(UUID eventId, UUID assignmentId, UUID workerId, int rewardCents) {

        void send(TestTopics topics, UUID job, UUID requester) {
            topics.send(
                    "task.assignment.v1",
                    job.toString(),
                    json(job, requester),
                    Map.of("ce_id", eventId.toString(), "ce_type", "assignment.approved"));
        }

        private String json(UUID job, UUID requester) {
            return "{\"type\":\"assignment.approved\",\"assignmentId\":\"" + assignmentId + "\",\"jobId\":\"" + job
                    + "\",\"requesterId\":\"" + requester + "\",\"taskId\":\"" + assignmentId + "\",\"workerId\":\""
                    + workerId + "\",\"reward\":{\"minor\":\"" + rewardCents
                    + "\",\"currency\":\"EUR\"},\"activeSeconds\":20,\"approvedBy\":\"requester\",\"approvedAt\":\""
                    + Instant.now() + "\"}";
        }
    }
}
