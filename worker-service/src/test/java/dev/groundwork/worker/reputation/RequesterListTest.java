package dev.groundwork.worker.reputation;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

/** What everybody reads of requesters, from events to the page. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class RequesterListTest {

    @Inject
    RequesterList list;

    private final TestTopics topics = new TestTopics();
    private final UUID job = UUID.randomUUID();

    @AfterEach
    void close() {
        topics.close();
    }

    private void happened(String how, UUID requester, UUID worker, String rest) {
        var event = """
                {"type": "assignment.%s", "assignmentId": "%s", "jobId": "%s", "requesterId": "%s", "taskId": "%s",
                 "workerId": "%s", %s}""".formatted(how, UUID.randomUUID(), job, requester, UUID.randomUUID(), worker, rest);
        topics.send(
                "task.assignment.v1",
                job.toString(),
                event,
                Map.of("ce_id", UUID.randomUUID().toString()));
    }

    /** An answer of so many seconds, paid five cents an hour after it was handed in. */
    private void approved(UUID requester, UUID worker, int seconds) {
        happened("approved", requester, worker, """
                "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": %d, "approvedBy": "requester",
                "submittedAt": "2026-11-22T09:00:00Z", "approvedAt": "2026-11-22T10:00:00Z\"""".formatted(seconds));
    }

    private ValidatableResponse found(UUID requester) {
        list.make();
        return given().queryParam("search", requester.toString().substring(0, 30))
                .get("/v1/requesters")
                .then()
                .statusCode(200);
    }

    @Test
    void everybody_reads_of_a_requester_what_the_events_say() {
        var requester = UUID.randomUUID();
        for (int i = 0; i < 10; i++) {
            var worker = UUID.randomUUID();
            approved(requester, worker, 60);
            approved(requester, worker, 60);
        }
        var worker = UUID.randomUUID();
        for (int i = 0; i < 4; i++) {
            happened("rejected", requester, worker, """
                    "reason": "FRAUD", "outcome": "UNPAID", "payable": {"minor": "0", "currency": "EUR"},
                    "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "decidedBy": "no-appeal",
                    "rejectedAt": "2026-11-23T10:00:00Z\"""");
        }
        happened("overturned", requester, worker, """
                "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "decidedBy": "adjudicator",
                "ruling": "It is no copy.", "submittedAt": "2026-11-22T10:00:00Z", "overturnedAt": "2026-11-22T10:00:00Z\"""");

        await().untilAsserted(() -> found(requester)
                .body("items", hasSize(1))
                .body("items[0].requesterId", equalTo(requester.toString()))
                .body("items[0].workers", equalTo(11))
                .body("items[0].decisions", equalTo(25))
                .body("items[0].approvalRate", equalTo(0.8f))
                .body("items[0].rejectionRate", equalTo(0.2f))
                .body("items[0].overturnRate", equalTo(0.2f))
                .body("items[0].waitSeconds", equalTo(3429))
                .body("items[0].hourlyPay.amount", equalTo("3.00"))
                .body("items[0].hourlyPay.currency", equalTo("EUR")));
    }

    @Test
    void pay_that_was_taken_back_was_not_paid() {
        var requester = UUID.randomUUID();
        var workers = Stream.generate(UUID::randomUUID).limit(10).toList();
        for (var worker : workers) {
            approved(requester, worker, 60);
            approved(requester, worker, 60);
        }
        await().untilAsserted(() -> found(requester)
                .body("items[0].decisions", equalTo(20))
                .body("items[0].hourlyPay.amount", equalTo("3.00")));

        for (var worker : workers.subList(0, 6)) {
            var id = UUID.randomUUID().toString();
            // Delivered twice, as events may be.
            for (int time = 0; time < 2; time++) {
                topics.send(
                        "payment.earning.v1",
                        worker.toString(),
                        """
                        {"type": "worker.pay-taken-back", "workerId": "%s", "requesterId": "%s", "jobId": "%s",
                         "assignmentId": "%s", "amount": {"minor": "5", "currency": "EUR"}, "reason": "a duplicate",
                         "takenBackAt": "2026-11-24T10:00:00Z"}""".formatted(worker, requester, job, UUID.randomUUID()),
                        Map.of("ce_id", id));
            }
        }

        await().untilAsserted(() -> found(requester)
                .body("items[0].hourlyPay.amount", equalTo("1.50"))
                .body("items[0].decisions", equalTo(20)));
    }

    @Test
    void a_requester_of_few_workers_is_not_listed_and_numbers_of_few_are_left_out() {
        var few = UUID.randomUUID();
        var listed = UUID.randomUUID();
        for (int i = 0; i < 9; i++) {
            var worker = UUID.randomUUID();
            for (int answer = 0; answer < 3; answer++) {
                approved(few, worker, 60);
                approved(listed, worker, 60);
            }
        }
        // Who worked for three seconds tells nothing of an hour.
        approved(listed, UUID.randomUUID(), 3);

        await().untilAsserted(() -> found(listed)
                .body("items", hasSize(1))
                .body("items[0].decisions", equalTo(28))
                .body("items[0].approvalRate", equalTo(1.0f))
                .body("items[0].overturnRate", nullValue())
                .body("items[0].hourlyPay", nullValue()));
        found(few).body("items", hasSize(0));
    }

    @Test
    void a_search_is_the_beginning_of_an_id() {
        given().queryParam("search", "%").get("/v1/requesters").then().statusCode(400);
    }
}
