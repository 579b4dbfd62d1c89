package dev.groundwork.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.groundwork.local.FreePorts;
import dev.groundwork.local.PostgresServer;
import dev.groundwork.local.ThrowAwayKafka;
import dev.groundwork.local.ThrowAwayPostgres;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A packaged payment-service dies in the middle of a posting, of a seal, and at the four places between a database and Kafka where a
 * careless program would lose or double something. Once it is back, every approval is paid once and announced under one id.
 */
class CrashTest {

    private static final List<String> FAILPOINTS = List.of(
            "inbox.after-effect-before-commit:1",
            "posting.after-transfers-before-balances:2",
            "seals.after-seal-before-commit:1",
            "outbox.after-commit-before-send:1",
            // The second time round: an intake and a relay that have worked already.
            "inbox.after-commit-before-ack:2",
            "outbox.after-send-before-delete:2");

    private static final int APPROVALS = 150;
    private static final int REWARD_CENTS = 5;
    private static final int WORKERS = 7;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ThrowAwayPostgres postgres;
    private static ThrowAwayKafka kafka;

    @TempDir
    Path folder;

    private final UUID requester = UUID.randomUUID();
    private final UUID job = UUID.randomUUID();
    private final int port = FreePorts.one();

    private final HttpClient http = HttpClient.newHttpClient();

    /** Which of our processes runs; at most one. */
    private @Nullable Process service;

    private int starts;

    @BeforeAll
    static void startServers() throws IOException {
        postgres = ThrowAwayPostgres.start();
        kafka = ThrowAwayKafka.start();
    }

    @AfterAll
    static void stopServers() {
        kafka.close();
        postgres.close();
    }

    @AfterEach
    void stopService() throws InterruptedException {
        var running = service;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @Test
    void nothing_is_lost_and_nothing_happens_twice_wherever_the_process_dies() throws Exception {
        ThrowAwayPostgres.renew(postgres.server(), "payment");
        start(null);
        awaitReady();
        fundTheJob();
        stopGracefully();

        Map<String, List<Approval>> approvals = new LinkedHashMap<>();
        for (var failpoint : FAILPOINTS) {
            approvals.put(failpoint, approve());
            start(failpoint);
            feedUntilDeath(approvals.get(failpoint));
        }

        start(null);
        awaitReady();
        awaitQuiet(approvals);

        var announced = announced();
        approvals.forEach((failpoint, ofRound) -> {
            for (var approval : ofRound) {
                assertThat(announced.getOrDefault(approval.assignmentId(), Set.of()))
                        .as(
                                "events about assignment %s, which was approved when the process died at %s",
                                approval.assignmentId(), failpoint)
                        .hasSize(1);
            }
        });
        assertThat(announced)
                .hasSize(approvals.values().stream().mapToInt(List::size).sum());
        assertThatEveryWorkerHas(approvals);
        var audit = get("/v1/audit", TestTokens.withRoles(UUID.randomUUID(), "operator"));
        assertThat(audit.path("ok").asBoolean()).as(audit.toPrettyString()).isTrue();
        stopGracefully();
    }

    /** Approvals go out in three waves, so that the later hits of a failpoint come to pass. */
    private void feedUntilDeath(List<Approval> approvals) throws InterruptedException {
        var dying = running();
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            int third = approvals.size() / 3;
            for (int i = 0; i < approvals.size(); i++) {
                var approval = approvals.get(i);
                topics.send(
                        "task.assignment.v1",
                        job.toString(),
                        approval.json(job, requester),
                        Map.of("ce_id", approval.eventId().toString(), "ce_type", "assignment.approved"));
                if (i % third == third - 1 && dying.isAlive()) {
                    var wave = approvals.subList(0, i + 1);
                    await().atMost(Duration.ofSeconds(90)).until(() -> !dying.isAlive() || seen(wave) == wave.size());
                }
            }
        }
        assertThat(dying.waitFor(90, TimeUnit.SECONDS))
                .as("the process dies at its failpoint; its log:\n%s", log())
                .isTrue();
        assertThat(dying.exitValue())
                .as("killed, not failed; its log:\n%s", log())
                .isEqualTo(137);
        service = null;
    }

