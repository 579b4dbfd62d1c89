package dev.groundwork.kit.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.kit.lease.LeasedThread;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.outbox.OutboxStore.Backlog;
import dev.groundwork.kit.outbox.OutboxStore.Row;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the outbox holds, oldest first, and removes it once Kafka has acknowledged it.
 *
 * <p>One replica of a service relays at a time, by a lease. A crash between the acknowledgement and the removal sends an
 * event again and never loses one: consumers drop repetitions by the event's id. Events of one key keep their order.
 */
@ApplicationScoped
class OutboxRelay {

    private static final String LEASE = "outbox-relay";
    private static final int BATCH = 500;
    private static final Duration TTL = Duration.ofSeconds(6);

    /** A replica that does not relay wrote what no one here heard of: the holder finds it after this time. */
    private static final long POLL_NANOS = Duration.ofMillis(200).toNanos();

    /**
     * Between two batches that were not full: more events gather, and the database has fewer commits to make, Kafka and the
     * consumers fewer batches to handle. The first event after a rest never waits for it.
     */
    private static final long GATHER_NANOS = Duration.ofMillis(50).toNanos();

    private static final long CANDIDATE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SAMPLE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long MAX_BACKOFF_NANOS = Duration.ofSeconds(5).toNanos();

    private final OutboxStore store;
    private final EventJson json;
    private final KafkaClientService clients;
    private final String source;
    private final Counter sent;
    private final LeasedThread thread;

    private volatile Backlog backlog = new Backlog(0, 0, 0);

    private long sampleAt = System.nanoTime();
    private long backoffNanos;
    private boolean troubled;

    /**
     * @param channel not used for sending: it makes SmallRye open the channel, whose client the relay then drives itself. An
     *     emitter hands over message by message and reports each failure alone, while the relay must stop at the first
     *     failure to keep the order of a key, and sends several times as many events a second this way.
     */
    OutboxRelay(
            OutboxStore store,
            Leases leases,
            EventJson json,
            KafkaClientService clients,
            @Channel(OutboxChannel.NAME) MutinyEmitter<String> channel,
            @ConfigProperty(name = "quarkus.application.name") String service,
            MeterRegistry metrics) {
        this.store = store;
        this.json = json;
        this.clients = clients;
        this.source = "/" + service;
        this.sent = metrics.counter("groundwork.outbox.sent");
        this.thread = new LeasedThread(
                LEASE, leases, TTL, granted -> Log.infof("Relaying the outbox (epoch %d)", granted.epoch()), this::run);
        metrics.gauge("groundwork.outbox.depth", this, relay -> relay.backlog.waiting());
        metrics.gauge("groundwork.outbox.refused", this, relay -> relay.backlog.refused());
        metrics.gauge("groundwork.outbox.oldest.seconds", this, relay -> relay.backlog.oldestSeconds());
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Before anything else stops: the batch that is under way still needs Kafka and the database. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        thread.stop(Duration.ofSeconds(10));
    }

    void wake() {
        thread.wake();
    }

    private void run() {
        Producer<String, String> kafka =
                clients.<String, String>getProducer(OutboxChannel.NAME).unwrap();
        while (!thread.isStopping()) {
            try {
                sample();
                if (!thread.holdsLease()) {
                    thread.pause(CANDIDATE_NANOS);
                    continue;
                }
                thread.listen();
                int moved = relay(kafka);
                recovered();
                if (moved == 0) {
                    thread.idle(POLL_NANOS);
                } else if (moved < BATCH) {
                    thread.pause(GATHER_NANOS);
                }
            } catch (SQLException | RuntimeException e) {
                inTrouble(e);
            }
        }
        release();
    }

    /** {@return how many events left the outbox} */
    private int relay(Producer<String, String> kafka) throws SQLException {
        var rows = store.oldest(BATCH);
        if (rows.isEmpty()) {
            return 0;
        }
        Failpoint.hit("outbox.after-commit-before-send");
        var batch = send(kafka, rows);
        Failpoint.hit("outbox.after-send-before-delete");
        var delivered = batch.delivered();
        var held = thread.lease();
        if (held == null || (!delivered.isEmpty() && !store.remove(delivered, held, TTL))) {
            Log.warn("Another replica relays the outbox now; what was sent meanwhile is sent again and dropped by id");
            thread.lost();
            return 0;
        }
        thread.renewed();
        sent.increment(delivered.size());
        for (var refused : batch.refused()) {
            Log.errorf(
                    "Kafka refuses event %s of type %s for good: %s. It stays in the table outbox, column refused.",
                    refused.eventId(), refused.type(), batch.failure());
            store.putAside(refused, String.valueOf(batch.failure()));
        }
        var failure = batch.failure();
        if (failure != null && batch.refused().isEmpty()) {
            throw new IllegalStateException("Kafka does not take events: " + failure.getMessage(), failure);
        }
        return rows.size();
    }

