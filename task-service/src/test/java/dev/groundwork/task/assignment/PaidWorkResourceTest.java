package dev.groundwork.task.assignment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** What is to be paid, told in sums to those who audit. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PaidWorkResourceTest {

    @Inject
    Market market;

    @Inject
    AdjustableClock clock;

    private final String finance = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void counts_what_is_approved_or_rejected_with_pay_and_nothing_else() throws Exception {
        var before = market.open(terms());
        var job = market.open(terms().tasks(6, 1));
        var approved = answered(job);
        asRequester(job).post("/v1/assignments/{id}/approve", approved).then().statusCode(200);
        reject(job, answered(job), "FRAUD");
        var inFull = answered(job);
        reject(job, inFull, "TASK_FAULTY");
        clock.advance(Duration.ofDays(14).plusMinutes(1));
        await().until(() -> Long.valueOf(2).equals(market.counters(job).get("rejected")));
        answered(job);
        claim(job, market.worker());

        var sums = Market.as(finance)
                .queryParam("cursor", Cursor.encode(before.id()))
                .queryParam("limit", 1)
                .get("/v1/paid-work")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(sums.getList("items.jobId")).containsExactly(job.id().toString());
        assertThat(sums.getString("items[0].currency")).isEqualTo("EUR");
        assertThat(sums.getLong("items[0].assignments")).isEqualTo(2);
        assertThat(sums.getString("items[0].minor")).isEqualTo("10");
        assertThat(sums.getString("items[0].hash"))
                .isEqualTo(Long.toString(hash(approved + "=5") + hash(inFull + "=5")));
    }

    @Test
    void a_page_of_jobs_without_paid_work_is_empty_and_not_the_last() {
        var before = market.open(terms());
        var idle = market.open(terms());
        market.open(terms());

        var page = Market.as(finance)
                .queryParam("cursor", Cursor.encode(before.id()))
                .queryParam("limit", 1)
                .get("/v1/paid-work")
                .jsonPath();

        assertThat(page.getList("items")).isEmpty();
        assertThat(page.getString("next")).isEqualTo(Cursor.encode(idle.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"requester", "worker", "adjudicator"})
    void is_for_finance_and_operators_alone(String role) {
        Market.as(TestTokens.withRoles(UUID.randomUUID(), role))
                .get("/v1/paid-work")
                .then()
                .statusCode(403);
    }

    @Test
    void refuses_a_cursor_of_another_list() {
        Market.as(finance)
                .queryParam("cursor", "abc")
                .get("/v1/paid-work")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    private String answered(TestJob job) {
        var worker = market.worker();
        var id = claim(job, worker);
        Market.submit(id, worker);
        return id;
    }

    private static void reject(TestJob job, String id, String reason) {
        asRequester(job)
                .contentType("application/json")
                .body("""
                        {"reason": "%s", "evidence": "It barks.", "items": ["/label"], "clause": "2: dogs"}
                        """.formatted(reason))
                .post("/v1/assignments/{id}/reject", id)
                .then()
                .statusCode(200);
    }

    /** As the API describes it. */
    private static long hash(String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        return Long.parseLong(HexFormat.of().formatHex(digest).substring(0, 15), 16);
    }
}
