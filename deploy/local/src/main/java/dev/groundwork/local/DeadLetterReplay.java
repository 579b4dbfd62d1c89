package dev.groundwork.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the dead letters of a topic to that topic again, once what killed them is repaired.
 *
 * <p>Each keeps its id, so consumers that had its effect drop it, and the one that failed on it gets another chance. What was
 * replayed before is not replayed again; what dies again waits for the next call.
 */
public final class DeadLetterReplay {

    /** Its offsets are the memory of what was replayed. */
    private static final String GROUP = "dead-letter-replay";

    private static final Set<String> OF_THE_DEAD =
            Set.of("ce_deadcause", "ce_deadservice", "dead-original-partition", "dead-original-offset");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private DeadLetterReplay() {}

    /**
     * Replays the dead letters of one topic.
     *
     * <p>{@code java … dev.groundwork.local.DeadLetterReplay TOPIC [BOOTSTRAP_SERVERS]}; the default for the servers is the
     * variable {@code KAFKA_BOOTSTRAP_SERVERS}, then {@code localhost:8086}.
     */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 2 || arguments[0].startsWith("-")) {
            System.err.println("Usage: replay TOPIC [BOOTSTRAP_SERVERS], such as: replay task.job.v1 localhost:8086");
            System.exit(2);
        }
        QuietClients.use();
        var fromEnvironment = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        var servers =
                arguments.length == 2 ? arguments[1] : fromEnvironment == null ? "localhost:8086" : fromEnvironment;
        try {
            int replayed = replay(servers, arguments[0]);
            System.out.println(replayed + (replayed == 1 ? " event" : " events") + " replayed to " + arguments[0]);
        } catch (KafkaException | IllegalStateException e) {
            System.err.println("The dead letters of " + arguments[0] + " were not all replayed: " + e.getMessage()
                    + ". Call again: what was replayed is not repeated.");
            System.exit(1);
        }
    }

    /**
     * Replays what lies on {@code <topic>.dead} now and was not replayed yet.
     *
     * @return how many events Kafka has acknowledged on {@code topic}
     * @throws KafkaException when Kafka cannot be reached; a later call continues
     */
    public static int replay(String bootstrapServers, String topic) {
        try (var dead = new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "group.id",
                                GROUP,
                                "enable.auto.commit",
                                "false",
                                "default.api.timeout.ms",
                                Long.toString(PATIENCE.toMillis())),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "max.block.ms",
                                Long.toString(PATIENCE.toMillis())),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var open = open(dead, topic + ".dead");
            int replayed = 0;
            while (!open.isEmpty()) {
                dead.assign(open.keySet());
                open.forEach((partition, range) -> dead.seek(partition, range.next()));
                replayed += replay(dead, producer, topic, open);
                open.values().removeIf(Range::isEmpty);
            }
            return replayed;
        }
    }

    /** One round: send what a poll gives, wait until Kafka has it, remember it. */
    private static int replay(
            KafkaConsumer<byte[], byte[]> dead,
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            Map<TopicPartition, Range> open) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        var done = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var record : dead.poll(PATIENCE)) {
            var partition = new TopicPartition(record.topic(), record.partition());
            var range = open.get(partition);
            if (range == null || record.offset() >= range.end()) {
                continue;
            }
            sent.add(producer.send(revived(record, topic)));
            open.put(partition, new Range(record.offset() + 1, range.end()));
            done.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
        if (sent.isEmpty()) {
            throw new IllegalStateException("Kafka has dead letters and does not hand them out");
        }
        sent.forEach(DeadLetterReplay::await);
        dead.commitSync(done);
        return sent.size();
    }

    private static ProducerRecord<byte[], byte[]> revived(ConsumerRecord<byte[], byte[]> record, String topic) {
        List<Header> headers = new ArrayList<>();
        for (var header : record.headers()) {
            if (!OF_THE_DEAD.contains(header.key())) {
                headers.add(header);
            }
        }
        return new ProducerRecord<>(topic, null, record.key(), record.value(), headers);
    }

    private static void await(Future<RecordMetadata> acknowledged) {
        try {
            acknowledged.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take an event: " + e.getCause(), e);
        }
    }

    /** Per partition, what was dead when we began and not replayed before: what dies again during a replay comes later. */
    private static Map<TopicPartition, Range> open(KafkaConsumer<byte[], byte[]> dead, String topic) {
        if (!dead.listTopics().containsKey(topic)) {
            return Map.of();
        }
        var partitions = new HashSet<TopicPartition>();
        for (PartitionInfo partition : dead.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, partition.partition()));
        }
        var committed = dead.committed(partitions);
        var beginnings = dead.beginningOffsets(partitions);
        var open = new HashMap<TopicPartition, Range>();
        dead.endOffsets(partitions).forEach((partition, end) -> {
            var remembered = committed.get(partition);
            long beginning = beginnings.getOrDefault(partition, 0L);
            long next = remembered == null ? beginning : Math.max(beginning, remembered.offset());
            if (next < end) {
                open.put(partition, new Range(next, end));
            }
        });
        return open;
    }

    private record Range(long next, long end) {

        boolean isEmpty() {
            return next >= end;
        }
    }
}
