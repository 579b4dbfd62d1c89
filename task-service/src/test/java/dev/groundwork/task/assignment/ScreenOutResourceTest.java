package dev.groundwork.task.assignment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** Workers who find that a job is not for them: paid for finding out, and no part of what the job comes to. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ScreenOutResourceTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Nobody who does not speak the dialect can say what the words are. */
    private static final String JOB = """
            {"title": "Dialects", "reward": {"amount": "0.05", "currency": "EUR"}, "timeEstimate": "PT15S", %s
             "spec": {"spec": "task/1",
              "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
              "output": {"type": "object", "required": ["label", "dialect"],
                         "properties": {"label": {"type": "string", "enum": ["cat", "dog"], "x-kind": "choice"},
                                        "dialect": {"type": "string", "enum": ["mine", "foreign"], "x-kind": "choice"}}},
              "screenOut": {"output": "dialect", "values": ["foreign"]}}}
            """;

    private static final String ANSWER =
            "{\"answer\": {\"dialect\": \"mine\", \"label\": \"cat\"}, \"activeSeconds\": 9}";
    private static final String SCREENING = "{\"answer\": {\"dialect\": \"foreign\"}, \"activeSeconds\": 12}";

    @Inject
    TestJobs jobs;

    @Inject
    Market market;

    @Inject
    ObjectMapper json;

    @Inject
    AdjustableClock clock;

    private final UUID requester = Ids.next();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void is_paid_at_the_floor_and_the_slot_is_another_workers() throws Exception {
        var job = open("\"screenOuts\": 1,", "", 1);
        var stranger = market.worker();
        var assignment = claim(job, stranger);
        clock.advance(Duration.ofSeconds(20));

        submit(assignment, stranger, SCREENING)
                .statusCode(200)
                .body("state", equalTo("SCREENED_OUT"))
                // 9.37 an hour for 12 s is 3.1 cents.
                .body("pay.amount", equalTo("0.04"))
                .body("activeSeconds", equalTo(12))
                .body("submittedAt", nullValue());

        assertThat(counters(job)).isEqualTo(Map.of("claimed", 0L, "submitted", 0L, "screened_out", 1L, "slots", 1L));
        asWorker(stranger)
                .get("/v1/assignments/{id}", assignment)
                .then()
                .body("pay", equalTo("EARNED_IN_PART"))
                .body("payable.amount", equalTo("0.04"))
                .body("decidedBy", equalTo("screen-out"));
        asWorker(stranger)
                .get("/v1/me/time")
                .then()
                .body("paidSeconds", equalTo(12))
                .body("paidAssignments", equalTo(1))
                .body("unpaidSeconds", equalTo(0));
        var speaker = market.worker();
        submit(claim(job, speaker), speaker, ANSWER).statusCode(200).body("state", equalTo("SUBMITTED"));
        as(requester)
                .get("/v1/jobs/{id}/progress", job)
                .then()
                .body("assignments", equalTo(1))
                .body("open", equalTo(0))
                .body("submitted", equalTo(1))
                .body("screenedOut", equalTo(1))
                .body("spent.amount", equalTo("0.05"))
                .body("tasksDone", equalTo(1));
        as(requester).get("/v1/jobs/{id}/tasks", job).then().body("items.answers", contains(1));
        var event = awaitEvent(job);
        assertThat(event.path("assignmentId").asText()).isEqualTo(assignment);
        assertThat(event.path("payable").path("minor").asText()).isEqualTo("4");
        assertThat(event.path("floorPerHour").path("minor").asText()).isEqualTo("937");
        assertThat(event.path("floorPlace").asText()).isEqualTo("ES");
        assertThat(event.path("activeSeconds").asLong()).isEqualTo(12);
    }

    @Test
    void again_is_answered_alike_and_counted_once() {
        var job = open("\"screenOuts\": 2,", "", 2);
        var worker = market.worker();
        var assignment = claim(job, worker);

        String first = submit(assignment, worker, SCREENING).extract().asString();
        String again = submit(assignment, worker, """
                        {"answer": {"dialect": "foreign", "label": "a word that counts for nothing here"}}""").statusCode(200).extract().asString();

        assertThat(again).isEqualTo(first);
        assertThat(counters(job)).containsEntry("screened_out", 1L).containsEntry("slots", 2L);
        submit(assignment, worker, ANSWER).statusCode(409).body("code", equalTo("already-decided"));
    }

    @Test
    void ends_the_job_for_the_worker_and_no_other_job() {
        var job = open("\"screenOuts\": 5,", "", 3);
        var worker = market.worker();
        var first = claim(job, worker);
        var second = claim(job, worker);
        submit(first, worker, SCREENING).statusCode(200);

        asWorker(worker)
                .post("/v1/jobs/{id}/claims", job)
                .then()
                .statusCode(403)
                .body("code", equalTo("screened-out"));
        submit(second, worker, SCREENING).statusCode(409).body("code", equalTo("already-screened-out"));
        asWorker(worker).post("/v1/assignments/{id}/return", second).then().statusCode(200);
        asWorker(worker).get("/v1/offers?limit=100").then().body("items.jobId", not(hasItem(job.toString())));
        asWorker(worker)
                .get("/v1/offers/{id}/why", job)
                .then()
                .body("offered", equalTo(false))
                .body("rules.find { it.rule == 'not-screened-out' }.holds", equalTo(false));
        asWorker(market.worker()).get("/v1/offers?limit=100").then().body("items.jobId", hasItem(job.toString()));
        var other = open("\"screenOuts\": 5,", "", 1);
        assertThat(claim(other, worker)).isNotBlank();
    }

    @Test
    void is_told_to_those_who_come_later_as_a_share_once_ten_have_begun() {
        var job = open("\"screenOuts\": 9,", "", 20);
        asWorker(market.worker())
                .get("/v1/offers/{id}", job)
                .then()
                .body("screening.begun", equalTo(0))
                .body("screening.screenedOutRate", nullValue());
        for (int n = 0; n < 9; n++) {
            var worker = market.worker();
            var first = claim(job, worker);
            claim(job, worker);
            submit(first, worker, n < 4 ? SCREENING : ANSWER).statusCode(200);
        }
        asWorker(market.worker())
                .get("/v1/offers/{id}", job)
                .then()
                .body("screening.begun", equalTo(9))
                .body("screening.screenedOutRate", nullValue());

        claim(job, market.worker());

        asWorker(market.worker())
                .get("/v1/offers/{id}", job)
                .then()
                .body("screening.begun", equalTo(10))
                .body("screening.screenedOutRate", equalTo(0.4f));
        asWorker(market.worker())
                .get("/v1/offers?limit=100")
                .then()
                .body("items.find { it.jobId == '%s' }.screening.screenedOutRate".formatted(job), equalTo(0.4f));
    }

    @Test
    void is_paid_once_though_many_say_so_at_the_same_moment() throws Exception {
        var job = open("\"screenOuts\": 9,", "", 8);
        var worker = market.worker();
        var held = IntStream.range(0, 8).mapToObj(n -> claim(job, worker)).toList();

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = held.stream()
                    .map(assignment -> threads.submit(() ->
                            submit(assignment, worker, SCREENING).extract().statusCode()))
                    .toList();
            for (var answer : answers) {
                statuses.add(answer.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(counters(job)).containsEntry("screened_out", 1L).containsEntry("claimed", 7L);
    }

    @Test
    void cannot_be_decided_on_by_the_requester() {
        var job = open("\"screenOuts\": 0,", "", 1);
        var worker = market.worker();
        var assignment = claim(job, worker);
        submit(assignment, worker, SCREENING).statusCode(200);

        as(requester)
                .contentType("application/json")
                .body("{\"reason\": \"NO_ATTEMPT\", \"evidence\": \"No label.\", \"clause\": \"1\"}")
                .post("/v1/assignments/{id}/reject", assignment)
                .then()
                .statusCode(409)
                .body("code", equalTo("already-decided"));
        as(requester)
                .post("/v1/assignments/{id}/approve", assignment)
                .then()
                .statusCode(409)
                .body("code", equalTo("already-decided"));
        as(requester)
                .queryParam("state", "SCREENED_OUT")
                .get("/v1/jobs/{id}/assignments", job)
                .then()
                .body("items", hasSize(1))
                .body("items[0].answer", nullValue());
        asWorker(worker).get("/v1/assignments/{id}", assignment).then().body("answer.dialect", equalTo("foreign"));
    }

    @Test
    void past_what_the_job_pays_beside_its_answers_the_pay_comes_out_of_the_slot_and_the_job_ends() {
        var job = open("\"screenOuts\": 1,", "", 2);
        var first = market.worker();
        submit(claim(job, first), first, SCREENING).statusCode(200);
        var second = market.worker();
        var late = claim(job, second);
        clock.advance(Duration.ofSeconds(20));
        submit(late, second, SCREENING).statusCode(200).body("pay.amount", equalTo("0.04"));

        assertThat(counters(job)).containsEntry("screened_out", 2L).containsEntry("slots", 1L);
        var speaker = market.worker();
        var answered = claim(job, speaker);
        submit(answered, speaker, ANSWER).statusCode(200);
        as(requester).post("/v1/assignments/{id}/approve", answered).then().statusCode(200);

        jobs.awaitState(job, "COMPLETED");
        var sums = Market.as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .queryParam("limit", 1000)
                .get("/v1/paid-work")
                .jsonPath();
        assertThat(sums.getString("items.find { it.jobId == '" + job + "' }.minor"))
                .isEqualTo("10");
        assertThat(sums.getLong("items.find { it.jobId == '" + job + "' }.assignments"))
                .isEqualTo(3);
    }

    @Test
    void money_is_asked_for_them_beside_the_answers() {
        jobs.floors();
        TestJobs.create(requester, JOB.formatted("\"overlap\": 3,"))
                .statusCode(400)
                .body("errors.pointer", hasItem("/screenOuts"));
        UUID job = TestJobs.create(requester, JOB.formatted("\"screenOuts\": 40, \"overlap\": 3,"))
                .statusCode(201)
                .body("screenOuts", equalTo(40))
                .extract()
                .jsonPath()
                .getUUID("id");
        upload(job, 2, "");

        as(requester)
                .get("/v1/jobs/{id}/quote", job)
                .then()
                .statusCode(200)
                .body("assignments", equalTo(46))
                .body("base.amount", equalTo("2.30"));
        TestJobs.create(requester, TestJobs.newJob()).statusCode(201).body("screenOuts", nullValue());
    }

    @Test
    void with_dynamic_overlap_another_worker_is_asked_in_either_case() {
        var job = open(
                "\"screenOuts\": 1, \"quality\": {\"overlap\": {\"min\": 2, \"max\": 4, \"confidence\": 0.6,"
                        + " \"ambiguityMargin\": 0.2}},",
                "",
                1);
        for (int i = 0; i < 2; i++) {
            var stranger = market.worker();
            submit(claim(job, stranger), stranger, SCREENING).statusCode(200);
        }

        for (int i = 0; i < 2; i++) {
            var speaker = market.worker();
            submit(await().atMost(SOON).until(() -> tryClaim(job, speaker), id -> !id.isEmpty()), speaker, ANSWER)
                    .statusCode(200);
        }

        await().atMost(SOON)
                .until(() -> market.number(
                                "select count(*) from task_decision where job_id = ? and state = 'CONFIDENT'", job)
                        == 1);
        assertThat(counters(job)).containsEntry("screened_out", 2L).containsEntry("slots", 0L);
    }

    @Test
    void a_control_task_is_not_judged_by_it_and_may_be_bought_again() {
        var job = open(
                "\"screenOuts\": 1, \"quality\": {\"control\": {\"share\": 0.5, \"perWorker\": 5}},",
                "{\"externalId\": \"k1\", \"input\": {\"text\": \"known\"},"
                        + " \"gold\": {\"dialect\": \"mine\", \"label\": \"cat\"}}\n",
                20);
        var left = market.number("select control_left from job_quality where job_id = ?", job);
        var stranger = market.worker();
        String control = null;
        while (control == null) {
            var assignment = claim(job, stranger);
            if (market.number(
                            "select count(*) from assignment a join control_task c on c.task_id = a.task_id where a.id = ?::uuid",
                            assignment)
                    > 0) {
                control = assignment;
            }
        }

        submit(control, stranger, SCREENING).statusCode(200);

        await().atMost(SOON).until(() -> market.number("select count(*) from answer_queue where job_id = ?", job) == 0);
        assertThat(market.number("select count(*) from control_answer where job_id = ?", job))
                .isZero();
        assertThat(market.number("select control_left from job_quality where job_id = ?", job))
                .isEqualTo(left);
    }

    @Test
    void a_known_answer_cannot_be_one() {
        jobs.floors();
        UUID job = TestJobs.create(
                        requester, JOB.formatted("\"screenOuts\": 1, \"quality\": {\"control\": {\"share\": 0.2}},"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");

        TestJobs.upload(requester, job, "application/x-ndjson", """
                        {"externalId": "k1", "input": {"text": "known"}, "gold": {"dialect": "foreign", "label": "cat"}}
                        """)
                .statusCode(422)
                .body("errors.pointer", hasItem("/gold/dialect"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000001", "\"many\""})
    void how_many_is_a_number_from_nought_to_a_million(String screenOuts) {
        jobs.floors();
        TestJobs.create(requester, JOB.formatted("\"screenOuts\": " + screenOuts + ","))
                .statusCode(400);
    }

    @Test
    void how_many_is_refused_where_nothing_says_who() {
        jobs.floors();
        TestJobs.create(requester, TestJobs.newJob().replaceFirst("\\{", "{\"screenOuts\": 3, "))
                .statusCode(400)
                .body("errors.pointer", hasItem("/screenOuts"));
    }

    private UUID open(String members, String controls, int tasks) {
        jobs.floors();
        UUID job = TestJobs.create(requester, JOB.formatted(members))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        upload(job, tasks, controls);
        as(requester).post("/v1/jobs/{id}/publish", job).then().statusCode(202);
        jobs.answerAboutFunds(jobs.held(job, requester));
        jobs.awaitState(job, "OPEN");
        return job;
    }

    private void upload(UUID job, int tasks, String more) {
        var lines = new StringBuilder(more);
        for (int i = 1; i <= tasks; i++) {
            lines.append("{\"externalId\": \"x%d\", \"input\": {\"text\": \"text %d\"}}\n".formatted(i, i));
        }
        TestJobs.upload(requester, job, "application/x-ndjson", lines.toString())
                .statusCode(200);
    }

    private static String claim(UUID job, UUID worker) {
        return asWorker(worker)
                .post("/v1/jobs/{id}/claims", job)
                .then()
                .statusCode(201)
                .extract()
                .path("items[0].assignmentId");
    }

    /** {@return the assignment's id, empty where no slot is open yet} */
    private static String tryClaim(UUID job, UUID worker) {
        var response = asWorker(worker).post("/v1/jobs/{id}/claims", job);
        return response.statusCode() == 201 ? response.jsonPath().getString("items[0].assignmentId") : "";
    }

    private static ValidatableResponse submit(String assignment, UUID worker, String body) {
        return asWorker(worker)
                .contentType("application/json")
                .body(body)
                .post("/v1/assignments/{id}/submit", assignment)
                .then();
    }

    private Map<String, Long> counters(UUID job) {
        var counters = new HashMap<String, Long>();
        for (String column : new String[] {"claimed", "submitted", "screened_out"}) {
            counters.put(column, market.number("select " + column + " from job_progress where job_id = ?", job));
        }
        counters.put(
                "slots",
                market.number("select coalesce(sum(remaining), 0) from open_task where job_id = ?", job)
                        + market.number("select count(*) from returned_slot where job_id = ?", job));
        return counters;
    }

    private JsonNode awaitEvent(UUID job) {
        try (var topics = new TestTopics()) {
            return await().atMost(SOON)
                    .until(
                            () -> {
                                for (var record : topics.poll("task.assignment.v1")) {
                                    JsonNode event = json.readTree(record.value());
                                    if (event.path("jobId").asText().equals(job.toString())
                                            && event.path("type").asText().equals("assignment.screened-out")) {
                                        return event;
                                    }
                                }
                                return json.nullNode();
                            },
                            event -> !event.isNull());
        }
    }
}
