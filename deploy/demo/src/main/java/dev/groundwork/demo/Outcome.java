package dev.groundwork.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What came of the work: every answer that the marketplace kept, and the result of every task.
 *
 * @param perWorker answers by worker
 * @param workedSeconds what these answers took by the crowd's own word, by worker
 * @param activeSeconds the server's own measure of them by worker; in a replay a fraction of what the work took
 * @param right those of {@code withTruth} whose result is the truth
 * @param withTruth tasks with a known truth that are no control tasks
 * @param controlAnswers answers to control tasks
 */
record Outcome(
        long answers,
        Map<UUID, Long> perWorker,
        Map<UUID, Long> workedSeconds,
        Map<UUID, Long> activeSeconds,
        long right,
        long withTruth,
        long ties,
        long controlAnswers) {

    /** Fetches both, and checks the one against what the crowd said and the other against its own majority. */
    static Outcome fetch(
            Api api,
            Identity.Session requester,
            String job,
            Crowd crowd,
            QualityPlan plan,
            List<Worker> workers,
            long given,
            Checks checks) {
        var people = workers.stream().collect(Collectors.toMap(Worker::id, Worker::person));
        var kept = lines(api.bytes(requester, "/v1/jobs/" + job + "/exports/answers.jsonl"));
        var votes = new HashMap<String, Map<String, Integer>>();
        var perWorker = new HashMap<UUID, Long>();
        var worked = new HashMap<UUID, Long>();
        var active = new HashMap<UUID, Long>();
        long strange = 0;
        long controlAnswers = 0;
        for (var answer : kept) {
            var externalId = answer.path("externalId").asText();
            var worker = UUID.fromString(answer.path("workerId").asText());
            var label = answer.path("answer").path(Posting.OUTPUT).asText();
            var person = people.get(worker);
            if (person == null) {
                strange++;
                continue;
            }
            var vote = crowd.vote(person, externalId);
            if (!vote.label().equals(label)) {
                strange++;
            }
            votes.computeIfAbsent(externalId, task -> new HashMap<>()).merge(label, 1, Integer::sum);
            controlAnswers += plan.isControl(externalId) ? 1 : 0;
            perWorker.merge(worker, 1L, Long::sum);
            worked.merge(worker, (long) vote.seconds(), Long::sum);
            active.merge(worker, answer.path("activeSeconds").asLong(), Long::sum);
        }
        checks.same("every answer arrived once", plan.dynamic() ? given : crowd.answers(), (long) kept.size());
        checks.same("every answer kept is the one that was given", 0L, strange);

        long agreeing = 0;
        long right = 0;
        long withTruth = 0;
        long ties = 0;
        var truth = crowd.truth();
        awaitResults(api, requester, job);
        var results = api.all(requester, "/v1/jobs/" + job + "/results?limit=200");
        for (var result : results) {
            var externalId = result.path("externalId").asText();
            var chosen = result.path("result").path(Posting.OUTPUT);
            var label = chosen.path("value").asText();
            var counted = votes.getOrDefault(externalId, Map.of());
            int most = counted.values().stream().max(Integer::compare).orElse(0);
            if (most > 0
                    && counted.getOrDefault(label, 0) == most
                    && chosen.path("votes").asInt() == most) {
                agreeing++;
            }
            if (counted.values().stream().filter(count -> count == most).count() > 1) {
                ties++;
            }
            var known = truth.get(externalId);
            if (known != null && !plan.leftOut().contains(externalId)) {
                withTruth++;
                right += known.equals(label) ? 1 : 0;
            }
        }
        if (!plan.isAny()) {
            checks.same(
                    "every task has the result that most of its answers name",
                    (long) crowd.items().size(),
                    agreeing);
        }
        return new Outcome(
                kept.size(),
                Map.copyOf(perWorker),
                Map.copyOf(worked),
                Map.copyOf(active),
                right,
                withTruth,
                ties,
                controlAnswers);
    }

    /** Results of a large job follow its last answers after some seconds. */
    private static void awaitResults(Api api, Identity.Session requester, String job) {
        Waiting.until(
                "the results follow the last answers",
                () -> api.get(requester, "/v1/jobs/" + job + "/results?limit=1")
                                .path("pendingTasks")
                                .asInt()
                        == 0);
    }

    private static List<JsonNode> lines(byte[] jsonl) {
        var mapper = new ObjectMapper();
        var nodes = new ArrayList<JsonNode>();
        for (var line : new String(jsonl, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank()) {
                try {
                    nodes.add(mapper.readTree(line));
                } catch (IOException broken) {
                    throw new UncheckedIOException("the export has a line that is no JSON: " + line, broken);
                }
            }
        }
        return nodes;
    }
}
