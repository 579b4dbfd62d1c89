package dev.groundwork.kit.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.probe.ProbeEvent;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(TokensTestResource.class)
class OutboxRelayTest {

    @Inject
    Outbox outbox;

    @Inject
    OutboxStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry metrics;

    private TestTopics topics;

    /** A topic of its own for each test. */
    private final String topic = "probe." + UUID.randomUUID() + ".v1";

    private final List<ConsumerRecord<String, String>> arrived = new ArrayList<>();

    @BeforeEach
    void connect() {
        topics = new TestTopics();
    }

    @AfterEach
    void disconnect() {
        topics.close();
    }

    @Test
    void an_event_arrives_with_its_key_its_type_and_an_id() {
        var id = UUID.randomUUID();

        QuarkusTransaction.requiringNew().run(() -> outbox.add(topic, id, new ProbeEvent.Counted(id, 7)));

        var record = awaitRecords(1).get(0);
        assertThat(record.key()).isEqualTo(id.toString());
        assertThat(record.value()).isEqualTo("{\"type\":\"probe.counted\",\"probeId\":\"" + id + "\",\"number\":7}");
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(UUID.fromString(header(record, "ce_id")).version()).isEqualTo(7);
        assertThat(header(record, "ce_type")).isEqualTo("probe.counted");
        assertThat(header(record, "ce_source")).isEqualTo("/probe-service");
        assertThat(header(record, "ce_subject")).isEqualTo(id.toString());
        assertThat(header(record, "ce_time")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        awaitEmptyOutbox();
    }

    @Test
    void the_trace_of_the_cause_goes_along() {
        var id = UUID.randomUUID();
        var span = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());

        var traced = Context.root().with(Span.wrap(span)).wrap(() -> QuarkusTransaction.requiringNew()
                .run(() -> outbox.add(topic, id, new ProbeEvent.Counted(id, 1))));
        traced.run();

        assertThat(header(awaitRecords(1).get(0), "traceparent"))
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @Test
    void events_of_a_key_keep_their_order_over_many_batches() throws SQLException {
        var keys = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());

        for (long batch = 0; batch < 20; batch++) {
            long first = batch * 100;
            jdbc(LongStream.range(first, first + 100)
                    .mapToObj(n -> new OutboxEvent(
                            topic, keys.get((int) (n % 3)), new ProbeEvent.Counted(keys.get((int) (n % 3)), n)))
                    .toList());
        }

        var records = awaitRecords(2000);
        assertThat(records).hasSize(2000);
        for (var key : keys) {
            assertThat(records.stream()
                            .filter(record -> record.key().equals(key.toString()))
                            .map(OutboxRelayTest::number))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void what_is_rolled_back_is_never_said() {
        var id = UUID.randomUUID();

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.add(topic, id, new ProbeEvent.Counted(id, 1));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessageContaining("rolled back");
        QuarkusTransaction.requiringNew().run(() -> outbox.add(topic, id, new ProbeEvent.Counted(id, 2)));

        assertThat(awaitRecords(1)).extracting(OutboxRelayTest::number).containsExactly(2L);
    }

    @Test
    void an_event_without_a_transaction_is_refused_with_the_way_out() {
        assertThatThrownBy(() -> outbox.add(topic, UUID.randomUUID(), new ProbeEvent.Unknown()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> outbox.add(topic, UUID.randomUUID(), new ProbeEvent.Counted(UUID.randomUUID(), 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@Transactional");
    }

    @Test
    void an_event_that_is_too_large_is_refused_where_it_is_made() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> outbox.add(
                                topic,
                                UUID.randomUUID(),
                                new ProbeEvent.Renamed(UUID.randomUUID(), "x".repeat(300_001)))))
                .hasMessageContaining("publish a reference");
    }

    @Test
    void what_kafka_never_takes_is_put_aside_and_holds_nobody_up() throws SQLException {
        var unsendable = Ids.next();
        var id = UUID.randomUUID();

        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            outbox.addMessages(
                    tx,
                    List.of(
                            new OutboxMessage(unsendable, topic, "k", "probe.huge", "x".repeat(3_000_000), Map.of()),
                            new OutboxMessage(Ids.next(), topic, "k", "probe.counted", "{\"number\":5}", Map.of())));
            tx.commit();
        }
        outbox.wake();
        QuarkusTransaction.requiringNew().run(() -> outbox.add(topic, id, new ProbeEvent.Counted(id, 6)));

        assertThat(awaitRecords(2)).extracting(OutboxRelayTest::number).containsExactlyInAnyOrder(5L, 6L);
        await().untilAsserted(() -> assertThat(refused(unsendable)).contains("RecordTooLarge"));
    }

    @Test
    void a_former_holder_of_the_lease_removes_nothing() throws SQLException {
        var row = putAside("removed by its holder only");

        var outcome =
                store.remove(List.of(row), new Lease("outbox-relay", UUID.randomUUID(), 1), Duration.ofSeconds(5));

        assertThat(outcome).isFalse();
        assertThat(refused(row.eventId())).isNotNull();
    }

    @Test
    void while_another_replica_relays_this_one_is_silent_and_takes_over_when_the_lease_expires() throws SQLException {
        try (var tx = database.getConnection();
                var steal = tx.createStatement()) {
            steal.executeUpdate("update lease set holder = gen_random_uuid(), epoch = epoch + 1,"
                    + " expires_at = clock_timestamp() + interval '4 seconds' where name = 'outbox-relay'");
        }
        var id = UUID.randomUUID();

        QuarkusTransaction.requiringNew().run(() -> outbox.add(topic, id, new ProbeEvent.Counted(id, 1)));

        // At least one acknowledgement may have been under way for this process; the row must still outlive the theft.
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(3)).until(() -> waiting(id) == 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> waiting(id) == 0);
        assertThat(awaitRecords(1)).extracting(OutboxRelayTest::number).containsOnly(1L);
    }

    @Test
    void what_was_sent_what_waits_and_what_was_put_aside_are_measured() throws SQLException {
        double sentBefore = metrics.get("groundwork.outbox.sent").counter().count();
        var id = UUID.randomUUID();

        QuarkusTransaction.requiringNew().run(() -> outbox.add(topic, id, new ProbeEvent.Counted(id, 1)));
        putAside("counted");

        await().untilAsserted(() -> assertThat(
                        metrics.get("groundwork.outbox.sent").counter().count())
                .isGreaterThan(sentBefore));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gauge("groundwork.outbox.refused"))
                .isPositive()
                .isEqualTo(allRefused()));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gauge("groundwork.outbox.depth"))
                .isZero());
        assertThat(gauge("groundwork.outbox.oldest.seconds")).isZero();
    }

    private double allRefused() throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("select count(*) from outbox where refused is not null");
                var found = select.executeQuery()) {
            found.next();
            return found.getDouble(1);
        }
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private void jdbc(List<OutboxEvent> events) throws SQLException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            outbox.addAll(tx, events);
            tx.commit();
        }
        outbox.wake();
    }

    private OutboxStore.Row putAside(String why) throws SQLException {
        var eventId = Ids.next();
        try (var tx = database.getConnection();
                var insert = tx.prepareStatement(
                        "insert into outbox (event_id, topic, type, payload, refused) values (?, ?, 'probe', '{}', ?)"
                                + " returning id")) {
            insert.setObject(1, eventId);
            insert.setString(2, topic);
            insert.setString(3, why);
            try (var inserted = insert.executeQuery()) {
                inserted.next();
                return new OutboxStore.Row(
                        inserted.getLong(1), eventId, topic, null, "probe", "{}", null, Instant.EPOCH);
            }
        }
    }

    private @Nullable String refused(UUID eventId) throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("select refused from outbox where event_id = ?")) {
            select.setObject(1, eventId);
            try (var found = select.executeQuery()) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    private long waiting(UUID key) throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("select count(*) from outbox where key = ?")) {
            select.setString(1, key.toString());
            try (var found = select.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private void awaitEmptyOutbox() {
        await().untilAsserted(() -> assertThat(store.backlog().waiting()).isZero());
    }

    private List<ConsumerRecord<String, String>> awaitRecords(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            arrived.addAll(topics.poll(topic));
            return arrived.size() >= count;
        });
        return arrived;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        var value = TestTopics.header(record, name);
        return Objects.requireNonNull(value, name);
    }

    private static long number(ConsumerRecord<String, String> record) {
        return Long.parseLong(record.value().replaceAll(".*\"number\":(-?\\d+).*", "$1"));
    }
}
