package dev.groundwork.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.e2e.PaymentProcess.Approval;
import dev.groundwork.local.PostgresServer;
import dev.groundwork.local.ThrowAwayKafka;
import dev.groundwork.local.ThrowAwayPostgres;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

    private static ThrowAwayPostgres postgres;
    private static ThrowAwayKafka kafka;

    @TempDir
    Path folder;

    private final UUID requester = UUID.randomUUID();
    private final UUID job = UUID.randomUUID();

    private PaymentProcess service;

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

    @BeforeEach
    void prepare() {
        service = new PaymentProcess(postgres, kafka, folder);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void nothing_is_lost_and_nothing_happens_twice_wherever_the_process_dies() throws Exception {
        ThrowAwayPostgres.renew(postgres.server(), "payment");
        service.start(null);
        service.awaitReady();
        service.fund(requester, job, REWARD_CENTS);
        service.stopGracefully();

        Map<String, List<Approval>> approvals = new LinkedHashMap<>();
        for (var failpoint : FAILPOINTS) {
            approvals.put(failpoint, approve());
            service.start(failpoint);
            feedUntilDeath(approvals.get(failpoint));
        }

        service.start(null);
        service.awaitReady();
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
        service.assertThatTheBooksAreRight();
        service.stopGracefully();
    }

    /** Approvals go out in three waves, each once the one before it was announced, so that the later hits of a failpoint come to pass. */
    private void feedUntilDeath(List<Approval> approvals) throws InterruptedException {
        var dying = service.running();
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            int third = approvals.size() / 3;
            for (int i = 0; i < approvals.size(); i++) {
                var approval = approvals.get(i);
                approval.send(topics, job, requester);
                if (i % third == third - 1 && dying.isAlive()) {
                    var wave = approvals.subList(0, i + 1);
                    await().atMost(Duration.ofSeconds(90))
                            .until(() -> !dying.isAlive() || (seen(wave) == wave.size() && count("outbox") == 0));
                }
            }
        }
        service.awaitDeath();
    }

    private List<Approval> approve() {
        var approvals = new ArrayList<Approval>();
        for (int i = 0; i < APPROVALS; i++) {
            var worker = UUID.nameUUIDFromBytes(new byte[] {(byte) (i % WORKERS)});
            approvals.add(new Approval(UUID.randomUUID(), UUID.randomUUID(), worker, REWARD_CENTS));
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
                    var event = PaymentProcess.JSON.readTree(record.value());
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
            var earnings = service.get("/v1/earnings", TestTokens.worker(worker.getKey()));
            assertThat(earnings.path("balances").path(0).path("payable").toString())
                    .contains(BigDecimal.valueOf(worker.getValue() * REWARD_CENTS, 2)
                            .toPlainString());
        }
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
}