    private void fundTheJob() throws IOException, InterruptedException {
        var deposit = request("/v1/deposits")
                .header("Authorization", "Bearer " + TestTokens.requester(requester))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"amount\":{\"amount\":\"1000.00\",\"currency\":\"EUR\"}}"))
                .build();
        json(201, http.send(deposit, BodyHandlers.ofString()));
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            var request = new LinkedHashMap<String, Object>();
            request.put("type", "job.publish-requested");
            request.put("jobId", job);
            request.put("requesterId", requester);
            request.put("publicationId", UUID.randomUUID());
            request.put("title", "Crash");
            request.put("reward", Map.of("minor", Integer.toString(REWARD_CENTS), "currency", "EUR"));
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

    private List<Approval> approve() {
        var approvals = new ArrayList<Approval>();
        for (int i = 0; i < APPROVALS; i++) {
            var worker = UUID.nameUUIDFromBytes(new byte[] {(byte) (i % WORKERS)});
            approvals.add(new Approval(UUID.randomUUID(), UUID.randomUUID(), worker));
        }
        return approvals;
    }

    /** Everything was taken in, and everything that followed from it was sent. */
    private void awaitQuiet(Map<String, List<Approval>> approvals) {
        var all = approvals.values().stream().flatMap(List::stream).toList();
        await().atMost(Duration.ofSeconds(90)).until(() -> seen(all) == all.size() && count("outbox") == 0);
    }

    /** {@return by assignment, under which ids its payment was announced} */
    private Map<UUID, Set<String>> announced() throws JsonProcessingException {
        var announced = new HashMap<UUID, Set<String>>();
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            for (int silence = 0; silence < 4; ) {
                var records = topics.poll("payment.earning.v1");
                silence = records.isEmpty() ? silence + 1 : 0;
                for (var record : records) {
                    var event = JSON.readTree(record.value());
                    announced
                            .computeIfAbsent(
                                    UUID.fromString(event.path("assignmentId").asText()), id -> new HashSet<>())
                            .add(String.valueOf(TestTopics.header(record, "ce_id")));
                }
            }
        }
        return announced;
    }

    private void assertThatEveryWorkerHas(Map<String, List<Approval>> approvals)
            throws IOException, InterruptedException {
        var due = new HashMap<UUID, Long>();
        approvals.values().forEach(ofRound -> ofRound.forEach(one -> due.merge(one.workerId(), 1L, Long::sum)));
        for (var worker : due.entrySet()) {
            var earnings = get("/v1/earnings", TestTokens.worker(worker.getKey()));
            assertThat(earnings.path("balances").path(0).path("payable").toString())
                    .contains(BigDecimal.valueOf(worker.getValue() * REWARD_CENTS, 2)
                            .toPlainString());
        }
    }

    private void start(@Nullable String failpoint) throws IOException {
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
                "-Dquarkus.oidc.auth-server-url=",
                "-Dquarkus.oidc.public-key=" + TestTokens.publicKey(),
                "-Dquarkus.oidc.token.issuer=" + TestTokens.ISSUER,
                "-Dgroundwork.payment.seals.every=1s",
                "-Dgroundwork.payment.payout.data-folder=" + folder.resolve("data")));
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

    private void awaitReady() {
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

    private void stopGracefully() throws InterruptedException {
        running().destroy();
        assertThat(running().waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
        service = null;
    }

    private Process running() {
        var running = service;
        if (running == null) {
            throw new IllegalStateException("nothing runs");
        }
        return running;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    private JsonNode get(String path, String token) throws IOException, InterruptedException {
        return json(
                200,
                http.send(
                        request(path).header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString()));
    }

    private static JsonNode json(int status, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    /** {@return how many of the approvals had their effect} */
    private long seen(List<Approval> approvals) throws SQLException {
        var ids = approvals.stream().map(Approval::eventId).toArray(UUID[]::new);
        try (var tx = DriverManager.getConnection(
                        postgres.server().jdbcUrl("payment"), PostgresServer.USER, PostgresServer.PASSWORD);
                var select = tx.prepareStatement("select count(*) from inbox where event_id = any (?)")) {
            select.setArray(1, tx.createArrayOf("uuid", ids));
            try (var found = select.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private long count(String table) throws SQLException {
        try (var tx = DriverManager.getConnection(
                        postgres.server().jdbcUrl("payment"), PostgresServer.USER, PostgresServer.PASSWORD);
                var select = tx.prepareStatement("select count(*) from " + table);
                var found = select.executeQuery()) {
            found.next();
            return found.getLong(1);
        }
    }

    private Path logFile() {
        return folder.resolve("payment-service-" + starts + ".log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private record Approval(UUID eventId, UUID assignmentId, UUID workerId) {

        String json(UUID job, UUID requester) {
            return "{\"type\":\"assignment.approved\",\"assignmentId\":\"" + assignmentId + "\",\"jobId\":\"" + job
                    + "\",\"requesterId\":\"" + requester + "\",\"taskId\":\"" + assignmentId + "\",\"workerId\":\""
                    + workerId + "\",\"reward\":{\"minor\":\"" + REWARD_CENTS
                    + "\",\"currency\":\"EUR\"},\"activeSeconds\":20,\"approvedBy\":\"requester\",\"approvedAt\":\""
                    + Instant.now() + "\"}";
        }
    }
}
