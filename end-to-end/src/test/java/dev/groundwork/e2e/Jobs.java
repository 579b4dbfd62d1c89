package dev.groundwork.e2e;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.restassured.path.json.JsonPath;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

/** Jobs as tests post them. */
final class Jobs {

    static final Duration SOON = Duration.ofSeconds(60);

    private Jobs() {}

    /** A job of choices between three animals; the members given replace or add to the ordinary ones. */
    static Map<String, Object> terms(Map<String, Object> others) {
        var terms = new LinkedHashMap<String, Object>(Map.of(
                "title",
                "Which animal is it?",
                "reward",
                money("0.10"),
                "timeEstimate",
                "PT10S",
                "timeLimit",
                "PT30M",
                "overlap",
                2,
                "reviewWindow",
                "P7D",
                "spec",
                spec("text", Map.of("type", "string"))));
        terms.putAll(others);
        return terms;
    }

    static Map<String, Object> money(String amount) {
        return Map.of("amount", amount, "currency", "EUR");
    }

    /** A spec with one input property and a choice named {@code animal}. */
    static Map<String, Object> spec(String input, Map<String, Object> schema) {
        return Map.of(
                "spec", "task/1",
                "title", Map.of("en", "Which animal is it?"),
                "input", Map.of("type", "object", "required", List.of(input), "properties", Map.of(input, schema)),
                "output",
                        Map.of(
                                "type",
                                "object",
                                "additionalProperties",
                                false,
                                "required",
                                List.of("animal"),
                                "properties",
                                Map.of(
                                        "animal",
                                        Map.of(
                                                "type",
                                                "string",
                                                "enum",
                                                List.of("cat", "dog", "owl"),
                                                "x-kind",
                                                "choice"))),
                "ui", Map.of("kind", "blocks", "blocks", List.of(Map.of("type", "field.choice", "out", "/animal"))));
    }

    /** Drafts a job; {@return its path} */
    static String draft(Person requester, Map<String, Object> terms) {
        return "/v1/jobs/"
                + requester
                        .once(terms)
                        .post("/v1/jobs")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
    }

    /** Uploads tasks as lines of JSON. */
    static JsonPath upload(Person requester, String job, String lines) {
        return requester
                .with()
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post(job + "/tasks")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** {@return that many tasks with texts, {@code t1} and so on} */
    static String texts(int tasks) {
        var lines = new StringBuilder();
        for (int n = 1; n <= tasks; n++) {
            lines.append("{\"externalId\":\"t%d\",\"input\":{\"text\":\"animal %d\"}}\n".formatted(n, n));
        }
        return lines.toString();
    }

    /** Deposits what the job costs. */
    static void fund(Person requester, String job) {
        String total = requester
                .with()
                .get(job + "/quote")
                .then()
                .statusCode(200)
                .extract()
                .path("total.amount");
        requester
                .once(Map.of("amount", money(total), "reference", "for " + job))
                .post("/v1/deposits")
                .then()
                .statusCode(201);
    }

    /** Publishes, and returns when the job is open. */
    static void open(Person requester, String job) {
        requester.with().post(job + "/publish").then().statusCode(202);
        await().atMost(SOON)
                .untilAsserted(
                        () -> requester.with().get(job).then().statusCode(200).body("state", is("OPEN")));
    }

    /** An open job with so many tasks of texts; {@return its path} */
    static String openJob(Person requester, Map<String, Object> others, int tasks) {
        var job = draft(requester, terms(others));
        upload(requester, job, texts(tasks));
        fund(requester, job);
        open(requester, job);
        return job;
    }

    /** A claimed task as its worker gets it. */
    record Claimed(String assignmentId, String externalId, Map<String, String> input) {}

    /** Claims once the worker's profile has arrived. */
    static List<Claimed> claim(Person worker, String job, int count) {
        var claimed = new ArrayList<Claimed>();
        await().atMost(SOON).untilAsserted(() -> {
            var answer = worker.with()
                    .post(job + "/claims?count=" + count)
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            for (int n = 0; n < answer.getList("items").size(); n++) {
                var item = "items[" + n + "].";
                claimed.add(new Claimed(
                        answer.getString(item + "assignmentId"),
                        answer.getString(item + "externalId"),
                        answer.getMap(item + "input", String.class, String.class)));
            }
        });
        return claimed;
    }

    /** Submits an answer. */
    static void submit(Person worker, String assignment, String animal) {
        worker.sending(Map.of("answer", Map.of("animal", animal), "activeSeconds", 1))
                .post("/v1/assignments/" + assignment + "/submit")
                .then()
                .statusCode(200)
                .body("state", is("SUBMITTED"));
    }
}
