package dev.groundwork.task.appeal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.assignment.AssignmentClock;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class AppealResourceTest {

    private static final String REASON = "{\"reason\": \"It mews in the original.\"}";

    @Inject
    Market market;

    @Inject
    AdjustableClock clock;

    @Inject
    AssignmentClock assignmentClock;

    @Inject
    ObjectMapper json;

    private final String adjudicator = TestTokens.withRoles(UUID.randomUUID(), "adjudicator");

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private record Rejected(TestJob job, UUID worker, String id) {}

    private Rejected rejected(String reason) {
        var job = market.open(terms());
        var worker = market.worker();
        var id = claim(job, worker);
        Market.submit(id, worker);
        asRequester(job)
                .contentType("application/json")
                .body("""
                        {"reason": "%s", "evidence": "It barks.", "items": ["/label"], "clause": "2: dogs", "note": "Acme thanks."}
                        """.formatted(reason))
                .post("/v1/assignments/{id}/reject", id)
                .then()
                .statusCode(200);
        return new Rejected(job, worker, id);
    }

    private ValidatableResponse appeal(Rejected it) {
        return asWorker(it.worker())
                .contentType("application/json")
                .body(REASON)
                .post("/v1/assignments/{id}/appeal", it.id())
                .then();
    }

    /** Files an appeal; {@return its id, as adjudicators know it} */
    private UUID appealed(Rejected it) {
        appeal(it).statusCode(200).body("state", equalTo("APPEALED")).body("rulingDueAt", notNullValue());
        return market.uuid("select id from appeal where assignment_id = ?", UUID.fromString(it.id()));
    }

    private ValidatableResponse act(UUID appeal, String verb, String body) {
        return Market.as(adjudicator)
                .contentType("application/json")
                .body(body)
                .post("/v1/appeals/{id}/" + verb, appeal)
                .then();
    }

    private ValidatableResponse rule(UUID appeal, String ruling) {
        return act(appeal, "ruling", "{\"ruling\": \"%s\", \"reason\": \"The text says so.\"}".formatted(ruling));
    }

    @Test
    void is_judged_blind_and_overturned_in_favour_of_the_worker() {
        var it = rejected("FRAUD");
        var appeal = appealed(it);

        Market.as(adjudicator)
                .get("/v1/appeals?limit=200")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(appeal.toString()));
        String before = Market.as(adjudicator)
                .get("/v1/appeals/{id}", appeal)
                .then()
                .statusCode(200)
                .body("input.text", equalTo("It barks."))
                .body("instructions.short.en", equalTo("Say which animal it is."))
                .body("clause", equalTo("2: dogs"))
                .body("outcome", equalTo("UNPAID"))
                .body("shown", nullValue())
                .extract()
                .asString();
        String after = act(appeal, "judgement", "{\"answer\": {\"label\": \"dog\"}}")
                .statusCode(200)
                .body("ownAnswer.label", equalTo("dog"))
                .body("agrees", equalTo(false))
                .body("shown.answer.label", equalTo("cat"))
                .body("shown.evidence", equalTo("It barks."))
                .body("shown.appeal", equalTo("It mews in the original."))
                .extract()
                .asString();
        rule(appeal, "OVERTURNED").statusCode(204);

        assertThat(before).doesNotContain("cat\"}", "It mews", "Acme");
        for (String shown : new String[] {before, after}) {
            assertThat(shown)
                    .doesNotContain(
                            "Acme",
                            it.id(),
                            it.worker().toString(),
                            it.job().id().toString(),
                            it.job().requesterId().toString());
        }
        asWorker(it.worker())
                .get("/v1/assignments/{id}", it.id())
                .then()
                .body("state", equalTo("APPROVED"))
                .body("pay", equalTo("EARNED"))
                .body("finalBy", equalTo("adjudicator"))
                .body("ruling", equalTo("The text says so."));
        assertThat(market.counters(it.job())).containsEntry("approved", 1L).containsEntry("rejection_held", 0L);
        assertThat(market.number(
                        "select overturned from job_progress where job_id = ?",
                        it.job().id()))
                .isEqualTo(1);
        Market.as(adjudicator).get("/v1/appeals/{id}", appeal).then().statusCode(404);
    }

    @Test
    void upheld_and_unpaid_it_is_in_no_export_and_its_slot_is_open_again() {
        var it = rejected("FRAUD");
        var appeal = appealed(it);
        act(appeal, "reveal", "")
                .statusCode(200)
                .body("shown.answer.label", equalTo("cat"))
                .body("ownAnswer", nullValue());

        rule(appeal, "UPHELD").statusCode(204);

        asWorker(it.worker())
                .get("/v1/assignments/{id}", it.id())
                .then()
                .body("state", equalTo("REJECTED"))
                .body("pay", equalTo("UNPAID"));
        asRequester(it.job())
                .get("/v1/jobs/{id}/exports/answers.jsonl", it.job().id())
                .then()
                .statusCode(200)
                .body(not(containsString(it.id())));
        asRequester(it.job()).get("/v1/jobs/{id}/results", it.job().id()).then().body("items[0].answers", equalTo(0));
        assertThat(market.counters(it.job())).containsEntry("rejected", 1L).containsEntry("slots", 3L);
        // Somebody else gets the task, before fresh ones; the worker does not get it again.
        asWorker(market.worker())
                .post("/v1/jobs/{id}/claims", it.job().id())
                .then()
                .statusCode(201)
                .body("items[0].externalId", equalTo("x1"));
    }

    @Test
    void without_a_ruling_in_a_fortnight_the_worker_is_right() {
        var it = rejected("FRAUD");
        var appeal = appealed(it);
        act(appeal, "reveal", "").statusCode(200);

        clock.advance(Duration.ofDays(14).minusMinutes(5));
        assignmentClock.ring();
        asWorker(it.worker()).get("/v1/assignments/{id}", it.id()).then().body("state", equalTo("APPEALED"));
        clock.advance(Duration.ofMinutes(6));
        rule(appeal, "UPHELD").statusCode(409).body("code", equalTo("ruling-too-late"));

        await().untilAsserted(() -> asWorker(it.worker())
                .get("/v1/assignments/{id}", it.id())
                .then()
                .body("state", equalTo("APPROVED"))
                .body("finalBy", equalTo("no-ruling")));
        assertThat(market.number("select count(*) from appeal where id = ? and closed_at is null", appeal))
                .isZero();
        rule(appeal, "UPHELD").statusCode(409).body("code", equalTo("ruling-too-late"));
    }

    @Test
    void without_an_appeal_in_a_fortnight_the_rejection_comes_to_its_outcome() {
        var unpaid = rejected("FRAUD");
        var paid = rejected("WRONG_ANSWER");
        var full = rejected("TASK_FAULTY");

        clock.advance(Duration.ofDays(14).plusMinutes(1));

        await().untilAsserted(() -> {
            for (var it : Map.of(unpaid, "UNPAID", paid, "EARNED_IN_PART", full, "EARNED")
                    .entrySet()) {
                asWorker(it.getKey().worker())
                        .get("/v1/assignments/{id}", it.getKey().id())
                        .then()
                        .body("state", equalTo("REJECTED"))
                        .body("finalBy", equalTo("no-appeal"))
                        .body("pay", equalTo(it.getValue()));
            }
        });
        appeal(unpaid).statusCode(409).body("code", equalTo("appeal-too-late"));
        assertThat(market.counters(unpaid.job())).containsEntry("slots", 3L);
        assertThat(market.counters(paid.job())).containsEntry("slots", 2L);
        asRequester(full.job())
                .get("/v1/jobs/{id}/exports/answers.jsonl", full.job().id())
                .then()
                .body(containsString(full.id()));
    }

    @Test
    void happens_once_and_only_to_the_own_rejected_answer() {
        var it = rejected("FRAUD");
        appeal(new Rejected(it.job(), market.worker(), it.id()))
                .statusCode(404)
                .body("code", equalTo("assignment-not-found"));
        appealed(it);

        appeal(it).statusCode(409).body("code", equalTo("already-appealed"));
        var job = market.open(terms());
        var worker = market.worker();
        var id = claim(job, worker);
        appeal(new Rejected(job, worker, id)).statusCode(409).body("code", equalTo("nothing-to-appeal"));
        asWorker(it.worker())
                .contentType("application/json")
                .body("{\"reason\": \" \"}")
                .post("/v1/assignments/{id}/appeal", it.id())
                .then()
                .statusCode(400);
    }

    @Test
    void is_not_there_for_people_of_the_requester_and_for_the_worker() {
        var it = rejected("FRAUD");
        var appeal = appealed(it);

        for (String involved : new String[] {
            TestTokens.adjudicatorOf(it.job().requesterId()), TestTokens.withRoles(it.worker(), "worker", "adjudicator")
        }) {
            Market.as(involved)
                    .get("/v1/appeals?limit=200")
                    .then()
                    .statusCode(200)
                    .body("items.id", not(hasItem(appeal.toString())));
            Market.as(involved)
                    .post("/v1/appeals/{id}/reveal", appeal)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("appeal-not-found"));
        }
        Market.as(TestTokens.adjudicatorOf(UUID.randomUUID()))
                .get("/v1/appeals/{id}", appeal)
                .then()
                .statusCode(200);
        asRequester(it.job()).get("/v1/appeals/{id}", appeal).then().statusCode(403);
    }

    @Test
    void an_independent_answer_comes_before_the_workers_is_seen_and_a_ruling_after() {
        var appeal = appealed(rejected("FRAUD"));

        rule(appeal, "UPHELD").statusCode(409).body("code", equalTo("answer-not-seen"));
        act(appeal, "judgement", "{\"answer\": {\"label\": \"horse\"}}")
                .statusCode(422)
                .body("code", equalTo("answer-invalid"));
        act(appeal, "reveal", "").statusCode(200);
        act(appeal, "judgement", "{\"answer\": {\"label\": \"dog\"}}")
                .statusCode(409)
                .body("code", equalTo("answer-already-seen"));
        act(appeal, "ruling", "{\"ruling\": \"UPHELD\", \"reason\": \"\"}").statusCode(400);
        rule(appeal, "UPHELD").statusCode(204);
        rule(appeal, "OVERTURNED").statusCode(409).body("code", equalTo("already-ruled"));
    }

    @Test
    void every_step_is_told_to_the_other_services() {
        var overturned = rejected("FRAUD");
        var upheld = rejected("WRONG_ANSWER");
        for (var it : Map.of(overturned, "OVERTURNED", upheld, "UPHELD").entrySet()) {
            var appeal = appealed(it.getKey());
            act(appeal, "reveal", "").statusCode(200);
            rule(appeal, it.getValue()).statusCode(204);
        }

        var told = new ArrayList<String>();
        try (var topics = new TestTopics()) {
            await().untilAsserted(() -> {
                for (var record : topics.poll("task.assignment.v1")) {
                    JsonNode event = json.readTree(record.value());
                    var id = event.path("assignmentId").asText();
                    if (id.equals(overturned.id()) || id.equals(upheld.id())) {
                        told.add(event.path("type").asText() + " " + id
                                + event.path("payable").path("minor").asText());
                    }
                }
                assertThat(told)
                        .containsExactlyInAnyOrder(
                                "assignment.submitted " + overturned.id(),
                                "assignment.rejection-held " + overturned.id() + "0",
                                "assignment.appealed " + overturned.id(),
                                "assignment.overturned " + overturned.id(),
                                "assignment.submitted " + upheld.id(),
                                "assignment.rejection-held " + upheld.id() + "1",
                                "assignment.appealed " + upheld.id(),
                                "assignment.rejected " + upheld.id() + "1");
            });
        }
    }
}
