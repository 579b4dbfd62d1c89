package dev.groundwork.task.agreement;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class AgreementResourceTest {

    /** Four coders, twelve units, a dot where one is missing: Krippendorff 2011, section C. */
    private static final List<String> CODERS = List.of(
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .");

    private static final String GRADES = """
            {"title": "Grades", "reward": {"amount": "0.05", "currency": "EUR"}, "timeEstimate": "PT15S",
             "timeLimit": "PT10M", "overlap": 2,
             "spec": {"spec": "task/1",
                      "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
                      "output": {"type": "object", "additionalProperties": false, "required": ["class"],
                                 "properties": {
                                     "class": {"type": "string", "enum": ["1", "2", "3", "4", "5"], "x-kind": "choice"},
                                     "grade": {"type": "integer", "minimum": 1, "maximum": 5, "x-kind": "rating"},
                                     "value": {"type": "number", "x-kind": "number"}}}}}
            """;

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @Test
    void the_published_vectors_hold_for_labels_scales_and_numbers() {
        UUID job = jobOf(GRADES, 12);
        for (String coder : CODERS) {
            UUID worker = Ids.next();
            String[] values = coder.split(" ", -1);
            for (int unit = 0; unit < values.length; unit++) {
                if (!values[unit].equals(".")) {
                    answer(job, unit + 1, worker, "SUBMITTED", """
                            {"class": "%1$s", "grade": %1$s, "value": %1$s}""".formatted(values[unit]));
                }
            }
        }

        JsonPath said = agreement(job)
                .body("current", equalTo(true))
                .body("complete", equalTo(true))
                .body("answers", equalTo(41))
                .body("tasks", equalTo(12))
                .body("workers", equalTo(4))
                .body("note", containsString("no gate"))
                .body("fields.field", equalTo(List.of("class", "grade", "value")))
                .body("fields.level", equalTo(List.of("nominal", "ordinal", "interval")))
                .body("fields.tasksWithTwoAnswers", equalTo(List.of(11, 11, 11)))
                .extract()
                .jsonPath();

        assertThat(said.getDouble("fields[0].alpha.value")).isEqualTo(.743421, within(1e-6));
        assertThat(said.getDouble("fields[1].alpha.value")).isEqualTo(.815388, within(1e-6));
        assertThat(said.getDouble("fields[2].alpha.value")).isEqualTo(.849107, within(1e-6));
        assertThat(said.getList("fields[0].labels.answers")).isEqualTo(List.of(9, 13, 11, 5, 3));
    }

    @Test
    void a_number_that_does_not_exist_says_why() {
        UUID job = jobs.draftWithTasks(requester, 3);
        agreement(job)
                .body("answers", equalTo(0))
                .body("fields[0].percentAgreement.missing", equalTo("no-task-with-two-answers"))
                .body("fields[0].alpha.missing", equalTo("no-task-with-two-answers"))
                .body("fields[0].alpha.value", nullValue());

        UUID single = jobs.draftWithTasks(requester, 3);
        answer(single, 1, Ids.next(), "SUBMITTED", "{\"mood\": \"sad\"}");
        answer(single, 2, Ids.next(), "SUBMITTED", "{\"mood\": \"happy\"}");
        agreement(single)
                .body("answers", equalTo(2))
                .body("fields[0].fleiss.missing", equalTo("no-task-with-two-answers"))
                .body("fields[0].cohen.mean.missing", equalTo("no-pair-with-enough-common-tasks"));

        UUID oneClass = jobs.draftWithTasks(requester, 12);
        UUID ann = Ids.next();
        UUID bob = Ids.next();
        for (int task = 1; task <= 12; task++) {
            answer(oneClass, task, ann, "SUBMITTED", "{\"mood\": \"sad\"}");
            answer(oneClass, task, bob, "SUBMITTED", "{\"mood\": \"sad\"}");
        }
        agreement(oneClass)
                .body("fields[0].percentAgreement.value", equalTo(1.0f))
                .body("fields[0].alpha.missing", equalTo("only-one-value"))
                .body("fields[0].fleiss.missing", equalTo("only-one-value"))
                .body("fields[0].cohen.pairs", equalTo(1))
                .body("fields[0].cohen.mean.missing", equalTo("only-one-value"))
                .body("fields[0].cohen.table[0].kappa.missing", equalTo("only-one-value"));
        for (UUID each : List.of(job, single, oneClass)) {
            assertThat(agreement(each).extract().asString()).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void complete_disagreement_has_numbers() {
        UUID job = jobs.draftWithTasks(requester, 12);
        UUID ann = Ids.next();
        UUID bob = Ids.next();
        for (int task = 1; task <= 12; task++) {
            boolean even = task % 2 == 0;
            answer(job, task, ann, "SUBMITTED", "{\"mood\": \"%s\"}".formatted(even ? "sad" : "happy"));
            answer(job, task, bob, "SUBMITTED", "{\"mood\": \"%s\"}".formatted(even ? "happy" : "sad"));
        }

        JsonPath said = agreement(job)
                .body("fields[0].percentAgreement.value", equalTo(0.0f))
                .body("fields[0].cohen.mean.value", equalTo(-1.0f))
                .body("fields[0].cohen.table[0].commonTasks", equalTo(12))
                .extract()
                .jsonPath();

        assertThat(said.getDouble("fields[0].alpha.value")).isNegative();
        assertThat(said.getDouble("fields[0].fleiss.value")).isEqualTo(-1, within(1e-6));
    }

    @Test
    void only_usable_answers_count() {
        UUID job = jobs.draftWithTasks(requester, 1);
        UUID ann = Ids.next();
        answer(job, 1, ann, "APPROVED", "{\"mood\": \"sad\"}");
        answer(job, 1, Ids.next(), "SUBMITTED", "{\"mood\": \"sad\"}");
        for (String state : List.of("REJECTION_HELD", "APPEALED", "ACCEPTED_UNUSED", "REJECTED")) {
            answer(job, 1, Ids.next(), state, "{\"mood\": \"happy\"}");
        }

        agreement(job)
                .body("answers", equalTo(2))
                .body("workers", equalTo(6))
                .body("fields[0].percentAgreement.value", equalTo(1.0f))
                .body("fields[0].labels.answers", equalTo(List.of(0, 2)));
        as(requester)
                .get("/v1/jobs/{id}/workers", job)
                .then()
                .statusCode(200)
                .body("items", hasSize(6))
                .body("items.usable.sum()", equalTo(2))
                .body("items.held.sum()", equalTo(2))
                .body("items.rejected.sum()", equalTo(1))
                .body("items.approved.sum()", equalTo(2))
                .body("items.waiting.sum()", equalTo(1));
    }

    @Test
    void texts_and_sets_are_told_by_their_likeness() {
        UUID job = jobs.draftWithTasks(requester, 2);
        answer(
                job,
                1,
                Ids.next(),
                "SUBMITTED",
                "{\"mood\": \"sad\", \"words\": [\"sea\"], \"why\": \"grey sky and rain\"}");
        answer(
                job,
                1,
                Ids.next(),
                "SUBMITTED",
                "{\"mood\": \"sad\", \"words\": [\"sea\", \"sun\"], \"why\": \"grey sky and wind\"}");
        answer(job, 2, Ids.next(), "SUBMITTED", "{\"mood\": \"sad\", \"words\": [], \"why\": \"fog\"}");

        JsonPath said = agreement(job)
                .body("fields.field", equalTo(List.of("mood", "words", "score", "why")))
                .body("fields[1].level", equalTo("measure"))
                .body("fields[1].fleiss.missing", equalTo("not-for-this-kind"))
                .body("fields[1].cohen", nullValue())
                .body("fields[2].answers", equalTo(0))
                .body("fields[2].alpha.missing", equalTo("no-task-with-two-answers"))
                .body("fields[3].tasksCompared", equalTo(1))
                .extract()
                .jsonPath();

        assertThat(said.getDouble("fields[1].percentAgreement.value")).isEqualTo(0.5, within(1e-6));
        assertThat(said.getDouble("fields[3].percentAgreement.value")).isEqualTo(0.75, within(1e-6));
    }

    @Test
    void what_has_not_changed_need_not_be_sent_again() {
        UUID job = jobs.draftWithTasks(requester, 1);
        jobs.execute("insert into job_progress (job_id, submitted) values (?, 1)", job);
        answer(job, 1, Ids.next(), "SUBMITTED", "{\"mood\": \"sad\"}");
        String tag = agreement(job).header("ETag", notNullValue()).extract().header("ETag");

        for (String path : List.of("agreement", "agreement/confusion", "charts")) {
            as(requester)
                    .header("If-None-Match", tag)
                    .get("/v1/jobs/{id}/" + path, job)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag);
        }
        answer(job, 1, Ids.next(), "SUBMITTED", "{\"mood\": \"happy\"}");
        jobs.execute("update job_progress set submitted = 2 where job_id = ?", job);

        as(requester)
                .header("If-None-Match", tag)
                .get("/v1/jobs/{id}/agreement", job)
                .then()
                .statusCode(200)
                .body("answers", equalTo(2));
    }

    @Test
    void tasks_come_with_most_disagreement_first_page_by_page() {
        UUID job = jobs.draftWithTasks(requester, 5);
        moods(job, 1, "sad", "sad", "sad");
        moods(job, 2, "sad", "happy", "sad");
        moods(job, 3, "sad", "happy");
        moods(job, 4, "happy");

        JsonPath first = taskViews(job, Map.of("limit", "2"))
                .body("items.externalId", equalTo(List.of("t3", "t2")))
                .body("items[0].result", equalTo("happy"))
                .body("items[1].labels.label", equalTo(List.of("sad", "happy")))
                .body("items[1].labels.answers", equalTo(List.of(2, 1)))
                .body("items[1].result", equalTo("sad"))
                .body("items[1].answers", equalTo(3))
                .extract()
                .jsonPath();
        assertThat(first.getDouble("items[1].disagreement.value")).isEqualTo(2.0 / 3, within(1e-6));
        assertThat(first.getDouble("items[1].margin")).isEqualTo(1.0 / 3, within(1e-6));
        assertThat(first.getDouble("items[1].uncertaintyBits")).isEqualTo(0.918296, within(1e-6));

        taskViews(job, Map.of("limit", "2", "cursor", first.getString("next")))
                .body("items.externalId", equalTo(List.of("t1", "t4")))
                .body("items[0].disagreement.value", equalTo(0.0f))
                .body("items[1].disagreement.missing", equalTo("no-task-with-two-answers"))
                .body("next", nullValue());
        taskViews(job, Map.of("minDisagreement", "0.6")).body("items.externalId", equalTo(List.of("t3", "t2")));
        taskViews(job, Map.of("minDisagreement", "0.9")).body("items.externalId", equalTo(List.of("t3")));
        taskViews(job, Map.of("field", "why")).body("items", hasSize(0));
    }

    @Test
    void confusion_is_told_of_everybody_and_of_one_worker() {
        UUID job = jobs.draftWithTasks(requester, 2);
        UUID ann = Ids.next();
        UUID bob = Ids.next();
        UUID eve = Ids.next();
        for (int task = 1; task <= 2; task++) {
            answer(job, task, ann, "SUBMITTED", "{\"mood\": \"sad\"}");
            answer(job, task, bob, "SUBMITTED", "{\"mood\": \"sad\"}");
        }
        answer(job, 1, eve, "SUBMITTED", "{\"mood\": \"happy\"}");

        as(requester)
                .get("/v1/jobs/{id}/agreement/confusion", job)
                .then()
                .statusCode(200)
                .body("field", equalTo("mood"))
                .body("labels", equalTo(List.of("happy", "sad")))
                .body("counts", equalTo(List.of(List.of(0, 0), List.of(1, 4))))
                .body("accuracy.value", equalTo(0.8f));
        as(requester)
                .queryParam("worker", eve)
                .get("/v1/jobs/{id}/agreement/confusion", job)
                .then()
                .body("counts", equalTo(List.of(List.of(0, 0), List.of(1, 0))))
                .body("accuracy.value", equalTo(0.0f));
        as(requester)
                .queryParam("worker", UUID.randomUUID())
                .get("/v1/jobs/{id}/agreement/confusion", job)
                .then()
                .statusCode(404)
                .body("code", equalTo("worker-not-found"));
        as(requester)
                .queryParam("field", "why")
                .get("/v1/jobs/{id}/agreement/confusion", job)
                .then()
                .statusCode(422)
                .body("code", equalTo("field-without-labels"));
        as(requester)
                .queryParam("field", "colour")
                .get("/v1/jobs/{id}/agreement/confusion", job)
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown-output"))
                .body("detail", containsString("mood, words, score, why"));
    }

    @Test
    void what_the_job_has_as_its_result_goes_before_the_majority() {
        UUID job = jobs.draftWithTasks(requester, 1);
        moods(job, 1, "sad", "sad", "happy");
        as(requester)
                .get("/v1/jobs/{id}/agreement/confusion", job)
                .then()
                .body("result", equalTo("majority"))
                .body("counts", equalTo(List.of(List.of(0, 0), List.of(1, 2))));

        UUID other = jobs.draftWithTasks(requester, 1);
        moods(other, 1, "sad", "sad", "happy");
        jobs.execute("""
                insert into task_result (job_id, position, answers, result, state, refreshed_at)
                values (?, 1, 3, '{"mood": {"value": "happy", "votes": 1}}', 'DONE', now())
                """, other);

        as(requester)
                .get("/v1/jobs/{id}/agreement/confusion", other)
                .then()
                .body("result", equalTo("results"))
                .body("counts", equalTo(List.of(List.of(1, 2), List.of(0, 0))));
        taskViews(other, Map.of()).body("items[0].result", equalTo("happy"));
    }

    @Test
    void workers_come_with_most_answers_first_page_by_page() {
        UUID job = jobs.draftWithTasks(requester, 3);
        UUID ann = Ids.next();
        UUID bob = Ids.next();
        for (int task = 1; task <= 3; task++) {
            answer(job, task, ann, "APPROVED", "{\"mood\": \"sad\"}");
        }
        answer(job, 1, bob, "SUBMITTED", "{\"mood\": \"happy\"}");
        answer(job, 1, Ids.next(), "SUBMITTED", "{\"mood\": \"sad\"}");

        JsonPath first = as(requester)
                .queryParam("limit", 1)
                .get("/v1/jobs/{id}/workers", job)
                .then()
                .body("items", hasSize(1))
                .body("items[0].workerId", equalTo(ann.toString()))
                .body("items[0].answers", equalTo(3))
                .body("items[0].approved", equalTo(3))
                .body("items[0].agreementWithOthers.value", equalTo(0.5f))
                .body("items[0].agreementWithResults.value", equalTo(1.0f))
                .body("items[0].quality.missing", equalTo("too-few-answers-a-task"))
                .body("items[0].medianActiveSeconds", equalTo(12.0f))
                .extract()
                .jsonPath();
        as(requester)
                .queryParam("cursor", first.getString("next"))
                .get("/v1/jobs/{id}/workers", job)
                .then()
                .body("items", hasSize(2))
                .body("items[0].workerId", equalTo(bob.toString()))
                .body("items[0].agreementWithResults.value", equalTo(0.0f))
                .body("next", nullValue());
    }

    @Test
    void control_tasks_tell_the_accuracy_of_a_worker_and_training_tells_nothing() {
        UUID job = jobs.draftWithTasks(requester, 2);
        UUID ann = Ids.next();
        answer(job, 1, ann, "SUBMITTED", "{\"mood\": \"sad\"}");
        answer(job, 2, ann, "SUBMITTED", "{\"mood\": \"happy\"}");
        answer(job, 2, Ids.next(), "SUBMITTED", "{\"mood\": \"happy\"}");
        jobs.execute(
                "insert into worker_skill (job_id, worker_id, answered, right_answers) values (?, ?, 10, 9)", job, ann);
        jobs.execute("""
                insert into control_task (job_id, position, task_id, training, gold, source, shuffle, created_at)
                select job_id, position, id, true, '{"mood": "happy"}', 'UPLOADED', 1, now()
                from task where job_id = ? and external_id = 't2'
                """, job);

        as(requester)
                .get("/v1/jobs/{id}/workers", job)
                .then()
                .body("items", hasSize(1))
                .body("items[0].answers", equalTo(1))
                .body("items[0].controlAccuracy.right", equalTo(9))
                .body("items[0].controlAccuracy.accuracy", equalTo(0.9f))
                .body("items[0].controlAccuracy.lower", notNullValue());
    }

    @Test
    void charts_show_throughput_times_labels_and_agreement() {
        UUID job = jobs.draftWithTasks(requester, 2);
        moods(job, 1, "sad", "sad");
        moods(job, 2, "sad", "happy");

        as(requester)
                .get("/v1/jobs/{id}/charts", job)
                .then()
                .statusCode(200)
                .body("throughput.answers.sum()", equalTo(4))
                .body("seconds.median", equalTo(12.0f))
                .body("seconds.histogram.find { it.fromSeconds == 12 }.answers", equalTo(4))
                .body("fields[0].labels.answers", equalTo(List.of(1, 3)))
                .body("fields[0].agreement[0].tasks", equalTo(1))
                .body("fields[0].agreement[9].tasks", equalTo(1))
                .body("fields[3].labels", nullValue());
    }

    @Test
    void somebody_elses_job_is_none_and_workers_see_nothing() {
        UUID job = jobs.draftWithTasks(requester, 1);

        for (String path : List.of("agreement", "agreement/confusion", "workers", "task-views", "charts")) {
            as(UUID.randomUUID())
                    .get("/v1/jobs/{id}/" + path, job)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("job-not-found"));
            given().auth()
                    .oauth2(TestTokens.worker(UUID.randomUUID()))
                    .get("/v1/jobs/{id}/" + path, job)
                    .then()
                    .statusCode(403);
            given().auth()
                    .oauth2(TestTokens.requesterViewer(requester))
                    .get("/v1/jobs/{id}/" + path, job)
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void bad_parameters_are_refused() {
        UUID job = jobs.draftWithTasks(requester, 1);

        as(requester)
                .get("/v1/jobs/{id}/task-views?minDisagreement=2", job)
                .then()
                .statusCode(400);
        as(requester)
                .get("/v1/jobs/{id}/task-views?cursor=nonsense", job)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
        as(requester).get("/v1/jobs/{id}/workers?limit=0", job).then().statusCode(400);
        as(requester)
                .get("/v1/jobs/{id}/workers?cursor=nonsense", job)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    private ValidatableResponse agreement(UUID job) {
        return as(requester).get("/v1/jobs/{id}/agreement", job).then().statusCode(200);
    }

    private ValidatableResponse taskViews(UUID job, Map<String, String> parameters) {
        return as(requester)
                .queryParams(parameters)
                .get("/v1/jobs/{id}/task-views", job)
                .then()
                .statusCode(200);
    }

    private UUID jobOf(String body, int tasks) {
        jobs.floors();
        UUID job = TestJobs.create(requester, body)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        var rows = new StringBuilder();
        for (int i = 1; i <= tasks; i++) {
            rows.append("{\"externalId\": \"t%d\", \"input\": {\"text\": \"text %d\"}}\n".formatted(i, i));
        }
        TestJobs.upload(requester, job, "application/x-ndjson", rows.toString()).statusCode(200);
        return job;
    }

    private void moods(UUID job, int task, String... moods) {
        for (String mood : moods) {
            answer(job, task, Ids.next(), "SUBMITTED", "{\"mood\": \"%s\"}".formatted(mood));
        }
    }

    private void answer(UUID job, int task, UUID worker, String state, @Nullable String answer) {
        jobs.execute("""
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor,
                                        currency, claimed_at, deadline_at, submitted_at, active_seconds, answer)
                select ?, t.job_id, t.id, t.position, ?, ?, ?, 5, 'EUR', now() - interval '1 minute',
                       now() + interval '1 hour', now(), 12, ?::jsonb
                from task t where t.job_id = ? and t.external_id = ?
                """, Ids.next(), requester, worker, state, answer, job, "t" + task);
    }
}
