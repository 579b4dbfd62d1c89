package dev.groundwork.local.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A test's own hand in Kafka: writes records and reads whole topics from their beginning, outside of any consumer
 * group. For one thread.
 */
public final class TestTopics implements AutoCloseable {

    static final String BOOTSTRAP_PROPERTY = "groundwork.test.kafka.bootstrap";

    private final String bootstrapServers;
    private final KafkaProducer<String, String> producer;
    private final Map<String, KafkaConsumer<String, String>> consumers = new HashMap<>();

    /**
     * Connects to the Kafka of the running {@link KafkaTestResource}.
     *
     * @throws IllegalStateException when none runs
     */
    public TestTopics() {
        this(runningKafka());
    }

    /** Connects to the Kafka at this address. */
    public TestTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static String runningKafka() {
        var running = System.getProperty(BOOTSTRAP_PROPERTY);
        if (running == null) {
            throw new IllegalStateException("No Kafka runs for this test: annotate the test class with "
                    + "@WithTestResource(KafkaTestResource.class)");
        }
        return running;
    }

    /** Writes one record and returns once Kafka has it; a null {@code json} is a tombstone. */
    public void send(String topic, String key, @Nullable String json, Map<String, String> headers) {
        List<Header> encoded = new ArrayList<>();
        headers.forEach((name, value) -> encoded.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8))));
        try {
            producer.send(new ProducerRecord<>(topic, null, key, json, encoded)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending to " + topic, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a record for " + topic, e.getCause());
        }
    }

    /**
     * What came to the topic since the last call of this object, from its beginning at the first call; waits a quarter
     * of a second when there is nothing yet. Meant to be asked repeatedly.
     */
    public List<ConsumerRecord<String, String>> poll(String topic) {
        var consumer = consumers.computeIfAbsent(topic, name -> consumer());
        List<ConsumerRecord<String, String>> came = new ArrayList<>();
        if (consumer.assignment().isEmpty() && !assign(consumer, topic)) {
            return came;
        }
        consumer.poll(Duration.ofMillis(250)).forEach(came::add);
        return came;
    }

    /** The value of a header as text, or null when the record has none of that name. */
    public static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** {@return false as long as Kafka is still making the topic} */
    private static boolean assign(KafkaConsumer<String, String> consumer, String topic) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return !partitions.isEmpty();
    }

    @Override
    public void close() {
        consumers.values().forEach(KafkaConsumer::close);
        producer.close();
    }
}
