package dev.groundwork.payment.bonus;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Who was paid for work may get more from whom it was done for, and nobody else. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class BonusTest {

    @Inject
    Scene scene;

    @Inject
    AdjustableClock clock;

    private final UUID worker = UUID.randomUUID();
    private UUID requester = UUID.randomUUID();
    private UUID job = UUID.randomUUID();
    private UUID assignment = UUID.randomUUID();

    /** Of ten euros two answers of a euro are held for, and one of them is paid. */
    @BeforeEach
    void one_answer_is_paid() {
        Job funded = Job.of(scene.requesterWith(1_000), 100, 2);
        scene.isFunded(funded);
        requester = funded.requesterId();
        job = funded.id();
        assignment = scene.approves(funded, worker).assignmentId();
        scene.hasEarned(worker, "1.00");
    }

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        scene.booksAreRight();
    }

    @Test
    void is_on_the_balance_of_the_worker_once_and_among_the_costs_of_the_job() {
        scene.hasBalance(requester, "7.10", "1.70", "1.20");

        String first = give("k1", forAssignment(assignment, "2.00", "EUR"))
                .statusCode(201)
                .body("workerId", equalTo(worker.toString()))
                .body("jobId", equalTo(job.toString()))
                .body("amount.amount", equalTo("2.00"))
                .body("fee.amount", equalTo("0.40"))
                .extract()
                .asString();
        give("k1", forAssignment(assignment, "2.00", "EUR"))
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body(equalTo(first));
        give("k1", forAssignment(assignment, "2.01", "EUR"))
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));

        scene.hasEarned(worker, "3.00");
        scene.hasBalance(requester, "4.70", "1.70", "3.60");
        scene.hear(
                EarningEvent.TOPIC,
                WorkerCredited.class,
                credited -> credited.workerId().equals(worker)
                        && credited.amount().minor().equals("200"));
        asRequester(requester)
                .get("/v1/ledger")
                .then()
                .body("items[0].reason", equalTo("bonus"))
                .body("items[0].amount.amount", equalTo("-2.40"))
                .body("items[0].jobId", equalTo(job.toString()));
        standsInTheDocumentsOfTheMonth();
    }

    private void standsInTheDocumentsOfTheMonth() {
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        clock.set(Instant.parse(month.plusMonths(1).atDay(1) + "T01:00:01Z"));
        assertThat(asWorker(worker)
                        .get("/v1/statements/" + month + "/document?format=CSV")
                        .asString())
                .contains("total bonus", "Well seen")
                .containsPattern("(?m)^[^\\n]*,bonus,[^\\n]*" + assignment + "[^\\n]*,2\\.00,");
        assertThat(asRequester(requester)
                        .get("/v1/invoices/" + month + "?format=CSV")
                        .asString())
                .containsPattern("(?m),bonuses,1,EUR,2\\.00")
                .containsPattern("(?m),total spent,,EUR,3\\.60")
                .containsPattern("(?m),escrow at the end,,EUR,1\\.70");
    }

    @Test
    void goes_to_the_worker_of_the_last_paid_work_where_no_work_is_named() {
        give("k1", forWorker(worker, "2.00")).statusCode(201).body("assignmentId", equalTo(assignment.toString()));

        scene.hasEarned(worker, "3.00");
    }

    @Test
    void many_at_once_under_one_key_are_one() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(() -> give("k1", forAssignment(assignment, "2.00", "EUR"))
                    .extract()
                    .statusCode());
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : pool.invokeAll(callers)) {
                assertThat(done.get()).isIn(201, 409);
            }
        }

        give("k1", forAssignment(assignment, "2.00", "EUR")).statusCode(201).header("Idempotent-Replayed", "true");
        scene.hasEarned(worker, "3.00");
    }

    @Test
    void money_goes_to_nobody_who_did_no_work_for_the_requester() {
        give("k1", forWorker(UUID.randomUUID(), "2.00")).statusCode(422).body("code", equalTo("bonus-without-work"));
        give("k2", forAssignment(UUID.randomUUID(), "2.00", "EUR"))
                .statusCode(422)
                .body("code", equalTo("bonus-without-work"));
        // The work of somebody else.
        give(
                        "k3",
                        "{\"assignmentId\":\"" + assignment + "\",\"workerId\":\"" + UUID.randomUUID()
                                + "\",\"message\":\"m\",\"amount\":{\"amount\":\"2.00\",\"currency\":\"EUR\"}}")
                .statusCode(422)
                .body("code", equalTo("bonus-without-work"));
        UUID other = scene.requesterWith(1_000);
        for (String body : List.of(forAssignment(assignment, "2.00", "EUR"), forWorker(worker, "2.00"))) {
            asRequester(other)
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(body)
                    .post("/v1/bonuses")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("bonus-without-work"));
        }
        scene.hasEarned(worker, "1.00");
    }

    @Test
    void pay_that_was_taken_back_is_no_work() {
        as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .body("{\"reason\":\"It was a mistake.\"}")
                .post("/v1/approvals/" + assignment + "/reversal")
                .then()
                .statusCode(200);

        give("k1", forAssignment(assignment, "2.00", "EUR"))
                .statusCode(422)
                .body("code", equalTo("bonus-without-work"));
    }

    @Test
    void what_is_not_there_is_not_given_and_may_be_tried_again() {
        give("k1", forAssignment(assignment, "6.00", "EUR"))
                .statusCode(409)
                .body("code", equalTo("insufficient-funds"))
                .body("detail", containsString("7.20"));
        scene.deposit(requester, 1_000);
        give("k1", forAssignment(assignment, "6.00", "EUR")).statusCode(201);

        scene.hasEarned(worker, "7.00");
    }

    @Test
    void counts_for_the_cap_of_the_key() {
        // The client of every token of the tests.
        asRequester(requester)
                .body("{\"perMonth\":{\"amount\":\"2.40\",\"currency\":\"EUR\"}}")
                .put("/v1/key-caps/groundwork-cli")
                .then()
                .statusCode(200);

        give("k1", forAssignment(assignment, "2.00", "EUR")).statusCode(201);
        give("k1", forAssignment(assignment, "2.00", "EUR")).statusCode(201);
        give("k2", forAssignment(assignment, "0.01", "EUR")).statusCode(409).body("code", equalTo("key-cap-reached"));

        scene.hasEarned(worker, "3.00");
    }

    @ParameterizedTest
    @CsvSource({
        "0.00, EUR, 422, amount-not-positive",
        "1.001, EUR, 400, too-many-decimals",
        "2.00, USD, 422, bonus-currency",
        "2.00, XYZ, 400, unsupported-currency",
    })
    void nonsense_is_refused(String amount, String currency, int status, String code) {
        give("k1", forAssignment(assignment, amount, currency))
                .statusCode(status)
                .body("code", equalTo(code));
    }

    @Test
    void only_requesters_who_may_change_things_give() {
        String body = forAssignment(assignment, "2.00", "EUR");
        as(TestTokens.requesterViewer(requester))
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/v1/bonuses")
                .then()
                .statusCode(403);
        asWorker(worker)
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/v1/bonuses")
                .then()
                .statusCode(403);
        asRequester(requester)
                .body(body)
                .post("/v1/bonuses")
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency-key-missing"));
        give("k", "{\"message\":\"m\",\"amount\":{\"amount\":\"2.00\",\"currency\":\"EUR\"}}")
                .statusCode(400)
                .body("detail", containsString("assignmentId"));
    }

    private ValidatableResponse give(String key, String body) {
        return asRequester(requester)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/bonuses")
                .then();
    }

    private static String forAssignment(UUID assignment, String amount, String currency) {
        return body("assignmentId", assignment, amount, currency);
    }

    private static String forWorker(UUID worker, String amount) {
        return body("workerId", worker, amount, "EUR");
    }

    private static String body(String of, UUID id, String amount, String currency) {
        return "{\"%s\":\"%s\",\"message\":\"Well seen\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}}"
                .formatted(of, id, amount, currency);
    }
}
