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
import dev.groundwork.truth.text.WordErrorRate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * What came of the work: every answer that the marketplace kept, and the result of every task.
 *
 * @param perWorker answers by worker
 * @param workedSeconds what these answers took by the crowd's own word, by worker
 * @param activeSeconds the server's own measure of them by worker; in a replay a fraction of what the work took
 * @param right those of {@code withTruth} whose result is the truth
 * @param withTruth tasks with a known truth that are no control tasks
 * @param controlAnswers answers to control tasks
 * @param wordErrorRate of the results where they are texts, on the tasks of {@code withTruth}; null where they are labels
 */
record Outcome(
        long answers,
        Map<UUID, Long> perWorker,
        Map<UUID, Long> workedSeconds,
        Map<UUID, Long> activeSeconds,
        long right,
        long withTruth,
        long ties,
        long controlAnswers,
        @Nullable Double wordErrorRate) {

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
            var label = crowd.kind().read(answer.path("answer").path(Posting.OUTPUT));
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
        var texts = new HashMap<String, String>();
        var truths = new HashMap<String, String>();
        awaitResults(api, requester, job);
        var results = api.all(requester, "/v1/jobs/" + job + "/results?limit=1000");
        for (var result : results) {
            var externalId = result.path("externalId").asText();
            var chosen = result.path("result").path(Posting.OUTPUT);
            var label = crowd.kind().read(chosen.path("value"));
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
                texts.put(externalId, label);
                truths.put(externalId, known);
            }
        }
        if (!crowd.kind().isCounted()) {
            checks.same(
                    "every task has one of its texts as its result",
                    (long) crowd.items().size(),
                    texts(results, crowd, votes));
        } else if (!plan.isAny()) {
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
                controlAnswers,
                crowd.kind().isCounted() || truths.isEmpty()
                        ? null
                        : WordErrorRate.of(texts, truths).corpus());
    }

    /** {@return how many results are one of the texts that people wrote, but for the space around it} */
    private static long texts(List<JsonNode> results, Crowd crowd, Map<String, Map<String, Integer>> votes) {
        return results.stream()
                .filter(result -> {
                    var text = crowd.kind()
                            .read(result.path("result").path(Posting.OUTPUT).path("value"));
                    return votes.getOrDefault(result.path("externalId").asText(), Map.of()).keySet().stream()
                            .anyMatch(written -> written.strip().equals(text.strip()));
                })
                .count();
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
