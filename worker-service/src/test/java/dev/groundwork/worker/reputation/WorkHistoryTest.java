package dev.groundwork.worker.reputation;

import java.util.Map;
import java.util.UUID;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** What other services report of a worker, from Kafka to what the worker reads. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class WorkHistoryTest {

    private static final String ASSIGNMENTS = "task.assignment.v1";
    private static final String CASES = "task.case.v1";
    private static final String EARNINGS = "payment.earning.v1";
    private static final String PAYOUTS = "payment.payout.v1";

    private final TestTopics topics = new TestTopics();
    private final UUID worker = UUID.randomUUID();
    private final UUID job = UUID.randomUUID();

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void assignments_are_counted_once_each() {
        var repeated = UUID.randomUUID();
        submitted(repeated, 20);
        submitted(repeated, 20);
        submitted(UUID.randomUUID(), 30);
        send(ASSIGNMENTS, job, UUID.randomUUID(), """
                {"type": "assignment.approved", "assignmentId": "%s", "jobId": "%s", "requesterId": "%s", "taskId": "%s", "workerId": "%s",
                 "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 30, "approvedBy": "requester", "approvedAt": "2026-11-22T10:00:00Z"}
                """.formatted(id(), job, id(), id(), worker));
        send(ASSIGNMENTS, job, UUID.randomUUID(), """
                {"type": "assignment.returned", "assignmentId": "%s", "jobId": "%s", "taskId": "%s", "workerId": "%s",
                 "activeSeconds": 7, "returnedAt": "2026-11-22T10:00:00Z"}
                """.formatted(id(), job, id(), worker));
        send(ASSIGNMENTS, job, UUID.randomUUID(), """
                {"type": "assignment.expired", "assignmentId": "%s", "jobId": "%s", "taskId": "%s", "workerId": "%s",
                 "activeSeconds": 3, "expiredAt": "2026-11-22T10:00:00Z"}
                """.formatted(id(), job, id(), worker));
        ended("screened-out", id(), """
                "payable": {"minor": "2", "currency": "EUR"}, "activeSeconds": 5,
                "floorPerHour": {"minor": "937", "currency": "EUR"}, "floorPlace": "ES", "floorSource": "RD 126/2026",
                "claimedAt": "2026-11-22T10:00:00Z", "screenedOutAt": "2026-11-22T10:00:05Z\"""");
        send(ASSIGNMENTS, job, UUID.randomUUID(), """
                {"type": "assignment.of-the-future", "assignmentId": "%s", "workerId": "%s"}
                """.formatted(id(), worker));
        rejectionHeld(id());

        await().untilAsserted(() -> me().get("/v1/me/record")
                .then()
                .statusCode(200)
                .body("submitted", equalTo(2))
                .body("approved", equalTo(1))
                .body("rejectionHeld", equalTo(1))
                .body("returned", equalTo(1))
                .body("expired", equalTo(1))
                .body("activeSeconds", equalTo(65))
                .body("approvalRate", equalTo(1.0f)));
    }

    @Test
    void a_rejection_counts_when_it_stands_and_is_forgotten_when_it_does_not() {
        var requester = id();
        for (int i = 0; i < 3; i++) {
            ended("approved", requester, """
                    "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "approvedBy": "requester",
                    "approvedAt": "2026-11-22T10:00:00Z\"""");
        }
        for (int i = 0; i < 4; i++) {
            ended("rejection-held", requester, """
                    "reason": "FRAUD", "evidence": "Copied.", "clause": "1", "outcome": "UNPAID",
                    "payable": {"minor": "0", "currency": "EUR"}, "appealableUntil": "2026-12-06T10:00:00Z",
                    "heldAt": "2026-11-22T10:00:00Z\"""");
        }
        await().untilAsserted(() -> record().body("rejectionHeld", equalTo(4)).body("approvalRate", equalTo(1.0f)));
        await().untilAsserted(() -> notices("")
                .body("items.find { it.kind == 'REJECTION_HELD' }.amount.amount", equalTo("0.00"))
                .body("items.find { it.kind == 'REJECTION_HELD' }.detail.outcome", equalTo("UNPAID")));

        var overturned = ended("overturned", requester, """
                "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "decidedBy": "adjudicator",
                "ruling": "It is no copy.", "overturnedAt": "2026-11-23T10:00:00Z\"""");
        await().untilAsserted(() -> record().body("rejectionHeld", equalTo(3))
                .body("approved", equalTo(4))
                .body("approvalRate", equalTo(1.0f)));
        var upheld = ended("rejected", requester, """
                "reason": "FRAUD", "outcome": "UNPAID", "payable": {"minor": "0", "currency": "EUR"},
                "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "decidedBy": "adjudicator",
                "ruling": "Word for word the text of another.", "rejectedAt": "2026-11-23T10:00:00Z\"""");
        ended("rejected", requester, """
                "reason": "TASK_FAULTY", "outcome": "FULL_PAY", "payable": {"minor": "5", "currency": "EUR"},
                "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "decidedBy": "no-appeal",
                "rejectedAt": "2026-12-06T10:00:00Z\"""");
        ended("accepted-unused", requester, """
                "reward": {"minor": "5", "currency": "EUR"}, "activeSeconds": 3, "acceptedAt": "2026-12-06T10:00:00Z\"""");
        ended("appealed", requester, """
                "rulingDueAt": "2026-12-20T10:00:00Z", "appealedAt": "2026-12-06T10:00:00Z\"""");

        await().untilAsserted(() -> record().body("rejectionHeld", equalTo(1))
                .body("rejected", equalTo(1))
                .body("approved", equalTo(4))
                .body("acceptedUnused", equalTo(1))
                .body("approvalRate", equalTo(0.8f)));
        await().untilAsserted(() -> me().get("/v1/requesters/{id}/record", requester)
                .then()
                .statusCode(200)
                .body("approved", equalTo(3))
                .body("acceptedUnused", equalTo(1))
                .body("rejectionsOpen", equalTo(1))
                .body("rejected", equalTo(2))
                .body("unpaid", equalTo(1))
                .body("appealed", equalTo(1))
                .body("overturned", equalTo(1))
                .body("rejectionRate", equalTo(0.4286f))
                .body("overturnRate", nullValue()));
        notices("?limit=200")
                .body(
                        "items.find { it.kind == 'REJECTED' && it.subjectId == '%s' }.detail.ruling".formatted(upheld),
                        equalTo("Word for word the text of another."))
                .body(
                        "items.find { it.kind == 'OVERTURNED' && it.subjectId == '%s' }.detail.ruling"
                                .formatted(overturned),
                        equalTo("It is no copy."))
                .body("items.find { it.kind == 'REJECTION_HELD' }.detail.appealUntil", equalTo("2026-12-06T10:00:00Z"));
    }

    @Test
    void a_revised_answer_is_one_submission() {
        submitted(id(), 20);
        send(ASSIGNMENTS, job, id(), """
                {"type": "assignment.revised", "assignmentId": "%s", "jobId": "%s", "requesterId": "%s", "taskId": "%s", "workerId": "%s",
                 "activeSeconds": 27, "addedSeconds": 7, "revisedAt": "2026-11-22T10:01:00Z"}
                """.formatted(id(), job, id(), id(), worker));

        await().untilAsserted(() -> record().body("submitted", equalTo(1)).body("activeSeconds", equalTo(27)));
    }

    private ValidatableResponse record() {
        return me().get("/v1/me/record").then().statusCode(200);
    }

    /** Sends one event about an assignment of its own; {@return the assignment's id} */
    private UUID ended(String how, UUID requester, String rest) {
        var assignment = id();
        send(ASSIGNMENTS, job, id(), """
                {"type": "assignment.%s", "assignmentId": "%s", "jobId": "%s", "requesterId": "%s", "taskId": "%s",
                 "workerId": "%s", %s}""".formatted(how, assignment, job, requester, id(), worker, rest));
        return assignment;
    }

    @Test
    void a_proposed_rejection_is_told_with_its_reasons() {
        var assignment = id();
        rejectionHeld(assignment);

        await().untilAsserted(() -> notices("")
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("REJECTION_HELD"))
                .body("items[0].subjectId", equalTo(assignment.toString()))
                .body("items[0].amount", nullValue())
                .body("items[0].detail.reason", equalTo("incomplete"))
                .body("items[0].detail.evidence", equalTo("two of three boxes are missing"))
                .body("items[0].detail.clause", equalTo("Mark every car."))
                .body("unread", equalTo(1)));
    }

    @Test
    void a_decided_case_is_told_to_each_worker_it_is_about_and_an_open_one_is_not() {
        var decided = id();
        var other = id();
        send(CASES, job, UUID.randomUUID(), """
                {"type": "case.opened", "caseId": "%s", "jobId": "%s", "requesterId": "%s", "kind": "SHARED_TEXTS",
                 "openedAt": "2026-11-22T09:00:00Z"}
                """.formatted(decided, job, id()));
        send(CASES, job, UUID.randomUUID(), """
                {"type": "case.decided", "caseId": "%s", "jobId": "%s", "kind": "SHARED_TEXTS", "system": "signal-duplicated-text",
                 "workerIds": ["%s", "%s"], "outcome": "DISMISSED", "reason": "Both quote the instructions.",
                 "decidedAt": "2026-11-22T10:00:00Z"}
                """.formatted(decided, job, worker, other));

        await().untilAsserted(() -> notices("")
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("CASE_DECIDED"))
                .body("items[0].subjectId", equalTo(decided.toString()))
                .body("items[0].detail.outcome", equalTo("DISMISSED"))
                .body("items[0].detail.reason", equalTo("Both quote the instructions."))
                .body("items[0].detail.system", equalTo("signal-duplicated-text"))
                .body("items[0].detail.workerIds", nullValue()));
    }

    @Test
    void credits_of_one_job_and_day_are_one_notice_that_grows() {
        credited("2026-11-22T10:00:00Z", "250");
        credited("2026-11-22T11:00:00Z", "50");
        await().untilAsserted(() -> notices("")
                .body("items", hasSize(1))
                .body("items[0].amount.amount", equalTo("3.00"))
                .body("items[0].times", equalTo(2))
                .body("items[0].occurredAt", equalTo("2026-11-22T11:00:00Z")));
        String first = notices("").extract().path("items[0].id");
        me().post("/v1/me/notices/{id}/read", first).then().statusCode(204);
        notices("").body("unread", equalTo(0));

        credited("2026-11-22T12:00:00Z", "25");
        credited("2026-11-23T00:00:00Z", "25");

        await().untilAsserted(() -> notices("").body("items", hasSize(2)).body("unread", equalTo(2)));
        notices("?limit=1").body("items[0].amount.amount", equalTo("0.25"));
    }

    @Test
    void pay_that_was_taken_back_is_told_with_its_reason_and_found_among_all_notices() {
        var assignment = id();
        credited("2026-11-22T10:00:00Z", "250");
        send(EARNINGS, worker, UUID.randomUUID(), """
                {"type": "worker.pay-taken-back", "workerId": "%s", "requesterId": "%s", "jobId": "%s", "assignmentId": "%s",
                 "amount": {"minor": "250", "currency": "EUR"}, "reason": "It was a duplicate.",
                 "takenBackAt": "2026-11-23T09:00:00Z"}
                """.formatted(worker, id(), job, assignment));

        await().untilAsserted(() -> notices("").body("items", hasSize(2)));

        notices("?kind=PAY_TAKEN_BACK&unread=true")
                .body("items", hasSize(1))
                .body("items[0].subjectId", equalTo(assignment.toString()))
                .body("items[0].amount.amount", equalTo("2.50"))
                .body("items[0].detail.reason", equalTo("It was a duplicate."))
                .body("items[0].detail.jobId", equalTo(job.toString()))
                .body("items[0].occurredAt", equalTo("2026-11-23T09:00:00Z"))
                .body("unread", equalTo(2));
        String told = notices("?kind=PAY_TAKEN_BACK").extract().path("items[0].id");
        me().post("/v1/me/notices/{id}/read", told).then().statusCode(204);
        notices("?kind=PAY_TAKEN_BACK&unread=true").body("items", hasSize(0));
        notices("?kind=PAY_TAKEN_BACK").body("items", hasSize(1));
        notices("?kind=CREDITED").body("items", hasSize(1)).body("items[0].kind", equalTo("CREDITED"));
    }

    @Test
    void payouts_are_told_and_a_failure_says_why() {
        var payout = id();
        send(PAYOUTS, worker, UUID.randomUUID(), """
                {"type": "payout.sent", "payoutId": "%s", "batchId": "%s", "workerId": "%s", "amount": {"minor": "1250", "currency": "EUR"},
                 "endToEndId": "GW-1", "sentAt": "2026-11-22T10:00:00Z"}
                """.formatted(payout, id(), worker));
        send(PAYOUTS, worker, UUID.randomUUID(), """
                {"type": "payout.failed", "payoutId": "%s", "batchId": "%s", "workerId": "%s", "amount": {"minor": "1250", "currency": "EUR"},
                 "reason": "account closed", "failedAt": "2026-11-23T10:00:00Z"}
                """.formatted(payout, id(), worker));

        await().untilAsserted(() -> notices("")
                .body("items", hasSize(2))
                .body("items[0].kind", equalTo("PAYOUT_FAILED"))
                .body("items[0].detail.reason", equalTo("account closed"))
                .body("items[1].kind", equalTo("PAYOUT_SENT"))
                .body("items[1].amount.amount", equalTo("12.50"))
                .body("items[1].detail.bankReference", equalTo("GW-1")));
    }

    @Test
    void notices_come_in_pages_and_are_read_up_to_one() {
        for (int i = 0; i < 5; i++) {
            rejectionHeld(id());
        }
        await().untilAsserted(() -> notices("").body("items", hasSize(5)));

        String next = notices("?limit=2")
                .body("items", hasSize(2))
                .body("next", notNullValue())
                .extract()
                .path("next");
        String third = notices("?limit=2&cursor=" + next)
                .body("items", hasSize(2))
                .extract()
                .path("items[0].id");
        String last = notices("?limit=2&cursor=" + next).extract().path("next");
        notices("?limit=2&cursor=" + last).body("items", hasSize(1)).body("next", nullValue());
        me().body("{\"upTo\": \"" + third + "\"}")
                .post("/v1/me/notices/read")
                .then()
                .body("marked", equalTo(3));
        me().body("{\"upTo\": \"" + third + "\"}")
                .post("/v1/me/notices/read")
                .then()
                .body("marked", equalTo(0));

        notices("?unread=true").body("items", hasSize(2)).body("unread", equalTo(2));
        me().post("/v1/me/notices/read").then().statusCode(200).body("marked", equalTo(2));
    }

    @Test
    void bad_pages_are_refused() {
        me().get("/v1/me/notices?cursor=nonsense").then().statusCode(400).body("code", equalTo("invalid-cursor"));
        me().get("/v1/me/notices?limit=0").then().statusCode(400).body("code", equalTo("invalid-request"));
    }

    @Test
    void a_notice_of_somebody_else_is_not_there() {
        rejectionHeld(id());
        await().untilAsserted(() -> notices("").body("items", hasSize(1)));
        String notice = notices("").extract().path("items[0].id");

        given().auth()
                .oauth2(TestTokens.worker(UUID.randomUUID()))
                .post("/v1/me/notices/{id}/read", notice)
                .then()
                .statusCode(404)
                .body("code", equalTo("notice-not-found"));

        assertThat(notices("").extract().<Integer>path("unread")).isEqualTo(1);
    }

    private void submitted(UUID event, int activeSeconds) {
        send(ASSIGNMENTS, job, event, """
                {"type": "assignment.submitted", "assignmentId": "%s", "jobId": "%s", "requesterId": "%s", "taskId": "%s", "workerId": "%s",
                 "activeSeconds": %d, "wallSeconds": 60, "submittedAt": "2026-11-22T10:00:00Z"}
                """.formatted(id(), job, id(), id(), worker, activeSeconds));
    }

    private void rejectionHeld(UUID assignment) {
        send(ASSIGNMENTS, job, UUID.randomUUID(), """
                {"type": "assignment.rejection-held", "assignmentId": "%s", "jobId": "%s", "requesterId": "%s", "taskId": "%s", "workerId": "%s",
                 "reason": "incomplete", "evidence": "two of three boxes are missing", "clause": "Mark every car.", "heldAt": "2026-11-22T10:00:00Z"}
                """.formatted(assignment, job, id(), id(), worker));
    }

    private void credited(String at, String minor) {
        send(EARNINGS, worker, UUID.randomUUID(), """
                {"type": "worker.credited", "workerId": "%s", "jobId": "%s", "assignmentId": "%s",
                 "amount": {"minor": "%s", "currency": "EUR"}, "creditedAt": "%s"}
                """.formatted(worker, job, id(), minor, at));
    }

    private void send(String topic, UUID key, UUID event, String json) {
        topics.send(topic, key.toString(), json, Map.of("ce_id", event.toString()));
    }

    private RequestSpecification me() {
        return given().auth().oauth2(TestTokens.worker(worker)).contentType(ContentType.JSON);
    }

    private ValidatableResponse notices(String query) {
        return me().get("/v1/me/notices" + query).then().statusCode(200);
    }

    private static UUID id() {
        return UUID.randomUUID();
    }
}
