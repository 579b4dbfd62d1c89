package dev.groundwork.kit.inbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.probe.ProbeDesk;
import dev.groundwork.kit.probe.ProbeEvent;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The same promises for effects in JTA and for effects in JDBC. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(TokensTestResource.class)
class EventIntakeTest {

    @Inject
    ProbeDesk desk;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry metrics;

    private final UUID probe = UUID.randomUUID();

    private TestTopics topics;

    @BeforeEach
    void connect() {
        topics = new TestTopics();
    }

    @AfterEach
    void disconnect() {
        topics.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void a_repeated_event_has_its_effect_once(String topic) {
        var first = Ids.next();

        for (int repetition = 0; repetition < 5; repetition++) {
            send(topic, first, counted(1));
        }
        send(topic, Ids.next(), counted(2));
        send(topic, first, counted(1));
        send(topic, Ids.next(), counted(3));

        awaitCounted(1L, 2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void events_of_a_key_have_their_effects_in_order(String topic) {
        var numbers = LongStream.range(0, 300).boxed().toArray(Long[]::new);

        for (var number : numbers) {
            send(topic, Ids.next(), counted(number));
        }

        awaitCounted(numbers);
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void fields_and_types_of_the_future_do_no_harm(String topic) {
        double before = received(topic, "unknown");

        send(topic, Ids.next(), "{\"type\":\"probe.invented\",\"probeId\":\"" + probe + "\"}");
        send(topic, Ids.next(), counted(1).replace("{", "{\"colour\":{\"of\":[\"the future\"]},"));

        awaitCounted(1L);
        assertThat(received(topic, "unknown")).isEqualTo(before + 1);
        assertThat(deadLetters(topic)).isEmpty();
    }

    @Test
    void types_that_a_listener_does_not_name_are_skipped_unread() {
        double before = received(ProbeEvent.JDBC_TOPIC, "unwanted");

        topics.send(
                ProbeEvent.JDBC_TOPIC,
                probe.toString(),
                "not even JSON",
                Map.of("ce_id", Ids.next().toString(), "ce_type", "probe.other"));
        topics.send(
                ProbeEvent.JDBC_TOPIC,
                probe.toString(),
                counted(1),
                Map.of("ce_id", Ids.next().toString(), "ce_type", "probe.counted"));

        awaitCounted(1L);
        assertThat(received(ProbeEvent.JDBC_TOPIC, "unwanted")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void a_poisonous_event_goes_to_the_dead_letters_alone_and_can_be_replayed(String topic) throws SQLException {
        var poison = Ids.next();

        send(topic, Ids.next(), counted(1));
        topics.send(
                topic,
                probe.toString(),
                counted(-1),
                Map.of("ce_id", poison.toString(), "ce_type", "probe.counted", "colour", "green"));
        send(topic, Ids.next(), counted(2));

        awaitCounted(1L, 2L);
        var dead = awaitDeadLetter(topic);
        assertThat(dead.value()).isEqualTo(counted(-1));
        assertThat(dead.key()).isEqualTo(probe.toString());
        assertThat(TestTopics.header(dead, "ce_id")).isEqualTo(poison.toString());
        assertThat(TestTopics.header(dead, "ce_type")).isEqualTo("probe.counted");
        assertThat(TestTopics.header(dead, "colour")).isEqualTo("green");
        assertThat(TestTopics.header(dead, "ce_deadcause")).isEqualTo("IllegalStateException: cannot count -1");
        assertThat(TestTopics.header(dead, "ce_deadservice")).isEqualTo("probe-service");
        assertThat(TestTopics.header(dead, "dead-original-partition")).matches("\\d+");
        assertThat(TestTopics.header(dead, "dead-original-offset")).matches("\\d+");
        assertThat(seen(poison)).isFalse();

        // What a replay does: the same id, this time with something that can be counted.
        send(topic, poison, counted(4));

        awaitCounted(1L, 2L, 4L);
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void what_cannot_be_read_goes_to_the_dead_letters(String topic) {
        send(topic, Ids.next(), "no JSON of " + probe);
        send(topic, Ids.next(), counted(1));

        awaitCounted(1L);
        assertThat(awaitDeadLetter(topic).value()).isEqualTo("no JSON of " + probe);
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void a_database_that_is_away_is_waited_for(String topic) {
        var counted = new ArrayList<Long>();
        for (var state : List.of("57P01", "08006", "40001", "40P01")) {
            desk.fail(3, state);
            send(topic, Ids.next(), counted(1));
            counted.add(1L);
            // Before the next trouble: else all are one, with ever longer pauses.
            awaitCounted(counted.toArray(Long[]::new));
            assertThat(desk.failuresLeft()).isZero();
        }

        assertThat(deadLetters(topic)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ProbeEvent.TOPIC, ProbeEvent.JDBC_TOPIC})
    void an_event_without_an_id_gets_one_from_its_place(String topic) throws SQLException {
        topics.send(topic, probe.toString(), counted(1), Map.of());
        topics.send(topic, probe.toString(), counted(1), Map.of("ce_id", "not a uuid " + probe));
        topics.send(topic, probe.toString(), counted(1), Map.of("ce_id", "not a uuid " + probe));

        awaitCounted(1L, 1L);
        await().during(Duration.ofMillis(500)).until(() -> desk.counted(probe).size() == 2);
    }

    private void send(String topic, UUID eventId, String json) {
        topics.send(topic, probe.toString(), json, Map.of("ce_id", eventId.toString()));
    }

    private String counted(long number) {
        return "{\"type\":\"probe.counted\",\"probeId\":\"" + probe + "\",\"number\":" + number + "}";
    }

    private void awaitCounted(Long... numbers) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(desk.counted(probe)).containsExactly(numbers));
    }

    private ConsumerRecord<String, String> awaitDeadLetter(String topic) {
        var found = new ArrayList<ConsumerRecord<String, String>>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            found.addAll(deadLetters(topic));
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** Of this test's probe only: the topics are those of all tests. */
    private List<ConsumerRecord<String, String>> deadLetters(String topic) {
        return topics.poll(topic + ".dead").stream()
                .filter(record -> record.value().contains(probe.toString()))
                .toList();
    }

    private double received(String topic, String outcome) {
        var counter = metrics.find("groundwork.events.received")
                .tags("topic", topic, "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private boolean seen(UUID eventId) throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("select 1 from inbox where event_id = ?")) {
            select.setObject(1, eventId);
            try (var found = select.executeQuery()) {
                return found.next();
            }
        }
    }
}
