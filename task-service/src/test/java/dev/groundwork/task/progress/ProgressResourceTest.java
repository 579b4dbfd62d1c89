package dev.groundwork.task.progress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Multi;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ProgressResourceTest {

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @Test
    void a_draft_has_everything_before_it() {
        UUID jobId = jobs.draftWithTasks(requester, 3);

        as(requester)
                .get("/v1/jobs/{id}/progress", jobId)
                .then()
                .statusCode(200)
                .body("state", equalTo("DRAFT"))
                .body("tasks", equalTo(3))
                .body("tasksDone", equalTo(0))
                .body("assignments", equalTo(6))
                .body("open", equalTo(6))
                .body("spent.amount", equalTo("0.00"))
                .body("medianActiveSeconds", nullValue());
    }

    @Test
    void counts_what_is_done_and_spent() {
        UUID jobId = jobs.open(requester, 3);
        jobs.assignment(jobId, "t1", "APPROVED", "{\"mood\": \"sad\"}");
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        jobs.execute("delete from open_task where job_id = ? and position = 1", jobId);
        jobs.execute("update open_task set remaining = 1 where job_id = ? and position = 2", jobId);
        jobs.execute(
                "update job_progress set claimed = 1, submitted = 1, approved = 1, returned = 2, expired = 3 where job_id = ?",
                jobId);

        // Task 2 is half in somebody's hands, task 3 untouched; what somebody holds is counted as not done.
        as(requester)
                .get("/v1/jobs/{id}/progress", jobId)
                .then()
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("tasksDone", equalTo(0))
                .body("open", equalTo(3))
                .body("claimed", equalTo(1))
                .body("submitted", equalTo(1))
                .body("approved", equalTo(1))
                .body("returned", equalTo(2))
                .body("expired", equalTo(3))
                .body("spent.amount", equalTo("0.06"))
                .body("medianActiveSeconds", equalTo(12.0f));
    }

    @Test
    void is_followed_by_events_up_to_the_end_of_the_job() throws IOException, InterruptedException {
        UUID jobId = jobs.open(requester, 1);
        var request = HttpRequest.newBuilder(URI.create(
                        RestAssured.baseURI + ":" + RestAssured.port + "/v1/jobs/" + jobId + "/progress/events"))
                .header("Authorization", "Bearer " + TestTokens.requester(requester))
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(30))
                .build();
        var data = new ArrayList<String>();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");

            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                // Each event that arrives makes the next change; the stream ends by itself with the job.
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        data.add(line.substring("data:".length()));
                        change(jobId, data.size());
                    }
                }
            }
        }

        assertThat(data).hasSizeBetween(3, 4);
        assertThat(data.getFirst()).contains("\"state\":\"OPEN\"", "\"approved\":0");
        assertThat(data.get(1)).contains("\"state\":\"OPEN\"", "\"approved\":1");
        assertThat(data.getLast()).contains("\"state\":\"COMPLETED\"", "\"approved\":2", "\"tasksDone\":1");
    }

    private void change(UUID jobId, int events) {
        if (events <= 2) {
            jobs.execute("update job_progress set approved = ? where job_id = ?", events, jobId);
        }
    }

    @Test
    void the_events_of_a_job_that_has_ended_are_one() {
        UUID jobId = jobs.draft(requester);
        as(requester).post("/v1/jobs/{id}/cancel", jobId).then().statusCode(200);

        String events = as(requester)
                .get("/v1/jobs/{id}/progress/events", jobId)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(events).contains("event:progress", "\"state\":\"CANCELLED\"");
        assertThat(events.split("data:", -1)).hasSize(2);
    }

    @Test
    void a_silent_stream_says_that_it_is_alive_and_ends_with_its_events() {
        Multi<String> events = Multi.createFrom()
                .ticks()
                .every(Duration.ofMillis(400))
                .select()
                .first(2)
                .map(tick -> "event " + tick);

        List<String> heard = SseStream.withHeartbeat(events, Duration.ofMillis(50), () -> "beat")
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(heard).contains("beat", "event 0", "event 1").endsWith("event 1");
    }
}