    /** Hands everything to the client and waits for all acknowledgements; stops handing over at the first failure. */
    private Batch send(Producer<String, String> kafka, List<Row> rows) throws SQLException {
        var batch = new Batch(rows, Thread.currentThread());
        for (int i = 0; i < rows.size() && batch.failure() == null; i++) {
            batch.handOver(kafka, i, record(rows.get(i)));
        }
        long reportAt = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (batch.isWaiting() && !thread.isStopping()) {
            LockSupport.parkNanos(this, POLL_NANOS);
            if (!batch.isWaiting()) {
                break;
            }
            sample();
            if (!thread.holdsLease()) {
                break;
            }
            if (System.nanoTime() > reportAt && !troubled) {
                troubled = true;
                Log.warnf("Kafka does not acknowledge events; %d wait in the outbox", backlog.waiting());
            }
        }
        return batch;
    }

    private ProducerRecord<String, String> record(Row row) {
        var record = new ProducerRecord<String, String>(row.topic(), row.key(), row.payload());
        var headers = record.headers();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", row.eventId().toString());
        put(headers, "ce_type", row.type());
        put(headers, "ce_source", source);
        put(headers, "ce_time", DateTimeFormatter.ISO_INSTANT.format(row.createdAt()));
        if (row.key() != null) {
            put(headers, "ce_subject", row.key());
        }
        put(headers, "content-type", "application/json");
        if (row.headers() != null) {
            further(row.headers()).forEach((name, value) -> {
                headers.remove(name);
                put(headers, name, value);
            });
        }
        return record;
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> further(String headers) {
        try {
            return json.read(headers, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the outbox holds headers that it did not write", e);
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void sample() throws SQLException {
        if (System.nanoTime() - sampleAt >= 0) {
            sampleAt = System.nanoTime() + SAMPLE_NANOS;
            backlog = store.backlog();
        }
    }

    private void inTrouble(Exception trouble) {
        if (!troubled) {
            troubled = true;
            Log.warn("The outbox cannot be relayed at the moment; trying again until it can", trouble);
        }
        backoffNanos = Math.min(MAX_BACKOFF_NANOS, Math.max(POLL_NANOS, backoffNanos * 2));
        thread.pause(backoffNanos);
    }

    private void recovered() {
        backoffNanos = 0;
        if (troubled) {
            troubled = false;
            Log.info("The outbox is relayed again");
        }
    }

    private void release() {
        try {
            thread.release();
        } catch (SQLException | RuntimeException e) {
            Log.debug("The relay's lease was not released; it expires by itself", e);
        }
    }

    /** One round of sending: which rows were acknowledged, and what failed first. */
    private static final class Batch {

        private enum State {
            NOT_SENT,
            DELIVERED,
            REFUSED
        }

        private final List<Row> rows;
        private final Thread waiter;

        /** Each element is written by the client's thread before it counts {@link #waiting} down, and read after that. */
        private final State[] states;

        private final AtomicInteger waiting = new AtomicInteger();
        private volatile @Nullable Exception failure;

        Batch(List<Row> rows, Thread waiter) {
            this.rows = rows;
            this.waiter = waiter;
            this.states = new State[rows.size()];
            Arrays.fill(states, State.NOT_SENT);
        }

        void handOver(Producer<String, String> kafka, int index, ProducerRecord<String, String> record) {
            waiting.incrementAndGet();
            try {
                var ignored = kafka.send(record, (metadata, thrown) -> acknowledged(index, thrown));
            } catch (RuntimeException e) {
                acknowledged(index, e);
            }
        }

        private void acknowledged(int index, @Nullable Exception thrown) {
            if (thrown == null) {
                states[index] = State.DELIVERED;
            } else {
                states[index] = isFinal(thrown) ? State.REFUSED : State.NOT_SENT;
                failure = thrown;
            }
            if (waiting.decrementAndGet() == 0) {
                LockSupport.unpark(waiter);
            }
        }

        private static boolean isFinal(Exception thrown) {
            return thrown instanceof RecordTooLargeException
                    || thrown instanceof RecordBatchTooLargeException
                    || thrown instanceof InvalidTopicException
                    || thrown instanceof SerializationException;
        }

        boolean isWaiting() {
            return waiting.get() > 0;
        }

        @Nullable Exception failure() {
            return failure;
        }

        List<Row> delivered() {
            return in(State.DELIVERED);
        }

        List<Row> refused() {
            return in(State.REFUSED);
        }

        private List<Row> in(State state) {
            // The counter is read first: it makes the client's writes visible here.
            if (waiting.get() < 0) {
                throw new IllegalStateException("acknowledged twice");
            }
            var found = new ArrayList<Row>();
            for (int i = 0; i < states.length; i++) {
                if (states[i] == state) {
                    found.add(rows.get(i));
                }
            }
            return found;
        }
    }
}
