package dev.groundwork.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts and reads what services have published, outside of any consumer group. */
final class Topics implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;

    Topics(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "fetch.max.bytes",
                        8_000_000),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** {@return one more than the last offset, by partition} */
    Map<TopicPartition, Long> ends(String topic) {
        return new HashMap<>(consumer.endOffsets(partitions(topic)));
    }

    /** {@return records published between the two marks} */
    static long between(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return to.entrySet().stream()
                .mapToLong(end -> end.getValue() - from.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Reads every record between two marks, with the time at which Kafka was handed it. */
    void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, BiConsumer<String, Instant> reader) {
        List<TopicPartition> partitions = new ArrayList<>(to.keySet());
        consumer.assign(partitions);
        for (var partition : partitions) {
            consumer.seek(partition, from.getOrDefault(partition, 0L));
        }
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < to.getOrDefault(partition, 0L))) {
            for (var record : consumer.poll(Duration.ofMillis(500))) {
                if (record.value() != null
                        && record.offset()
                                < to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    reader.accept(record.value(), Instant.ofEpochMilli(record.timestamp()));
                }
            }
        }
        consumer.unsubscribe();
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
