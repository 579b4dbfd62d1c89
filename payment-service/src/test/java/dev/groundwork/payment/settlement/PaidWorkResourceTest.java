package dev.groundwork.payment.settlement;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;

/** What was paid, told in sums to those who audit. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PaidWorkResourceTest {

    @Inject
    Scene scene;

    private final String finance = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    /** A rejected answer is paid for its time: the reward and, of the same posting, what is above it. */
    @Test
    void counts_each_paid_assignment_once_with_all_that_it_got() throws Exception {
        Job job = Job.of(scene.requesterWith(10_000), 5, 30);
        scene.isFunded(job);
        UUID worker = UUID.randomUUID();
        var approved = scene.approves(job, worker);
        scene.say(approved, UUID.randomUUID());
        var rejected = new AssignmentRejected(
                UUID.randomUUID(),
                job.id(),
                job.requesterId(),
                UUID.randomUUID(),
                worker,
                "WRONG_ANSWER",
                "FLOOR_PAY",
                new Amount("7", "EUR"),
                job.reward(),
                17,
                "no-appeal",
                null,
                Instant.now());
        scene.say(job, rejected);
        scene.topsUp(job, worker, 3);
        scene.hasEarned(worker, "0.15");

        JsonPath sums = sumsOf(job);

        assertThat(sums.getList("items.jobId")).containsExactly(job.id().toString());
        assertThat(sums.getString("items[0].currency")).isEqualTo("EUR");
        assertThat(sums.getLong("items[0].assignments")).isEqualTo(2);
        assertThat(sums.getString("items[0].minor")).isEqualTo("12");
        assertThat(sums.getString("items[0].hash"))
                .isEqualTo(Long.toString(hash(approved.assignmentId() + "=5") + hash(rejected.assignmentId() + "=7")));
    }

    @Test
    void says_nothing_of_a_job_that_only_has_money() {
        Job job = Job.of(scene.requesterWith(10_000), 5, 30);
        scene.isFunded(job);

        assertThat(sumsOf(job).getList("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"requester", "worker", "adjudicator"})
    void is_for_finance_and_operators_alone(String role) {
        as(TestTokens.withRoles(UUID.randomUUID(), role))
                .get("/v1/audit/paid-work")
                .then()
                .statusCode(403);
    }

    private JsonPath sumsOf(Job job) {
        UUID before = new UUID(job.id().getMostSignificantBits(), job.id().getLeastSignificantBits() - 1);
        return as(finance)
                .queryParam("cursor", Cursor.encode(before))
                .queryParam("limit", 1)
                .get("/v1/audit/paid-work")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** As the API describes it. */
    private static long hash(String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        return Long.parseLong(HexFormat.of().formatHex(digest).substring(0, 15), 16);
    }
}
