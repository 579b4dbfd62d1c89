package dev.groundwork.task.worktime;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.as;
import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

/** A worker's own time: what they dispute of it, and what of it was paid. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TimeDisputeResourceTest {

    @Inject
    Market market;

    @Inject
    TestJobs database;

    @Inject
    TimeDisputes disputes;

    private final UUID adjudicator = Ids.next();

    /** {@return an assignment that took 250 seconds as measured, of 420 from claim to submission} */
    private String submitted(TestJob job, UUID worker) {
        var id = Market.claim(job, worker);
        Market.submit(id, worker);
        database.execute("""
                update assignment set claimed_at = submitted_at - interval '420 seconds', active_seconds = 250,
                       time_basis = 'MEASURED', measured_millis = 250000 where id = ?""", UUID.fromString(id));
        return id;
    }

    private static ValidatableResponse dispute(UUID worker, String assignment, long seconds) {
        return asWorker(worker)
                .contentType("application/json")
                .body("{\"claimedSeconds\": %d, \"reason\": \"I read the instructions on paper.\"}".formatted(seconds))
                .post("/v1/assignments/{id}/time-dispute", assignment)
                .then();
    }

    private ValidatableResponse decide(String dispute, String verb) {
        return as(TestTokens.withRoles(adjudicator, "adjudicator"))
                .contentType("application/json")
                .body("{\"note\": \"The instructions are 12 pages long.\"}")
                .post("/v1/time-disputes/{id}/{verb}", dispute, verb)
                .then();
    }

    @Nested
    class Claiming {

        @Test
        void more_than_passed_is_refused_by_rule() {
            var worker = market.worker();
            var id = submitted(market.open(terms()), worker);

            dispute(worker, id, 421)
                    .statusCode(422)
                    .body("code", equalTo("time-beyond-wall"))
                    .body("wallSeconds", equalTo(420))
                    .body("activeSeconds", equalTo(250));
            dispute(worker, id, 250).statusCode(422).body("code", equalTo("time-not-above-measured"));
            dispute(worker, id, 0).statusCode(400);
        }

        @Test
        void between_measured_and_passed_goes_to_a_person() {
            var worker = market.worker();
            var id = submitted(market.open(terms()), worker);

            String dispute = dispute(worker, id, 400)
                    .statusCode(201)
                    .body("state", equalTo("OPEN"))
                    .body("measuredSeconds", equalTo(250))
                    .body("timeBasis", equalTo("measured"))
                    .body("wallSeconds", equalTo(420))
                    .extract()
                    .path("id");

            dispute(worker, id, 410).statusCode(409).body("code", equalTo("time-disputed-already"));
            asWorker(worker).get("/v1/time-disputes").then().body("items.id", contains(dispute));
            as(TestTokens.withRoles(adjudicator, "operator"))
                    .queryParam("limit", 200)
                    .get("/v1/time-disputes")
                    .then()
                    .statusCode(200)
                    .body("items.id", hasItem(dispute));
            asWorker(market.worker()).get("/v1/time-disputes").then().body("items.id", not(hasItem(dispute)));
        }

        @Test
        void needs_a_submitted_assignment_of_ones_own_and_not_an_old_one() {
            var worker = market.worker();
            var job = market.open(terms());
            var id = submitted(job, worker);

            dispute(market.worker(), id, 400).statusCode(404).body("code", equalTo("assignment-not-found"));
            dispute(worker, Market.claim(job, worker), 400).statusCode(409).body("code", equalTo("not-submitted"));
            database.execute(
                    "update assignment set submitted_at = submitted_at - interval '31 days',"
                            + " claimed_at = claimed_at - interval '31 days' where id = ?",
                    UUID.fromString(id));
            dispute(worker, id, 400).statusCode(409).body("code", equalTo("time-dispute-too-late"));
        }
    }

    /** {@return an attempt with 30 seconds measured that ran out of the 420 that it had} */
    private String expired(TestJob job, UUID worker, String state) {
        var id = Market.claim(job, worker);
        database.execute("""
                update assignment set state = ?, claimed_at = now() - interval '480 seconds',
                       deadline_at = now() - interval '60 seconds', active_seconds = 30, time_basis = 'MEASURED',
                       measured_millis = 30000 where id = ?""", state, UUID.fromString(id));
        return id;
    }

    @Nested
    class OfAttemptsThatRanOut {

        @Test
        void time_up_to_the_deadline_may_be_claimed_as_it_is_paid() {
            var worker = market.worker();
            var job = market.open(terms());
            var id = expired(job, worker, "EXPIRED");

            dispute(worker, id, 421)
                    .statusCode(422)
                    .body("code", equalTo("time-beyond-wall"))
                    .body("wallSeconds", equalTo(420));
            String dispute = dispute(worker, id, 400)
                    .statusCode(201)
                    .body("measuredSeconds", equalTo(30))
                    .body("wallSeconds", equalTo(420))
                    .extract()
                    .path("id");
            decide(dispute, "accept").statusCode(200).body("creditedSeconds", equalTo(400));

            asWorker(worker)
                    .get("/v1/assignments/{id}", id)
                    .then()
                    .body("state", equalTo("EXPIRED"))
                    .body("activeSeconds", equalTo(400));
        }

        @Test
        void the_deadline_counts_before_the_clock_comes_by_and_for_thirty_days() {
            var worker = market.worker();
            var job = market.open(terms());

            dispute(worker, expired(job, worker, "CLAIMED"), 400).statusCode(201);
            dispute(worker, expired(job, worker, "RETURNED"), 400)
                    .statusCode(409)
                    .body("code", equalTo("not-submitted"));
            var id = expired(job, worker, "EXPIRED");
            database.execute(
                    "update assignment set deadline_at = deadline_at - interval '30 days' where id = ?",
                    UUID.fromString(id));
            dispute(worker, id, 400).statusCode(409).body("code", equalTo("time-dispute-too-late"));
        }
    }

    @Nested
    class Deciding {

        @Test
        void in_the_workers_favour_corrects_the_time_and_the_statistics_follow() {
            var worker = market.worker();
            var job = market.open(terms());
            var id = submitted(job, worker);
            String dispute = dispute(worker, id, 400).statusCode(201).extract().path("id");

            decide(dispute, "accept")
                    .statusCode(200)
                    .body("state", equalTo("ACCEPTED"))
                    .body("creditedSeconds", equalTo(400))
                    .body("measuredSeconds", equalTo(250))
                    .body("decidedBy", equalTo("person"))
                    .body("note", equalTo("The instructions are 12 pages long."));

            asWorker(worker)
                    .get("/v1/assignments/{id}", id)
                    .then()
                    .body("activeSeconds", equalTo(400))
                    .body("timeBasis", equalTo("corrected"));
            assertThat(database.text("select slowest_seconds from time_stat where requester_id = ?", job.requesterId()))
                    .isEqualTo("400");
            assertThat(database.texts("""
                            select decided_by from time_dispute where id = ?""", UUID.fromString(dispute))).containsExactly(adjudicator.toString());
            decide(dispute, "decline").statusCode(409).body("code", equalTo("time-dispute-decided"));
        }

        @Test
        void against_the_worker_leaves_what_was_measured() {
            var worker = market.worker();
            var id = submitted(market.open(terms()), worker);
            String dispute = dispute(worker, id, 400).statusCode(201).extract().path("id");

            decide(dispute, "decline")
                    .statusCode(200)
                    .body("state", equalTo("DECLINED"))
                    .body("creditedSeconds", equalTo(250));

            asWorker(worker).get("/v1/assignments/{id}", id).then().body("activeSeconds", equalTo(250));
        }

        @Test
        void is_not_for_the_parties_nor_for_anybody() {
            var worker = market.worker();
            var job = market.open(terms());
            String dispute = dispute(worker, submitted(job, worker), 400)
                    .statusCode(201)
                    .extract()
                    .path("id");

            for (var token : new String[] {
                TestTokens.withRoles(worker, "worker", "adjudicator"), TestTokens.worker(worker),
            }) {
                int status = as(token)
                        .contentType("application/json")
                        .body("{\"note\": \"mine\"}")
                        .post("/v1/time-disputes/{id}/accept", dispute)
                        .statusCode();
                assertThat(status).isIn(403, 404);
            }
            asRequester(job)
                    .contentType("application/json")
                    .body("{\"note\": \"no\"}")
                    .post("/v1/time-disputes/{id}/decline", dispute)
                    .then()
                    .statusCode(403);
            decide(Ids.next().toString(), "accept").statusCode(404).body("code", equalTo("time-dispute-not-found"));
            decide(dispute, "accept").statusCode(200);
        }

        @Test
        void by_nobody_in_fourteen_days_is_in_the_workers_favour() {
            var worker = market.worker();
            var id = submitted(market.open(terms()), worker);
            String dispute = dispute(worker, id, 400).statusCode(201).extract().path("id");
            disputes.acceptOverdue();
            asWorker(worker).get("/v1/assignments/{id}", id).then().body("activeSeconds", equalTo(250));

            database.execute(
                    "update time_dispute set due_at = due_at - interval '14 days' where id = ?",
                    UUID.fromString(dispute));
            disputes.acceptOverdue();

            asWorker(worker).get("/v1/assignments/{id}", id).then().body("activeSeconds", equalTo(400));
            asWorker(worker).get("/v1/time-disputes").then().body("items[0].decidedBy", equalTo("silence"));
        }
    }

    @Nested
    class Own {

        @Test
        void time_is_told_by_what_became_of_it() {
            var worker = market.worker();
            var job = market.open(terms().tasks(5, 1));
            var paid = submitted(job, worker);
            asRequester(job).post("/v1/assignments/{id}/approve", paid).then().statusCode(200);
            submitted(job, worker);
            var returned = Market.claim(job, worker);
            database.execute("update assignment set active_seconds = 50 where id = ?", UUID.fromString(returned));
            asWorker(worker)
                    .post("/v1/assignments/{id}/return", returned)
                    .then()
                    .statusCode(200);
            database.execute(
                    "update assignment set active_seconds = 33, state = 'EXPIRED' where id = ?",
                    UUID.fromString(Market.claim(job, worker)));

            asWorker(worker)
                    .get("/v1/me/time")
                    .then()
                    .statusCode(200)
                    .body("paidSeconds", equalTo(250))
                    .body("pendingSeconds", equalTo(250))
                    .body("returnedSeconds", equalTo(50))
                    .body("expiredSeconds", equalTo(33))
                    .body("rejectedSeconds", equalTo(0))
                    .body("unpaidSeconds", equalTo(83))
                    .body("unpaidAssignments", equalTo(2))
                    .body("unpaidShare", equalTo(0.2492f));
            asWorker(worker)
                    .queryParam("from", Instant.now().minus(Duration.ofDays(9)).toString())
                    .queryParam("until", Instant.now().minus(Duration.ofDays(2)).toString())
                    .get("/v1/me/time")
                    .then()
                    .body("paidSeconds", equalTo(0))
                    .body("unpaidShare", equalTo(0f));
        }

        @Test
        void time_is_asked_for_by_instants_in_order() {
            var worker = market.worker();

            asWorker(worker)
                    .queryParam("from", "yesterday")
                    .get("/v1/me/time")
                    .then()
                    .statusCode(400)
                    .body("errors.pointer", hasItem("/from"));
            asWorker(worker)
                    .queryParam("until", "2001-01-01T00:00:00Z")
                    .queryParam("from", "2002-01-01T00:00:00Z")
                    .get("/v1/me/time")
                    .then()
                    .statusCode(400)
                    .body("errors.size()", greaterThanOrEqualTo(1));
        }
    }
}
