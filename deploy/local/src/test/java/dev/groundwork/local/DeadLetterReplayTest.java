package dev.groundwork.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.groundwork.local.testing.TestTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterReplayTest {

    private static ThrowAwayKafka kafka;

    @BeforeAll
    static void start() {
        kafka = ThrowAwayKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void dead_letters_come_back_once_with_their_id_and_without_the_marks_of_death() {
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            for (int i = 0; i < 20; i++) {
                die(topics, "probe.once.v1", i);
            }

            assertThat(replay("probe.once.v1")).isEqualTo(20);
            assertThat(replay("probe.once.v1")).isZero();

            var revived = all(topics, "probe.once.v1", 20);
            assertThat(revived).extracting(ConsumerRecord::value).doesNotHaveDuplicates();
            for (var record : revived) {
                assertThat(record.key()).isEqualTo("key of " + record.value());
                assertThat(TestTopics.header(record, "ce_id")).isEqualTo("id of " + record.value());
                assertThat(TestTopics.header(record, "colour")).isEqualTo("green");
                assertThat(record.headers()).hasSize(2);
            }
        }
    }

    @Test
    void what_dies_later_is_for_the_next_call() {
        try (var topics = new TestTopics(kafka.bootstrapServers())) {
            die(topics, "probe.again.v1", 1);
            assertThat(replay("probe.again.v1")).isEqualTo(1);

            die(topics, "probe.again.v1", 2);

            assertThat(replay("probe.again.v1")).isEqualTo(1);
            assertThat(all(topics, "probe.again.v1", 2))
                    .extracting(ConsumerRecord::value)
                    .containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    void where_nothing_died_there_is_nothing_to_do() {
        assertThat(replay("probe.healthy.v1")).isZero();
    }

    private static int replay(String topic) {
        return DeadLetterReplay.replay(kafka.bootstrapServers(), topic);
    }

    private static void die(TestTopics topics, String topic, int number) {
        topics.send(
                topic + ".dead",
                "key of " + number,
                Integer.toString(number),
                Map.of(
                        "ce_id",
                        "id of " + number,
                        "colour",
                        "green",
                        "ce_deadcause",
                        "IllegalStateException: no",
                        "ce_deadservice",
                        "probe-service",
                        "dead-original-partition",
                        "0",
                        "dead-original-offset",
                        "7"));
    }

    private static List<ConsumerRecord<String, String>> all(TestTopics topics, String topic, int count) {
        var found = new ArrayList<ConsumerRecord<String, String>>();
        for (int patience = 0; found.size() < count && patience < 40; patience++) {
            found.addAll(topics.poll(topic));
        }
        assertThat(found).hasSize(count);
        return found;
    }
}
