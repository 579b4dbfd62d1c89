package dev.groundwork.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.ApiProblem;
import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The requester's part before the work: describe the job, upload its tasks, see the price, fund it, publish it. */
final class Posting {

    static final String CURRENCY = "EUR";
    /** The property of an answer that holds the chosen label. */
    static final String OUTPUT = "label";

    /**
     * An hour's pay that passes the floor check everywhere in the euro area: the highest statutory minimum among the
     * crowd's countries is 14.71 EUR, and the check takes one and a half times the announced time.
     */
    private static final BigDecimal HOURLY = new BigDecimal("15.00");

    private static final BigDecimal CAUTION = new BigDecimal("1.5");
    private static final int UPLOADS_AT_A_TIME = 8;

    /** The demo shows a pilot also where the platform asks for none: of as many people as the platform would ask by itself. */
    private static final int PILOT_WORKERS = 10;

    private final Api api;
    private final Identity.Session requester;
    private final Crowd crowd;
    private final QualityPlan plan;
    private final RunState state;
    private final Terminal terminal;
    private final ObjectMapper json = new ObjectMapper();

    Posting(Api api, Identity.Session requester, Crowd crowd, QualityPlan plan, RunState state, Terminal terminal) {
        this.api = api;
        this.requester = requester;
        this.crowd = crowd;
        this.plan = plan;
        this.state = state;
        this.terminal = terminal;
    }

    /** {@return the id of the job, open for work or at least in its pilot} */
    String post() {
        var job = job();
        if (state(job).equals("DRAFT")) {
            uploadPictures();
            uploadTasks(job);
            fund(job);
            publish(job);
        }
        awaitOpen(job);
        requireEnoughPeople(job);
        return job;
    }

    /**
     * A pilot takes one answer a person: a crowd smaller than it would wait for somebody else until the pilot is judged on what it
     * has. How many people that is, the platform says; its operator may ask for fewer where there are no more.
     */
    private void requireEnoughPeople(String job) {
        int wanted = api.get(requester, "/v1/jobs/" + job + "/progress")
                .path("pilot")
                .path("wanted")
                .asInt();
        int people = crowd.people().size();
        if (wanted > people) {
            // The money that is held for it goes back to the requester.
            api.post(requester, "/v1/jobs/" + job + "/cancel", null, "demo-" + state.run() + "-cancel");
            throw new IllegalStateException(
                    ("the pilot of the job asks for %d different people and the crowd has %d, so the job is cancelled."
                                    + " A marketplace of so few people is started with GROUNDWORK_PILOT_WORKERS=%d ./groundwork up;"
                                    + " then run this again with --new")
                            .formatted(wanted, people, people));
        }
    }

    private String job() {
        var known = state.text("job");
        if (known != null) {
            return known;
        }
        var created = api.post(requester, "/v1/jobs", terms(), "demo-" + state.run() + "-job");
        var job = created.path("id").asText();
        state.set("reward", reward().toPlainString());
        state.set("job", job);
        terminal.say("Job: %s, %s %s an answer (announced time %d s)"
                .formatted(job, reward().toPlainString(), CURRENCY, crowd.estimateSeconds()));
        return job;
    }

    private Map<String, Object> terms() {
        var terms = new LinkedHashMap<String, Object>();
        terms.put("title", crowd.question() + " – " + crowd.name());
        terms.put("description", "Posted by ./groundwork demo, run " + state.run());
        terms.put("reward", Map.of("amount", reward().toPlainString(), "currency", CURRENCY));
        terms.put("timeEstimate", "PT" + crowd.estimateSeconds() + "S");
        terms.put("timeLimit", "PT2H");
        terms.put(
                "overlap",
                plan.isAny()
                        ? QualityPlan.mostOverlap(crowd)
                        : crowd.items().getFirst().overlap());
        if (plan.isAny()) {
            terms.put("quality", plan.policy(crowd));
        }
        terms.put("reviewWindow", "P7D");
        terms.put("floorPolicy", "UNIFORM");
        terms.put("pilotWorkers", Math.min(PILOT_WORKERS, crowd.people().size()));
        terms.put("spec", spec());
        return terms;
    }

    private Map<String, Object> spec() {
        boolean pictures = crowd.picture(crowd.items().getFirst().externalId()) != null;
        var input = pictures
                ? Map.of("image", Map.of("type", "string", "format", "uri", "x-media", "image"))
                : Map.of("item", Map.of("type", "string"));
        var shown = pictures
                ? Map.of("type", "view.image", "value", Map.of("$in", "/image"))
                : Map.of("type", "view.text", "value", Map.of("$in", "/item"));
        return Map.of(
                "spec",
                "task/1",
                "title",
                Map.of("en", crowd.question()),
                "input",
                Map.of(
                        "$schema",
                        "https://json-schema.org/draft/2020-12/schema",
                        "type",
                        "object",
                        "properties",
                        input,
                        "required",
                        List.copyOf(input.keySet())),
                "output",
                Map.of(
                        "type",
                        "object",
                        "additionalProperties",
                        false,
                        "required",
                        List.of(OUTPUT),
                        "properties",
                        Map.of(OUTPUT, crowd.kind().schema(crowd.labels()))),
                "ui",
                Map.of(
                        "kind",
                        "blocks",
                        "layout",
                        "media-side",
                        "blocks",
                        List.of(shown, crowd.kind().block('/' + OUTPUT))),
                "instructions",
                Map.of("short", Map.of("en", crowd.kind().instruction())));
    }

