package dev.groundwork.task.job;

import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** The same work has one base reward, wherever it is done. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class EqualPayTest {

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @Test
    void acceptance_vector_7_a_cheaper_variant_for_another_place_is_refused_with_the_ratio() {
        UUID dear = draft("25.00", "EUR", "US");
        publish(dear).statusCode(202);

        publish(draft("17.00", "EUR", "ES"))
                .statusCode(422)
                .body("code", equalTo("pay-gap-unjustified"))
                .body("ratio", equalTo("0.68"))
                .body("otherJobId", equalTo(dear.toString()))
                .body("otherReward", equalTo("25.00"))
                .body("detail", containsString("raise this one"));
        publish(draft("25.00", "EUR", "ES")).statusCode(202);
    }

    @Test
    void a_dearer_variant_waits_until_the_open_one_is_raised() {
        publish(draft("17.00", "EUR", "ES")).statusCode(202);

        publish(draft("25.00", "EUR", "US"))
                .statusCode(422)
                .body("code", equalTo("pay-gap-unjustified"))
                .body("ratio", equalTo("0.68"))
                .body("detail", containsString("raise the reward of that job first"));
    }

    @Test
    void currencies_are_compared_by_the_marketplaces_floor() {
        publish(draft("25.00", "USD", "US")).statusCode(202);

        // 25 dollars are 3.125 hours at 8.00, which are 23.25 at 7.44.
        publish(draft("18.50", "EUR", "ES")).statusCode(422).body("ratio", equalTo("0.80"));
        publish(draft("23.00", "EUR", "ES")).statusCode(202);
    }

    @Test
    void other_prices_for_the_same_places_and_for_other_work_are_nobodys_business() {
        publish(draft("25.00", "EUR", "US")).statusCode(202);

        publish(draft("17.00", "EUR", "US")).statusCode(202);
        publish(draft(UUID.randomUUID(), "Moods", "17.00", "EUR", "ES")).statusCode(202);
        UUID other = draft(requester, "Transcribe the names on these old ship lists", "17.00", "EUR", "ES");
        publish(other).statusCode(202);
    }

    private UUID draft(String amount, String currency, String place) {
        return draft(requester, "Moods", amount, currency, place);
    }

    private UUID draft(UUID whose, String title, String amount, String currency, String place) {
        jobs.floors();
        String body = TestJobs.newJob()
                .replace("\"Moods\"", '"' + title + '"')
                .replace("\"0.05\"", '"' + amount + '"')
                .replace("\"EUR\"", '"' + currency + '"')
                .replace("\"overlap\"", "\"places\": [\"" + place + "\"], \"overlap\"");
        UUID jobId = TestJobs.create(whose, body)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        owner = whose;
        TestJobs.upload(
                        whose,
                        jobId,
                        "application/x-ndjson",
                        "{\"externalId\": \"t1\", \"input\": {\"text\": \"text\"}}\n")
                .statusCode(200);
        return jobId;
    }

    /** Of the last draft: who publishes it. */
    private UUID owner = requester;

    private ValidatableResponse publish(UUID jobId) {
        return as(owner).post("/v1/jobs/{id}/publish", jobId).then();
    }
}
