package dev.groundwork.task.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class SignalWatchTest {

    private static final int TASKS = 20;

    /** Everything that a sign must leave alone, as one text. */
    private static final String WORK_AND_MONEY = """
            select coalesce(string_agg(row, ' ' order by row), '') from (
                select to_jsonb(a)::text as row from assignment a where job_id = ?
                union all select to_jsonb(p)::text from job_progress p where job_id = ?
                union all select to_jsonb(j)::text from job j where id = ?
                union all select to_jsonb(s)::text from worker_standing s where worker_id = any (?::uuid[])
                union all select to_jsonb(c)::text from claim_cursor c where job_id = ?
                union all select to_jsonb(o)::text from open_task o where job_id = ?) state
            """;

    @Inject
    TestJobs jobs;

    @Inject
    SignalWatch watch;

    @Inject
    ObjectMapper json;

    private final UUID requester = UUID.randomUUID();
    private final UUID operator = UUID.randomUUID();
    private final List<UUID> workers = new ArrayList<>();

    @Test
    void shared_errors_open_one_case_however_often_they_are_seen() {
        UUID job = jobWithCopies(8);

        watch.search();
        watch.search();
        countOneMore(job);
        watch.search();

        String id = cases(job)
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("ERROR_AGREEMENT"))
                .body("items[0].system", equalTo("signal-error-agreement"))
                .body("items[0].field", equalTo("mood"))
                .body("items[0].state", equalTo("OPEN"))
                .body("items[0].workers", containsInAnyOrder(text(workers.get(0)), text(workers.get(1))))
                .body("items[0].evidence", nullValue())
                .extract()
                .path("items[0].id");
        staff().get("/v1/cases/{id}", id)
                .then()
                .statusCode(200)
                .body("summary", containsString("the same wrong answer to 8 of 20 tasks; chance explains"))
                .body("evidence.sameWrong", equalTo(8))
                .body("evidence.tasks", hasSize(8))
                .body("evidence.tasks[0].both", equalTo("sad"))
                .body("evidence.tasks[0].right", equalTo("happy"))
                .body("evidence.tasks[0].othersRight", equalTo(8))
                .body("evidence.tasks[0].input.text", containsString("text"));
    }

    @Test
    void neither_a_sign_nor_a_decision_changes_work_workers_or_money() {
        UUID job = jobWithCopies(8);
        for (UUID worker : workers) {
            jobs.execute(
                    "insert into worker_standing (worker_id, revision, standing, country, languages) values (?, 1, 'ACTIVE', 'ES', '{es}')",
                    worker);
        }
        String before = workAndMoney(job);

        watch.search();
        String id = onlyCase(job);
        decide(id, "confirm", "Copied, as the timing shows.").statusCode(200).body("state", equalTo("CONFIRMED"));
        watch.search();

        assertThat(workAndMoney(job)).isEqualTo(before);
        assertThat(told(job)).containsExactly("case.opened", "case.decided");
    }

    @Test
    void a_dismissed_case_is_not_opened_again_without_new_evidence() {
        UUID job = jobWithCopies(8);
        watch.search();
        decide(onlyCase(job), "dismiss", "Both followed the old example.").statusCode(200);

        countOneMore(job);
        watch.search();
        cases(job).body("items", hasSize(1));
        addSharedErrors(job, 4);
        watch.search();
        cases(job).body("items", hasSize(1)).body("items[0].state", equalTo("DISMISSED"));

        addSharedErrors(job, 1);
        watch.search();

        cases(job)
                .body("items", hasSize(2))
                .body("items[0].state", equalTo("OPEN"))
                .body("items[1].state", equalTo("DISMISSED"));
    }

    @Test
    void an_open_case_grows_with_its_evidence() {
        UUID job = jobWithCopies(6);
        watch.search();
        String id = onlyCase(job);

        addSharedErrors(job, 2);
        watch.search();

        assertThat(onlyCase(job)).isEqualTo(id);
        staff().get("/v1/cases/{id}", id).then().body("evidence.sameWrong", equalTo(8));
    }

    @Test
    void a_job_in_which_work_goes_on_is_gone_through_once_a_search() {
        UUID job = jobWithCopies(8);
        // Whenever somebody has looked at it, it has one more answer.
        jobs.execute("""
                create function answer_on_look() returns trigger language plpgsql as $$
                begin
                    update job_progress set submitted = submitted + 1 where job_id = new.job_id;
                    return null;
                end $$""");
        try {
            jobs.execute("""
                    create trigger answer_on_look after insert or update on signal_watch
                    for each row when (new.job_id = '%s') execute function answer_on_look()""".formatted(job));
            String submitted = "select submitted from job_progress where job_id = ?";
            long before = Long.parseLong(jobs.text(submitted, job));

            watch.search();

            assertThat(Long.parseLong(jobs.text(submitted, job))).isEqualTo(before + 1);
        } finally {
            jobs.execute("drop function answer_on_look cascade");
        }
    }

    @Test
    void equal_texts_and_hasty_answers_open_cases_of_their_own() {
        UUID job = job();
        UUID copy = worker();
        UUID other = worker();
        for (int task = 1; task <= 12; task++) {
            answer(
                    job,
                    task,
                    copy,
                    "{\"mood\": \"happy\", \"why\": \"The sun is out and task %d shines.\"}".formatted(task),
                    0);
            answer(
                    job,
                    task,
                    other,
                    "{\"mood\": \"happy\", \"why\": \"the sun is out, and task %d shines\"}".formatted(task),
                    9);
        }

        watch.search();

        cases(job).body("items.kind", containsInAnyOrder("SHARED_TEXTS", "FAST_WORK"));
        staff().queryParam("kind", "FAST_WORK")
                .queryParam("jobId", job)
                .get("/v1/cases")
                .then()
                .body("items", hasSize(1))
                .body("items[0].workers", equalTo(List.of(text(copy))))
                .body("items[0].field", nullValue());
    }

    @Test
    void control_answers_say_what_is_right_and_training_says_nothing() {
        UUID job = jobWithCopies(8);
        control(job, 1, false);
        for (int task = 2; task <= 3; task++) {
            control(job, task, true);
        }

        watch.search();

        staff().get("/v1/cases/{id}", onlyCase(job))
                .then()
                .body("evidence.commonTasks", equalTo(18))
                .body("evidence.sameWrong", equalTo(6))
                .body("evidence.tasks.findAll { it.rightBy == 'control' }.externalId", equalTo(List.of("t1")));
    }

    private void control(UUID job, int task, boolean training) {
        jobs.execute("""
                insert into control_task (job_id, position, task_id, training, gold, source, shuffle, created_at)
                select job_id, position, id, ?, '{"mood": "happy"}', 'UPLOADED', 1, now()
                from task where job_id = ? and external_id = ?
                """, training, job, "t" + task);
    }

    @Test
    void a_job_that_cannot_be_searched_keeps_no_other_from_it() {
        UUID broken = job();
        String tooDeep = "[".repeat(1_100) + "]".repeat(1_100);
        answer(broken, 1, worker(), "{\"mood\": " + tooDeep + "}", 12);
        UUID job = jobWithCopies(8);

        watch.search();

        cases(job).body("items", hasSize(1));
        assertThat(jobs.text("select looked_at is not null from signal_watch where job_id = ?", broken))
                .isEqualTo("t");
        jobs.execute("update job set ended_at = '2020-01-01' where id = ?", broken);
    }

    @Test
    void a_rejected_answer_is_no_sign() {
        UUID job = jobWithCopies(8);
        jobs.execute(
                "update assignment set state = 'REJECTION_HELD' where job_id = ? and worker_id = ?",
                job,
                workers.get(0));

        watch.search();

        cases(job).body("items", hasSize(0));
    }

    @Test
    void a_case_is_decided_once_by_somebody_whom_it_does_not_concern_and_in_writing() {
        UUID job = jobWithCopies(8);
        watch.search();
        String id = onlyCase(job);

        decide(id, "dismiss", "  ").statusCode(400).body("code", equalTo("invalid-request"));
        as(TestTokens.withRoles(workers.get(0), "worker", "adjudicator"))
                .contentType("application/json")
                .body("{\"reason\": \"It was not me.\"}")
                .post("/v1/cases/{id}/dismiss", id)
                .then()
                .statusCode(403)
                .body("code", equalTo("case-concerns-you"));
        as(TestTokens.withRoles(workers.get(0), "worker", "adjudicator"))
                .get("/v1/cases/{id}", id)
                .then()
                .statusCode(403)
                .body("code", equalTo("case-concerns-you"));
        as(TestTokens.withRoles(workers.get(0), "worker", "adjudicator"))
                .queryParam("jobId", job)
                .get("/v1/cases")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        decide(id, "dismiss", "Same school.").statusCode(200).body("decidedBy", equalTo(text(operator)));
        decide(id, "dismiss", "Same school.").statusCode(200);
        decide(id, "confirm", "On second thoughts.").statusCode(409).body("code", equalTo("case-decided"));
        decide(text(UUID.randomUUID()), "dismiss", "Nothing.").statusCode(404).body("code", equalTo("case-not-found"));
    }

    @Test
    void only_staff_sees_evidence() {
        UUID job = jobWithCopies(8);
        watch.search();
        String id = onlyCase(job);

        given().get("/v1/cases/{id}", id).then().statusCode(401);
        as(requester).get("/v1/cases/{id}", id).then().statusCode(403);
        as(TestTokens.worker(workers.get(0))).get("/v1/cases").then().statusCode(403);
        as(TestTokens.withRoles(UUID.randomUUID(), "adjudicator"))
                .get("/v1/cases/{id}", id)
                .then()
                .statusCode(200);
    }

    @Test
    void a_requester_learns_who_it_is_only_once_a_person_has_confirmed() {
        UUID job = jobWithCopies(8);
        watch.search();

        as(requester)
                .get("/v1/jobs/{id}/cases", job)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].state", equalTo("OPEN"))
                .body("items[0].workers", equalTo(2))
                .body("items[0].workerIds", nullValue())
                .body("items[0].evidence", nullValue());
        decide(onlyCase(job), "confirm", "Copied.").statusCode(200);
        as(requester)
                .get("/v1/jobs/{id}/cases", job)
                .then()
                .body("items[0].workerIds", containsInAnyOrder(text(workers.get(0)), text(workers.get(1))));
        as(UUID.randomUUID()).get("/v1/jobs/{id}/cases", job).then().statusCode(404);
    }

    @Test
    void the_workers_concerned_read_the_decision_and_nobody_else_does() {
        UUID job = jobWithCopies(8);
        watch.search();
        decisions(workers.get(0)).body("items", hasSize(0));

        decide(onlyCase(job), "dismiss", "Both followed the old example.").statusCode(200);

        decisions(workers.get(0))
                .body("items", hasSize(1))
                .body("items[0].system", equalTo("signal-error-agreement"))
                .body("items[0].systemVersion", equalTo(1))
                .body("items[0].data", notNullValue())
                .body("items[0].outcome", equalTo("DISMISSED"))
                .body("items[0].reason", equalTo("Both followed the old example."))
                .body("items[0].decidedAt", notNullValue());
        String said = decisions(workers.get(0)).extract().asString();
        assertThat(said).doesNotContain(text(workers.get(1)));
        decisions(workers.get(1)).body("items", hasSize(1));
        decisions(workers.get(2)).body("items", hasSize(0));
    }

    @Test
    void cases_come_page_by_page() {
        UUID job = job();
        UUID hasty = worker();
        UUID hastier = worker();
        for (int task = 1; task <= 12; task++) {
            answer(job, task, hasty, "{\"mood\": \"happy\"}", 0);
            answer(job, task, hastier, "{\"mood\": \"happy\"}", 0);
        }
        watch.search();

        String next = staff().queryParam("jobId", job)
                .queryParam("limit", 1)
                .get("/v1/cases")
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("next");
        staff().queryParam("jobId", job)
                .queryParam("cursor", next)
                .get("/v1/cases")
                .then()
                .body("items", hasSize(1))
                .body("next", nullValue());
        staff().queryParam("cursor", "nonsense").get("/v1/cases").then().statusCode(400);
    }

    private ValidatableResponse cases(UUID job) {
        return staff().queryParam("jobId", job).get("/v1/cases").then().statusCode(200);
    }

    private String onlyCase(UUID job) {
        return cases(job).body("items", hasSize(1)).extract().path("items[0].id");
    }

    private ValidatableResponse decisions(UUID worker) {
        return as(TestTokens.worker(worker)).get("/v1/decisions").then().statusCode(200);
    }

    private ValidatableResponse decide(String id, String verb, String reason) {
        return staff().contentType("application/json")
                .body("{\"reason\": \"%s\"}".formatted(reason))
                .post("/v1/cases/{id}/" + verb, id)
                .then();
    }

    private RequestSpecification staff() {
        return as(TestTokens.withRoles(operator, "operator"));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static RequestSpecification as(UUID requesterId) {
        return TestJobs.as(requesterId);
    }

    private static String text(UUID id) {
        return id.toString();
    }

    private String workAndMoney(UUID job) {
        String ids = workers.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
        return jobs.text(WORK_AND_MONEY, job, job, job, ids, job, job);
    }

    /** The types of all events about the job that are not its own or its assignments'. */
    private List<String> told(UUID job) {
        var types = new ArrayList<String>();
        try (var topics = new TestTopics()) {
            await().untilAsserted(() -> {
                for (var record : topics.poll("task.case.v1")) {
                    JsonNode event = json.readTree(record.value());
                    if (event.path("jobId").asText().equals(text(job))) {
                        types.add(event.path("type").asText());
                    }
                }
                assertThat(types).hasSize(2);
            });
        }
        return types;
    }

    /** Ten workers on twenty tasks; the first two are wrong together on so many of them. */
    private UUID jobWithCopies(int wrong) {
        UUID job = job();
        for (int worker = 0; worker < 10; worker++) {
            workers.add(worker());
        }
        for (int task = 1; task <= TASKS; task++) {
            for (int worker = 0; worker < 10; worker++) {
                String mood = worker < 2 && task <= wrong ? "sad" : "happy";
                answer(job, task, workers.get(worker), "{\"mood\": \"%s\"}".formatted(mood), 12);
            }
        }
        // The watch of the service may have looked while the answers came.
        countOneMore(job);
        return job;
    }

    /** The copies are wrong together on more of the tasks, as after a correction in the grace time. */
    private void addSharedErrors(UUID job, int more) {
        jobs.execute("""
                update assignment set answer = '{"mood": "sad"}'
                where job_id = ? and worker_id in (?, ?) and task_id in (
                    select task_id from assignment where job_id = ? and worker_id = ? and answer ->> 'mood' = 'happy'
                    order by position limit ?)
                """, job, workers.get(0), workers.get(1), job, workers.get(0), more);
        countOneMore(job);
    }

    private void countOneMore(UUID job) {
        jobs.execute("update job_progress set approved = approved + 1 where job_id = ?", job);
    }

    private UUID job() {
        UUID job = jobs.draftWithTasks(requester, TASKS);
        jobs.execute("update job set state = 'OPEN' where id = ?", job);
        jobs.execute("insert into job_progress (job_id, submitted) values (?, 1)", job);
        return job;
    }

    private static UUID worker() {
        return Ids.next();
    }

    private void answer(UUID job, int task, UUID worker, String answer, int seconds) {
        jobs.execute("""
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor,
                                        currency, claimed_at, deadline_at, submitted_at, active_seconds, answer,
                                        time_basis)
                select ?, t.job_id, t.id, t.position, ?, ?, 'SUBMITTED', 5, 'EUR', now() - interval '1 minute',
                       now() + interval '1 hour', now() + t.position * interval '1 second', ?, ?::jsonb, 'MEASURED'
                from task t where t.job_id = ? and t.external_id = ?
                """, Ids.next(), requester, worker, seconds, answer, job, "t" + task);
    }
}
