package dev.groundwork.task.draft;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class DraftResourceTest {

    @Inject
    Market market;

    @Inject
    Drafts drafts;

    @Inject
    AgroalDataSource database;

    private static ValidatableResponse save(UUID worker, String assignment, int revision, String answer) {
        return asWorker(worker)
                .contentType("application/json")
                .body("{\"revision\": %d, \"answer\": %s}".formatted(revision, answer))
                .put("/v1/assignments/{id}/draft", assignment)
                .then();
    }

    private static ValidatableResponse read(UUID worker, String assignment) {
        return asWorker(worker).get("/v1/assignments/{id}/draft", assignment).then();
    }

    private long kept(String assignment) {
        return market.number("select count(*) from answer_draft where assignment_id = ?", UUID.fromString(assignment));
    }

    @Test
    void an_unfinished_answer_is_there_on_another_device_and_for_nobody_else() {
        var worker = market.worker();
        var assignment = Market.claim(market.open(terms()), worker);
        read(worker, assignment).statusCode(404).body("code", equalTo("draft-not-found"));

        save(worker, assignment, 0, "{\"label\": \"half a word\"}")
                .statusCode(200)
                .body("revision", equalTo(1));
        save(worker, assignment, 1, "{\"z\": 1, \"a\": [1.50]}").statusCode(200).body("revision", equalTo(2));

        read(worker, assignment)
                .statusCode(200)
                .body("revision", equalTo(2))
                .body("answer.a[0]", equalTo(1.5f))
                .body("answer.z", equalTo(1));
        var other = market.worker();
        read(other, assignment).statusCode(404).body("code", equalTo("draft-not-found"));
        save(other, assignment, 2, "{}").statusCode(404).body("code", equalTo("assignment-not-found"));
    }

    @Test
    void a_draft_that_does_not_follow_the_kept_one_is_refused_and_told_which_it_is() {
        var worker = market.worker();
        var assignment = Market.claim(market.open(terms()), worker);
        save(worker, assignment, 3, "{}").statusCode(409).body("revision", equalTo(0));
        save(worker, assignment, 0, "{\"label\": \"phone\"}").statusCode(200);

        save(worker, assignment, 0, "{\"label\": \"desk\"}")
                .statusCode(409)
                .body("code", equalTo("draft-changed"))
                .body("revision", equalTo(1));

        read(worker, assignment).body("answer.label", equalTo("phone"));
    }

    @Test
    void what_is_too_large_stays_on_the_device() {
        var worker = market.worker();
        var assignment = Market.claim(market.open(terms()), worker);

        save(worker, assignment, 0, "{\"label\": \"" + "é".repeat(128 * 1024) + "\"}")
                .statusCode(413)
                .body("code", equalTo("too-large"));

        assertThat(kept(assignment)).isZero();
    }

    @Test
    void a_draft_goes_with_the_claim_and_none_comes_after_it() {
        var worker = market.worker();
        var job = market.open(terms());
        var submitted = Market.claim(job, worker);
        var returned = Market.claim(job, worker);
        save(worker, submitted, 0, "{}").statusCode(200);
        save(worker, returned, 0, "{}").statusCode(200);

        Market.submit(submitted, worker);
        asWorker(worker).post("/v1/assignments/{id}/return", returned).then().statusCode(200);

        assertThat(kept(submitted)).isZero();
        assertThat(kept(returned)).isZero();
        read(worker, submitted).statusCode(404);
        save(worker, submitted, 0, "{}").statusCode(409).body("code", equalTo("assignment-not-in-hand"));
        save(worker, returned, 0, "{}").statusCode(409).body("code", equalTo("assignment-not-in-hand"));
    }

    @Test
    void a_draft_waits_for_nobody_who_writes_the_assignment() throws SQLException {
        var worker = market.worker();
        var assignment = Market.claim(market.open(terms()), worker);

        Transactions.call(database, tx -> {
            try (var lock = tx.prepareStatement("select from assignment where id = ? for no key update")) {
                lock.setObject(1, UUID.fromString(assignment));
                lock.execute();
                save(worker, assignment, 0, "{}").statusCode(200);
                return true;
            }
        });

        assertThat(kept(assignment)).isOne();
    }

    @Test
    void what_was_saved_in_the_moment_in_which_the_claim_ended_is_read_by_nobody_and_swept() {
        var worker = market.worker();
        var job = market.open(terms());
        var submitted = Market.claim(job, worker);
        var inHand = Market.claim(job, worker);
        save(worker, inHand, 0, "{}").statusCode(200);
        Market.submit(submitted, worker);
        market.execute(
                "insert into answer_draft (assignment_id, revision, answer, saved_at) values (?, 1, '{}', now())",
                UUID.fromString(submitted));

        read(worker, submitted).statusCode(404).body("code", equalTo("draft-not-found"));
        drafts.sweep();

        assertThat(kept(submitted)).isZero();
        assertThat(kept(inHand)).isOne();
    }

    @Test
    void after_the_deadline_nothing_is_kept_any_more() {
        var worker = market.worker();
        var assignment = Market.claim(market.open(terms()), worker);
        market.execute(
                "update assignment set deadline_at = ? where id = ?",
                Instant.now().minusSeconds(60),
                UUID.fromString(assignment));

        save(worker, assignment, 0, "{}").statusCode(409).body("code", equalTo("assignment-not-in-hand"));
    }
}
