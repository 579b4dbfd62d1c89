package dev.groundwork.payment.escrow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsHeld;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsRefused;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobPublishRequested;
import dev.groundwork.kit.event.EventJson;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.asRequester;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class KeyCapTest {

    private static final String KEY = "machine-1";

    /** Ten answers for 1.00 each: with fee and reserve 14.50 are held. */
    private static final int ANSWERS = 10;

    @Inject
    Scene scene;

    @Inject
    EventJson json;

    @Inject
    AdjustableClock clock;

    private final UUID requester = UUID.randomUUID();

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        scene.booksAreRight();
    }

    @Test
    void a_key_publishes_up_to_its_cap_and_others_are_not_bound_by_it() {
        scene.deposit(requester, 100_000);
        cap(KEY, "29.00").statusCode(200).body("used.amount", equalTo("0.00"));

        held(publishes(KEY));
        held(publishes(KEY));
        var refused = refused(publishes(KEY));
        held(publishes("machine-2"));
        held(publishes(null));

        assertThat(refused.code()).isEqualTo("key-cap-reached");
        assertThat(refused.detail()).contains("14.50 EUR", "machine-1", "29.00 EUR");
        used("29.00");
    }

    @Test
    void of_several_jobs_at_once_as_many_are_held_as_the_cap_lets_through() {
        scene.deposit(requester, 100_000);
        cap(KEY, "30.00").statusCode(200);

        var publications = List.of(publishes(KEY), publishes(KEY), publishes(KEY), publishes(KEY));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(scene.count(
                            FundsEvent.TOPIC, FundsHeld.class, held -> publications.contains(held.publicationId())))
                    .isEqualTo(2);
            assertThat(scene.count(
                            FundsEvent.TOPIC,
                            FundsRefused.class,
                            refused -> publications.contains(refused.publicationId())))
                    .isEqualTo(2);
        });
        used("29.00");
    }

    @Test
    void what_was_published_before_the_cap_counts_and_a_new_month_begins_anew() {
        scene.deposit(requester, 100_000);
        held(publishes(KEY));

        cap(KEY, "20.00").statusCode(200).body("used.amount", equalTo("14.50"));
        refused(publishes(KEY));
        cap(KEY, "29.00").statusCode(200);
        held(publishes(KEY));

        clock.advance(Duration.ofDays(32));
        used("0.00");
    }

    @Test
    void a_raise_counts_with_the_key_that_raises() {
        scene.deposit(requester, 100_000);
        cap(KEY, "20.00").statusCode(200);
        Job job = Job.of(requester, 100, ANSWERS);
        held(publishes(job, KEY));

        held(scene.wantsToRaise(job, 120, KEY));
        used("17.40");
        assertThat(refused(scene.wantsToRaise(job, 200, KEY)).code()).isEqualTo("key-cap-reached");
        used("17.40");
        held(scene.wantsToRaise(job, 200, "machine-2"));
        held(scene.wantsToRaise(job, 210));
        used("17.40");
    }

    @Test
    void a_key_cannot_spend_beyond_its_cap_by_raising_what_others_published() {
        scene.deposit(requester, 100_000);
        cap(KEY, "4.00").statusCode(200);
        Job job = Job.of(requester, 100, ANSWERS);
        held(publishes(job, "machine-2"));

        held(scene.wantsToRaise(job, 120, KEY));
        used("2.90");
        var refused = refused(scene.wantsToRaise(job, 130, KEY));

        assertThat(refused.code()).isEqualTo("key-cap-reached");
        assertThat(refused.detail()).contains("1.45 EUR", "machine-1", "4.00 EUR");
        used("2.90");
    }

    @Test
    void a_job_that_lacks_money_uses_nothing_of_the_cap() {
        scene.deposit(requester, 100);
        cap(KEY, "29.00").statusCode(200);

        assertThat(refused(publishes(KEY)).code()).isEqualTo("insufficient-funds");

        used("0.00");
    }

    @Test
    void only_owners_cap_and_only_their_own_keys() {
        cap(KEY, "29.00").statusCode(200);
        Scene.as(TestTokens.requesterEditor(requester))
                .body("{\"perMonth\":{\"amount\":\"1.00\",\"currency\":\"EUR\"}}")
                .put("/v1/key-caps/" + KEY)
                .then()
                .statusCode(403);
        asRequester(UUID.randomUUID()).get("/v1/key-caps").then().body("items", empty());
        asRequester(UUID.randomUUID())
                .delete("/v1/key-caps/" + KEY + "?currency=EUR")
                .then()
                .statusCode(404)
                .body("code", equalTo("key-cap-not-found"));
        asRequester(requester)
                .delete("/v1/key-caps/" + KEY + "?currency=EUR")
                .then()
                .statusCode(204);
        asRequester(requester).get("/v1/key-caps").then().body("items", empty());
        cap(KEY, "-1.00").statusCode(400);
    }

    private ValidatableResponse cap(String key, String amount) {
        return asRequester(requester)
                .body("{\"perMonth\":{\"amount\":\"%s\",\"currency\":\"EUR\"}}".formatted(amount))
                .put("/v1/key-caps/" + key)
                .then();
    }

    private void used(String amount) {
        asRequester(requester).get("/v1/key-caps").then().body("items[0].used.amount", equalTo(amount));
    }

    /** {@return the id of the attempt} */
    private UUID publishes(@Nullable String key) {
        return publishes(Job.of(requester, 100, ANSWERS), key);
    }

    private UUID publishes(Job job, @Nullable String key) {
        var publication = UUID.randomUUID();
        scene.send(
                JobEvent.TOPIC,
                job.id(),
                json.write(new JobPublishRequested(
                        job.id(),
                        requester,
                        publication,
                        "Test job",
                        job.reward(),
                        job.assignments(),
                        Instant.now(),
                        key)),
                UUID.randomUUID());
        return publication;
    }

    private void held(UUID publication) {
        scene.hear(
                FundsEvent.TOPIC, FundsHeld.class, held -> held.publicationId().equals(publication));
    }

    private FundsRefused refused(UUID publication) {
        return scene.hear(FundsEvent.TOPIC, FundsRefused.class, refused -> refused.publicationId()
                .equals(publication));
    }
}
