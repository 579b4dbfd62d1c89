package dev.groundwork.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import dev.groundwork.e2e.PaymentProcess.Approval;
import dev.groundwork.local.ThrowAwayKafka;
import dev.groundwork.local.ThrowAwayPostgres;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The payment-service dies, as by {@code kill -9}, at each place between a worker's balance and the file at the bank, each time in
 * a batch of its own. What comes out is what comes out of a batch in which nothing dies. Whoever asked asks again under the same
 * key, as people do who got no answer.
 */
class PayoutCrashTest {

    /**
     * Name and hit, in the order in which a batch comes by. A process finishes the batch in which the one before it died, and dies at
     * the next place in the next batch. What it passes on the way counts along: the middle of a step twice, as there are two pages,
     * and every other place once.
     */
    private static final List<String> FAILPOINTS = List.of(
            "payout.mid-freeze:3",
            "payout.mid-freeze:4",
            "payout.mid-release:3",
            "payout.mid-release:4",
            "payout.after-file-before-commit:2",
            "payout.after-claim-before-submit:2",
            "spool.after-write-before-rename:2",
            "payout.after-submit-before-record:2");

    private static final List<String> CENTS = List.of("700", "1250", "5");
    private static final Duration SOON = Duration.ofMinutes(3);

    /** After so long a message that a dead process held is looked at again. */
    private static final Duration CLAIM = Duration.ofMinutes(6);

    private static final String BATCH = "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"0.01\"}";

    private static ThrowAwayPostgres postgres;
    private static ThrowAwayKafka kafka;

    @TempDir
    Path folder;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    private PaymentProcess service;

    /** Where the processes of this test die, each at one; the last one lives. */
    private final Iterator<String> ahead = FAILPOINTS.iterator();

    /** How often the service died in the batch at hand. */
    private int deaths;

    /** What was taken out of the spool folder in the batch at hand, as a bank's program takes it. */
    private final List<String> taken = new ArrayList<>();

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

    /**
     * What a batch leaves behind, without what names it.
     *
     * @param turnover by account purpose: what the batch added to its debits and credits
     * @param workers what the earnings of each say at the end
     * @param state of the batch
     * @param payouts the state of each
     * @param files what the bank got: the amounts and control sums of each file
     */
    private record Outcome(
            SortedMap<String, BigDecimal> turnover,
            List<JsonNode> workers,
            String state,
            List<String> payouts,
            List<List<String>> files) {}

    @Test
    void a_batch_is_paid_once_wherever_the_process_dies() throws Exception {
        ThrowAwayPostgres.renew(postgres.server(), "payment");
        start();

        var twin = batch();

        assertThat(deaths).isZero();
        assertThat(twin.files()).hasSize(1);
        assertThat(twin.state()).isEqualTo("SETTLED");
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (var failpoint : FAILPOINTS) {
            var outcome = batch();
            assertThat(deaths).as(failpoint).isOne();
            outcomes.put(failpoint, outcome);
            System.out.printf(
                    "a batch of %d workers, dead once at %s: %s the undisturbed twin%n",
                    CENTS.size(), failpoint, outcome.equals(twin) ? "equal to" : "NOT equal to");
        }
        assertThat(outcomes)
                .allSatisfy((failpoint, outcome) ->
                        assertThat(outcome).as(failpoint).isEqualTo(twin));
        service.assertThatTheBooksAreRight();
        service.stopGracefully();
    }

    /** Earned, proposed, released, taken by the bank's program and settled, whatever dies on the way. */
    private Outcome batch() throws Exception {
        deaths = 0;
        taken.clear();
        var workers = CENTS.stream().map(cents -> UUID.randomUUID()).toList();
        earn(workers);
        var before = turnover();
        var batch = ask(201, "/v1/payout-batches", maker, BATCH);
        var path = "/v1/payout-batches/" + batch.path("id").asText();
        ask(
                200,
                path + "/release",
                checker,
                "{\"contentHash\":\"" + batch.path("contentHash").asText() + "\"}");
        await().atMost(SOON)
                .pollInSameThread()
                .until(() -> read(path).path("state").asText().equals("SUBMITTED"));
        takeFiles();
        assertThat(taken).containsExactly(service.text(path + "/file", checker));
        ask(200, path + "/settle", maker, "{}");
        ask(200, path + "/settle", checker, "{}");
        service.assertThatTheBooksAreRight();
        takeFiles();
        return outcome(workers, before, path);
    }

