package dev.groundwork.task.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
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
    void one_of_two_open_variants_is_raised_only_while_the_other_takes_no_claims() {
        UUID us = open("17.00", "US");
        UUID es = open("17.00", "ES");

        raise(us, "25.00")
                .statusCode(422)
                .body("code", equalTo("pay-gap-unjustified"))
                .body("ratio", equalTo("0.68"))
                .body("otherJobId", equalTo(es.toString()))
                .body("detail", containsString("pause that job, raise both to the same, and resume it"));
        ask(es, "pause").statusCode(200);
        raise(us, "25.00").statusCode(202);
        // What is asked for counts as much as what is held.
        ask(es, "resume").statusCode(422).body("ratio", equalTo("0.68"));
        raiseIsHeld(us);
        ask(es, "resume")
                .statusCode(422)
                .body("code", equalTo("pay-gap-unjustified"))
                .body("otherReward", equalTo("25.00"))
                .body("detail", containsString("raise this one to that"));
        raise(es, "20.00").statusCode(422).body("ratio", equalTo("0.80"));

        raise(es, "25.00").statusCode(202);
        raiseIsHeld(es);
        ask(es, "resume").statusCode(200).body("state", equalTo("OPEN"));
    }

    @Test
    void a_paused_job_goes_on_only_once_its_raise_is_settled() {
        UUID us = open("17.00", "US");
        open("17.00", "ES");
        ask(us, "pause").statusCode(200);
        raise(us, "25.00").statusCode(202);

        ask(us, "resume").statusCode(409).body("code", equalTo("raise-pending"));

        raiseIsHeld(us);
        ask(us, "resume").statusCode(422).body("code", equalTo("pay-gap-unjustified"));
    }

    @Test
    void the_cheaper_of_two_open_variants_may_always_be_raised() {
        UUID dear = open("17.00", "US");
        UUID cheap = open("17.00", "ES");
        // As it may have come about before raises were compared.
        jobs.execute("update job set reward_minor = 2500 where id = ?", dear);

        raise(dear, "26.00").statusCode(422).body("ratio", equalTo("0.65"));
        raise(cheap, "26.00").statusCode(422).body("ratio", equalTo("0.96"));
        raise(cheap, "20.00").statusCode(202);
        raiseIsHeld(cheap);
        raise(cheap, "25.00").statusCode(202);
    }

    @Test
    void an_underpaid_job_stays_paused_when_its_variant_pays_more_by_the_time_its_raise_is_held() {
        UUID us = open("17.00", "US");
        UUID es = open("17.00", "ES");
        jobs.execute("update job set state = 'PAUSED', state_reason = 'underpaid' where id = ?", es);
        raise(es, "20.00").statusCode(202);
        raise(us, "25.00").statusCode(202);
        raiseIsHeld(us);

        raiseIsHeld(es);

        ask(es, "resume").statusCode(422).body("ratio", equalTo("0.80"));
        raise(es, "25.00").statusCode(202);
        raiseIsHeld(es);
        jobs.awaitState(es, "OPEN");
    }

    @Test
    void of_variants_at_different_pay_that_are_published_at_once_one_is() throws Exception {
        var drafts = List.of(
                draft("17.00", "EUR", "ES"),
                draft("19.00", "EUR", "FR"),
                draft("22.00", "EUR", "PT"),
                draft("25.00", "EUR", "US"));
        List<Callable<Integer>> publishers = new ArrayList<>();
        drafts.forEach(jobId -> publishers.add(
                () -> as(requester).post("/v1/jobs/{id}/publish", jobId).statusCode()));

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(publishers.size())) {
            for (Future<Integer> publisher : threads.invokeAll(publishers)) {
                statuses.add(publisher.get());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(202, 422, 422, 422);
    }

    @Test
    void currencies_are_compared_by_the_marketplaces_floor() {
        publish(draft("25.00", "USD", "US")).statusCode(202);

        // 25 dollars are 3.125 hours at 8.00, which are 23.25 at 7.44.
        publish(draft("18.50", "EUR", "ES")).statusCode(422).body("ratio", equalTo("0.80"));
        publish(draft("23.00", "EUR", "ES")).statusCode(202);
    }

    @Test
    void the_same_work_in_another_language_has_the_same_base_reward() {
        publish(in("en", "Write an answer to the question", "25.00")).statusCode(202);

        publish(in("ca", "Escriu una resposta a la pregunta", "17.00"))
                .statusCode(422)
                .body("code", equalTo("pay-gap-unjustified"))
                .body("ratio", equalTo("0.68"));
        publish(in("ca", "Escriu una resposta a la pregunta", "25.00")).statusCode(202);
    }

    @Test
    void a_language_is_named_by_its_tag() {
        jobs.floors();
        TestJobs.create(
                        requester,
                        TestJobs.newJob().replace("\"overlap\"", "\"languages\": [\"pt-br\", \"ca\"], \"overlap\""))
                .statusCode(201)
                .body("languages", contains("ca", "pt-BR"));
        TestJobs.create(
                        requester,
                        TestJobs.newJob()
                                .replace("\"overlap\"", "\"languages\": [\"ca\", \"Catalan!\", \"qq\"], \"overlap\""))
                .statusCode(400)
                .body("errors.pointer", contains("/languages/1", "/languages/2"));
    }

    private UUID in(String language, String title, String amount) {
        jobs.floors();
        UUID jobId = TestJobs.create(
                        requester,
                        TestJobs.newJob()
                                .replace("Moods", title)
                                .replace("0.05", amount)
                                .replace("\"overlap\"", "\"languages\": [\"" + language + "\"], \"overlap\""))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        TestJobs.upload(
                        requester,
                        jobId,
                        "application/x-ndjson",
                        "{\"externalId\": \"t1\", \"input\": {\"text\": \"text\"}}\n")
                .statusCode(200);
        return jobId;
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

    private UUID open(String amount, String place) {
        UUID jobId = draft(amount, "EUR", place);
        publish(jobId).statusCode(202);
        jobs.answerAboutFunds(jobs.held(jobId, requester));
        jobs.awaitState(jobId, "OPEN");
        return jobId;
    }

    private ValidatableResponse ask(UUID jobId, String act) {
        return as(requester).post("/v1/jobs/{id}/" + act, jobId).then();
    }

    private ValidatableResponse raise(UUID jobId, String amount) {
        return as(requester)
                .contentType(ContentType.JSON)
                .body("{\"reward\": {\"amount\": \"%s\", \"currency\": \"EUR\"}}".formatted(amount))
                .post("/v1/jobs/{id}/reward", jobId)
                .then();
    }

    private void raiseIsHeld(UUID jobId) {
        String raiseId = jobs.text("select raise_id from job where id = ?", jobId);
        jobs.answerAboutFunds(
                jobs.held(jobId, requester).replace(jobs.publicationOf(jobId).toString(), raiseId));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jobs.text("select raise_id from job where id = ?", jobId))
                        .isEqualTo("null"));
    }
}
