package dev.groundwork.task.report;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.as;
import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TaskReportResourceTest {

    @Inject
    Market market;

    private final UUID operator = Ids.next();

    private static ValidatableResponse report(UUID worker, String assignment, String body) {
        return asWorker(worker)
                .contentType("application/json")
                .body(body)
                .put("/v1/assignments/{id}/report", assignment)
                .then();
    }

    /** A worker claims the next task of the job and reports it; {@return the assignment} */
    private String reported(TestJob job, UUID worker, String body) {
        var assignment = Market.claim(job, worker);
        report(worker, assignment, body).statusCode(200);
        return assignment;
    }

    private ValidatableResponse cases(TestJob job) {
        return as(TestTokens.withRoles(operator, "operator"))
                .queryParam("jobId", job.id())
                .get("/v1/cases")
                .then()
                .statusCode(200);
    }

    private String decided(TestJob job) {
        String id = cases(job).body("items[0].state", equalTo("OPEN")).extract().path("items[0].id");
        as(TestTokens.withRoles(operator, "operator"))
                .contentType("application/json")
                .body("{\"reason\": \"The pictures are back.\"}")
                .post("/v1/cases/{id}/confirm", id)
                .then()
                .statusCode(200);
        return id;
    }

    @Test
    void the_requester_reads_what_was_said_of_a_task_and_not_who_said_it() {
        var job = market.open(terms().tasks(1, 3));
        var one = market.worker();
        var other = market.worker();

        reported(job, one, "{\"fault\": \"MEDIA_MISSING\", \"note\": \" The picture stays grey. \"}");
        reported(job, other, "{\"fault\": \"NO_ANSWER_FITS\"}");

        var body = asRequester(job)
                .get("/v1/jobs/{id}/task-reports", job.id())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].externalId", equalTo("x1"))
                .body("items[0].reports", equalTo(2))
                .body("items[0].reportedAt", endsWith("T00:00:00Z"))
                .body("items[0].faults.MEDIA_MISSING", equalTo(1))
                .body("items[0].faults.NO_ANSWER_FITS", equalTo(1))
                .body("items[0].notes.note", contains("The picture stays grey."))
                .extract()
                .asString();
        assertThat(body).doesNotContain(one.toString()).doesNotContain(other.toString());
        as(TestTokens.requester(Ids.next()))
                .get("/v1/jobs/{id}/task-reports", job.id())
                .then()
                .statusCode(404);
    }

    @Test
    void pages_follow_the_order_of_the_tasks() {
        var job = market.open(terms().tasks(3, 1));
        var worker = market.worker();
        for (int task = 0; task < 3; task++) {
            reported(job, worker, "{\"fault\": \"NO_ANSWER_FITS\"}");
        }

        String next = asRequester(job)
                .queryParam("limit", 2)
                .get("/v1/jobs/{id}/task-reports", job.id())
                .then()
                .body("items.externalId", contains("x1", "x2"))
                .extract()
                .path("next");

        asRequester(job)
                .queryParam("limit", 2)
                .queryParam("cursor", next)
                .get("/v1/jobs/{id}/task-reports", job.id())
                .then()
                .body("items.externalId", contains("x3"));
    }

    @Test
    void the_last_word_on_an_attempt_counts() {
        var job = market.open(terms());
        var worker = market.worker();
        var assignment = reported(job, worker, "{\"fault\": \"NO_ANSWER_FITS\"}");

        report(worker, assignment, "{\"fault\": \"OTHER\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/note"));
        report(worker, assignment, "{\"fault\": \"OTHER\", \"note\": \"It is in a language I cannot read.\"}")
                .statusCode(200)
                .body("fault", equalTo("OTHER"));
        report(market.worker(), assignment, "{\"fault\": \"HARMFUL\"}").statusCode(404);

        asRequester(job)
                .get("/v1/jobs/{id}/task-reports", job.id())
                .then()
                .body("items[0].reports", equalTo(1))
                .body("items[0].faults.OTHER", equalTo(1));
    }

    @Test
    void a_report_costs_the_worker_nothing() {
        var job = market.open(terms());
        var worker = market.worker();
        String before = workOf(worker, Market.claim(job, worker));

        String assignment = market.texts("select id from assignment where worker_id = ?", worker)
                .getFirst();
        report(worker, assignment, "{\"fault\": \"HARMFUL\"}").statusCode(200);

        assertThat(workOf(worker, assignment)).isEqualTo(before);
        Market.submit(assignment, worker);
        report(worker, assignment, "{\"fault\": \"INSTRUCTIONS_UNCLEAR\"}").statusCode(200);
        asWorker(worker).get("/v1/decisions").then().body("items", hasSize(0));
    }

    private String workOf(UUID worker, String assignment) {
        return String.join("\n", market.texts("""
                select to_jsonb(a)::text from assignment a where id = ?::uuid
                union all select to_jsonb(s)::text from worker_standing s where worker_id = ?
                union all select to_jsonb(p)::text from job_progress p
                    where job_id = (select job_id from assignment where id = ?::uuid)""", assignment, worker, assignment));
    }

    @Test
    void three_workers_open_a_case_about_the_tasks_and_about_nobody() {
        var job = market.open(terms().tasks(3, 1));
        var workers = List.of(market.worker(), market.worker(), market.worker());
        reported(job, workers.get(0), "{\"fault\": \"MEDIA_MISSING\"}");
        reported(job, workers.get(1), "{\"fault\": \"MEDIA_MISSING\"}");
        cases(job).body("items", hasSize(0));

        reported(job, workers.get(2), "{\"fault\": \"INSTRUCTIONS_UNCLEAR\", \"note\": \"What is a pet?\"}");

        String id = cases(job)
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("REPORTED_TASKS"))
                .body("items[0].system", equalTo("signal-reported-tasks"))
                .body("items[0].workers", hasSize(0))
                .body("items[0].summary", equalTo("3 workers have reported 3 tasks of this job as faulty."))
                .extract()
                .path("items[0].id");
        as(TestTokens.withRoles(operator, "operator"))
                .get("/v1/cases/{id}", id)
                .then()
                .statusCode(200)
                .body("evidence.tasks[0].note", equalTo("What is a pet?"))
                .body("evidence.tasks[0].input.text", equalTo("It barks."))
                .body(
                        "evidence.tasks.toString()",
                        not(containsString(workers.get(0).toString())));
    }

    private ValidatableResponse evidence(TestJob job) {
        String id = cases(job).body("items[0].state", equalTo("OPEN")).extract().path("items[0].id");
        return as(TestTokens.withRoles(operator, "operator"))
                .get("/v1/cases/{id}", id)
                .then()
                .statusCode(200);
    }

    @Test
    void after_a_decision_another_report_of_harm_is_looked_at_and_one_workers_lesser_faults_are_not() {
        var job = market.open(terms().tasks(5, 1));
        var worker = market.worker();
        reported(job, worker, "{\"fault\": \"HARMFUL\"}");
        decided(job);

        for (int task = 0; task < 3; task++) {
            reported(job, worker, "{\"fault\": \"MEDIA_MISSING\"}");
        }
        cases(job).body("items", hasSize(1));
        reported(job, worker, "{\"fault\": \"HARMFUL\"}");

        cases(job).body("items", hasSize(2));
        evidence(job).body("evidence.tasks[0].externalId", equalTo("x5"));
    }

    @Test
    void after_a_decision_three_workers_open_another_case() {
        var job = market.open(terms().tasks(4, 1));
        reported(job, market.worker(), "{\"fault\": \"HARMFUL\"}");
        decided(job);

        reported(job, market.worker(), "{\"fault\": \"MEDIA_MISSING\"}");
        reported(job, market.worker(), "{\"fault\": \"MEDIA_MISSING\"}");
        cases(job).body("items", hasSize(1));
        reported(job, market.worker(), "{\"fault\": \"MEDIA_MISSING\"}");

        cases(job).body("items", hasSize(2)).body("items[0].state", equalTo("OPEN"));
    }

    @Test
    void an_open_case_shows_every_task_of_the_same_worker_and_the_latest_word_first() {
        var job = market.open(terms().tasks(2, 1));
        var worker = market.worker();
        var first = reported(job, worker, "{\"fault\": \"HARMFUL\"}");

        reported(job, worker, "{\"fault\": \"HARMFUL\"}");
        evidence(job).body("evidence.tasks.externalId", contains("x2", "x1"));
        report(worker, first, "{\"fault\": \"PERSONAL_DATA\"}").statusCode(200);

        cases(job).body("items", hasSize(1));
        evidence(job)
                .body("evidence.tasks.externalId", contains("x1", "x2"))
                .body("evidence.tasks[0].fault", equalTo("PERSONAL_DATA"));
    }
}