    private void earn(List<UUID> workers) throws IOException, InterruptedException {
        var requester = UUID.randomUUID();
        var job = UUID.randomUUID();
        service.fund(requester, job, 1);
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            for (int i = 0; i < workers.size(); i++) {
                service.send(
                        200,
                        "PUT",
                        "/v1/me/payout-method",
                        TestTokens.worker(workers.get(i)),
                        "{\"rail\":\"SEPA\",\"holderName\":\"Wanda\",\"iban\":\"ES9121000418450200051332\"}");
                new Approval(UUID.randomUUID(), UUID.randomUUID(), workers.get(i), Integer.parseInt(CENTS.get(i)))
                        .send(topics, job, requester);
            }
        }
        for (int i = 0; i < workers.size(); i++) {
            var token = TestTokens.worker(workers.get(i));
            var due = BigDecimal.valueOf(Long.parseLong(CENTS.get(i)), 2).toPlainString();
            await().atMost(SOON).until(() -> service.get("/v1/earnings", token)
                    .at("/balances/0/payable/amount")
                    .asText()
                    .equals(due));
        }
    }

    /** Asks for a step until there is an answer. */
    private JsonNode ask(int status, String path, String token, String body) throws IOException, InterruptedException {
        HttpRequest request =
                service.sending("POST", path, token, UUID.randomUUID().toString(), body);
        try {
            return service.send(status, request);
        } catch (IOException dead) {
            revive();
            return service.send(status, request);
        }
    }

    private JsonNode read(String path) throws IOException, InterruptedException {
        try {
            return service.get(path, checker);
        } catch (IOException dead) {
            revive();
            return service.get(path, checker);
        }
    }

    /** What was whole in the spool folder when the process died is gone before it comes back. */
    private void revive() throws IOException, InterruptedException {
        service.awaitDeath();
        deaths++;
        takeFiles();
        service.passTime(CLAIM);
        start();
    }

    private void start() throws IOException {
        service.start(ahead.hasNext() ? ahead.next() : null);
        service.awaitReady();
    }

    private void takeFiles() throws IOException {
        if (!Files.exists(service.spool())) {
            return;
        }
        try (Stream<Path> all = Files.list(service.spool())) {
            for (var file : all.filter(name -> name.toString().endsWith(".xml")).toList()) {
                taken.add(Files.readString(file));
                Files.delete(file);
            }
        }
    }

    private Outcome outcome(List<UUID> workers, Map<String, BigDecimal> before, String path)
            throws IOException, InterruptedException {
        List<JsonNode> earnings = new ArrayList<>();
        for (var worker : workers) {
            earnings.add(service.get("/v1/earnings", TestTokens.worker(worker)));
        }
        var turnover = turnover();
        before.forEach((account, sum) -> turnover.merge(account, sum, BigDecimal::subtract));
        var batch = service.get(path, checker);
        List<String> payouts = new ArrayList<>();
        batch.at("/payouts/items")
                .forEach(payout -> payouts.add(payout.path("state").asText()));
        return new Outcome(
                turnover,
                earnings,
                batch.path("state").asText(),
                payouts,
                taken.stream().map(PayoutCrashTest::amounts).toList());
    }

    /** Sorted: the payouts of a batch are in the order of their workers, whose ids are new each time. */
    private static List<String> amounts(String file) {
        return Stream.of(file.split("<", -1))
                .filter(element -> element.startsWith("InstdAmt") || element.startsWith("CtrlSum"))
                .sorted()
                .toList();
    }

    /** {@return debits and credits of the books in euros so far, by the purpose of the accounts} */
    private SortedMap<String, BigDecimal> turnover() throws IOException, InterruptedException {
        SortedMap<String, BigDecimal> turnover = new TreeMap<>();
        for (var account : service.get("/v1/trial-balance", checker).at("/currencies/0/accounts")) {
            for (var side : List.of("debits", "credits")) {
                turnover.put(
                        account.path("owner").asText() + " "
                                + account.path("purpose").asText() + " " + side,
                        new BigDecimal(account.path(side).path("amount").asText()));
            }
        }
        return turnover;
    }
}