    /** What the announced time, one and a half times, is worth at the hourly pay; rounded up to the cent. */
    BigDecimal reward() {
        return HOURLY.multiply(CAUTION)
                .multiply(BigDecimal.valueOf(crowd.estimateSeconds()))
                .divide(BigDecimal.valueOf(3600), 2, RoundingMode.CEILING);
    }

    private void uploadPictures() {
        var pending = crowd.items().stream()
                .filter(item ->
                        state.entry("media", item.externalId()) == null && crowd.picture(item.externalId()) != null)
                .toList();
        if (pending.isEmpty()) {
            return;
        }
        var sent = new AtomicInteger();
        terminal.moving(() -> "Pictures: %d of %d uploaded".formatted(sent.get(), pending.size()));
        Parallel.forEach(pending, UPLOADS_AT_A_TIME, item -> {
            var picture = crowd.picture(item.externalId());
            if (picture != null) {
                var media = api.post(
                        requester,
                        "/v1/media",
                        picture,
                        "image/png",
                        "demo-" + state.run() + "-media-" + item.externalId());
                state.setEntry("media", item.externalId(), media.path("id").asText());
                sent.incrementAndGet();
            }
        });
        terminal.still();
    }

    private void uploadTasks(String job) {
        var lines = new StringBuilder();
        for (var item : crowd.items()) {
            var media = state.entry("media", item.externalId());
            var input = media == null ? Map.of("item", item.externalId()) : Map.of("image", "media:" + media);
            try {
                var row = new LinkedHashMap<String, Object>();
                row.put("externalId", item.externalId());
                row.put("input", input);
                row.put("overlap", item.overlap());
                if (plan.isControl(item.externalId())) {
                    row.put("gold", Map.of(OUTPUT, crowd.kind().write(truthOf(item.externalId()))));
                }
                lines.append(json.writeValueAsString(row)).append('\n');
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        var answer = api.post(
                requester,
                "/v1/jobs/" + job + "/tasks",
                lines.toString().getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson",
                null);
        terminal.say("Tasks: %,d uploaded (%d new, %d known already)"
                .formatted(
                        crowd.items().size(),
                        answer.path("added").asLong(),
                        answer.path("repeated").asLong()));
    }

    private String truthOf(String externalId) {
        var label = crowd.truth().get(externalId);
        if (label == null) {
            throw new IllegalStateException("a control task without a truth: " + externalId);
        }
        return label;
    }

    private void fund(String job) {
        var quote = api.get(requester, "/v1/jobs/" + job + "/quote");
        var total = Amounts.of(quote.path("total"));
        long assignments = quote.path("assignments").asLong();
        state.set("quote.assignments", Long.toString(assignments));
        state.set("quote.base", Amounts.of(quote.path("base")).toPlainString());
        state.set("quote.fee", Amounts.of(quote.path("fee")).toPlainString());
        state.set("quote.total", total.toPlainString());
        if (state.text("before.available") == null) {
            // Before the deposit: what the requester's money was, so that the run's own can be told apart.
            var before = Amounts.balance(api.get(requester, "/v1/balance"), CURRENCY);
            state.set("before.held", Amounts.in(before, "held").toPlainString());
            state.set("before.spent", Amounts.in(before, "spent").toPlainString());
            state.set("before.available", Amounts.in(before, "available").toPlainString());
        }
        api.post(
                requester,
                "/v1/deposits",
                Map.of(
                        "amount",
                        Map.of("amount", total.toPlainString(), "currency", CURRENCY),
                        "reference",
                        "demo " + state.run()),
                "demo-" + state.run() + "-deposit");
        state.set("deposited", total.toPlainString());
        terminal.say("Money: %s %s deposited: %s rewards, %s fee, %s reserve for top-ups"
                .formatted(
                        total.toPlainString(),
                        CURRENCY,
                        state.known("quote.base"),
                        state.known("quote.fee"),
                        Amounts.of(quote.path("reserve")).toPlainString()));
    }

    private void publish(String job) {
        try {
            api.post(requester, "/v1/jobs/" + job + "/publish", null, "demo-" + state.run() + "-publish");
        } catch (ApiProblem problem) {
            if (!problem.code().equals("job-not-draft")) {
                throw problem;
            }
        }
    }

    private void awaitOpen(String job) {
        terminal.moving(() -> "Job: waiting for its funds");
        try {
            Waiting.until("the job is open", () -> {
                var view = view(job);
                if (state(view).equals("DRAFT")) {
                    throw new IllegalStateException("the job was not funded: "
                            + view.path("stateReason").asText("no reason given"));
                }
                if (state(view).equals("CANCELLED")) {
                    throw new IllegalStateException("the job of this run was cancelled: begin a new run with --new");
                }
                return List.of("PILOT", "OPEN", "COMPLETED").contains(state(view));
            });
        } finally {
            terminal.still();
        }
    }

    private String state(String job) {
        return state(view(job));
    }

    private static String state(JsonNode view) {
        return view.path("state").asText();
    }

    private JsonNode view(String job) {
        return api.get(requester, "/v1/jobs/" + job);
    }
}
