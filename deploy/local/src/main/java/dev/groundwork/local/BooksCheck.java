package dev.groundwork.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * {@code ./groundwork audit}: has the payment-service check every invariant of its books, and compares its seals with those
 * that it published, which the owner of its database cannot rewrite, and the work that it paid with the work that the
 * task-service says is to be paid.
 *
 * @param paymentService its address, without a slash at its end
 * @param taskService likewise
 * @param token of somebody who may read the audit: finance or an operator
 * @param patience how long an approval may take from the one service to the other
 */
public record BooksCheck(
        URI paymentService, URI taskService, String token, String bootstrapServers, Duration patience) {

    private static final String TOPIC = "payment.seal.v1";

    private static final int PAGE = 1_000;

    private static final long PAUSE_MILLIS = 500;

    /** As long as even a marketplace with a lot to do lets an approval wait. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Prints a line for each invariant, and below it what violates it.
     *
     * @return whether all hold
     * @throws IOException when the service or Kafka does not answer
     */
    public boolean run(PrintStream out) throws IOException {
        var report = get("/v1/audit");
        boolean ok = true;
        for (var invariant : report.path("invariants")) {
            List<String> violations = new ArrayList<>();
            invariant.path("violations").forEach(violation -> violations.add(violation.asText()));
            ok &= print(
                    out,
                    invariant.path("number").asText(),
                    invariant.path("name").asText(),
                    invariant.path("millis").asText() + " ms",
                    violations);
        }
        var published = published();
        var stored = stored();
        ok &= print(
                out,
                "",
                "the seals are those that were published",
                published.size() + " of " + stored.size(),
                differences(published, stored));
        var paid = paid();
        ok &= print(
                out,
                "",
                "the services agree on which work was paid",
                String.format(Locale.ROOT, "%,d assignments", paid.assignments()),
                paid.differences());
        out.printf(Locale.ROOT, "%,d transfers: %s%n", report.path("transfers").asLong(), ok ? "GREEN" : "RED");
        return ok;
    }

    private static boolean print(PrintStream out, String number, String name, String measure, List<String> violations) {
        var verdict = violations.isEmpty() ? "ok" : "VIOLATED";
        out.printf("%2s  %-62s %-8s %10s%n", number, name, verdict, measure);
        violations.forEach(violation -> out.println("      " + violation));
        return violations.isEmpty();
    }

    /** What was sealed last may still be on its way to Kafka. */
    private static List<String> differences(SortedMap<Long, String> published, SortedMap<Long, String> stored) {
        List<String> differences = new ArrayList<>();
        long last = published.isEmpty() ? 0 : published.lastKey();
        published.forEach((block, hash) -> {
            var here = stored.get(block);
            if (here == null) {
                differences.add("seal " + block + " was published and is gone");
            } else if (!here.equals(hash)) {
                differences.add("seal " + block + " was published as " + hash + " and is now " + here);
            }
        });
        stored.headMap(last).keySet().stream()
                .filter(block -> !published.containsKey(block))
                .forEach(block -> differences.add("seal " + block + " was never published"));
        return differences;
    }

    /** @param assignments how many the books have paid */
    private record Paid(long assignments, List<String> differences) {}

    /** Approvals are on their way from the one to the other all the time: a job on which both agreed once is right. */
    private Paid paid() throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        var due = work(taskService, "/v1/paid-work");
        var done = work(paymentService, "/v1/audit/paid-work");
        var assignments = done.values().stream().mapToLong(Work::assignments).sum();
        var disputed = disagreements(due, done);
        while (!disputed.isEmpty() && System.nanoTime() < deadline) {
            pause();
            due = work(taskService, "/v1/paid-work");
            done = work(paymentService, "/v1/audit/paid-work");
            disputed.retainAll(disagreements(due, done));
        }
        List<String> differences = new ArrayList<>();
        for (var key : disputed) {
            differences.add(key + ": " + due.getOrDefault(key, Work.NONE) + " to be paid, "
                    + done.getOrDefault(key, Work.NONE) + " paid");
        }
        return new Paid(assignments, differences);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while approvals were on their way", e);
        }
    }

    /** The assignments of a job that are paid in one currency. */
    private record Work(long assignments, String minor, String hash) {

        static final Work NONE = new Work(0, "0", "0");

        /** The hash is said too: it may be all that differs. */
        @Override
        public String toString() {
            return assignments + " assignments of " + minor + " in minor units (hash " + hash + ")";
        }
    }

    private SortedMap<String, Work> work(URI service, String path) throws IOException {
        SortedMap<String, Work> work = new TreeMap<>();
        var cursor = "";
        do {
            var page = get(service, path + "?limit=" + PAGE + "&cursor=" + cursor);
            for (var sum : page.path("items")) {
                work.put(
                        "job " + sum.path("jobId").asText() + " in "
                                + sum.path("currency").asText(),
                        new Work(
                                sum.path("assignments").asLong(),
                                sum.path("minor").asText(),
                                sum.path("hash").asText()));
            }
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
        return work;
    }

    private static SortedSet<String> disagreements(SortedMap<String, Work> due, SortedMap<String, Work> done) {
        SortedSet<String> all = new TreeSet<>(due.keySet());
        all.addAll(done.keySet());
        all.removeIf(key -> due.getOrDefault(key, Work.NONE).equals(done.getOrDefault(key, Work.NONE)));
        return all;
    }

    private SortedMap<Long, String> stored() throws IOException {
        SortedMap<Long, String> stored = new TreeMap<>();
        var cursor = "";
        do {
            var page = get("/v1/audit/seals?limit=" + PAGE + "&cursor=" + cursor);
            page.path("items")
                    .forEach(seal -> stored.put(
                            seal.path("block").asLong(), seal.path("hash").asText()));
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
        return stored;
    }

    /** The first that was said of a block counts; what contradicts it later shows as a difference of its own. */
    private SortedMap<Long, String> published() throws IOException {
        SortedMap<Long, String> published = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "default.api.timeout.ms",
                        Long.toString(ANSWER.toMillis())),
                new StringDeserializer(),
                new StringDeserializer())) {
            var known = consumer.listTopics().get(TOPIC);
            if (known == null) {
                return published;
            }
            var partitions = known.stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var record : consumer.poll(ANSWER)) {
                    var seal = JSON.readTree(record.value());
                    published.putIfAbsent(
                            seal.path("block").asLong(), seal.path("hash").asText());
                }
            }
            return published;
        } catch (KafkaException e) {
            throw new IOException("Kafka does not say what was published on " + TOPIC + ": " + e.getMessage(), e);
        }
    }

    private JsonNode get(String path) throws IOException {
        return get(paymentService, path);
    }

    private JsonNode get(URI service, String path) throws IOException {
        var connection = (HttpURLConnection) URI.create(service + path).toURL().openConnection();
        try {
            connection.setConnectTimeout(5_000);
            connection.setRequestProperty("Authorization", "Bearer " + token);
            if (connection.getResponseCode() != 200) {
                var problem = connection.getErrorStream();
                var why = problem == null ? "" : new String(problem.readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException(
                        service + " does not answer " + path + " (HTTP " + connection.getResponseCode() + "): " + why);
            }
            try (var answer = connection.getInputStream()) {
                return JSON.readTree(answer);
            }
        } finally {
            connection.disconnect();
        }
    }
}
