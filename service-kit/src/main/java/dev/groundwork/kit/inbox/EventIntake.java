package dev.groundwork.kit.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.OptimisticLockException;

import dev.groundwork.kit.database.DatabaseTrouble;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxMessage;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/**
 * Gives every event its effect once: the effect, the mark that it was seen, and what it publishes commit together, and only
 * then is the batch acknowledged to Kafka.
 *
 * <p>A batch whose effect fails is repeated event by event; the one that fails alone goes to {@code <topic>.dead} with its
 * cause and is not marked, so that a replay applies it. A database that is away is waited for, however long it takes.
 */
@ApplicationScoped
public class EventIntake {

    private static final long MAX_BACKOFF_MILLIS = 5_000;

    private final AgroalDataSource database;
    private final Outbox outbox;
    private final EventJson json;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final CountDownLatch stopping = new CountDownLatch(1);

    EventIntake(
            AgroalDataSource database, Outbox outbox, EventJson json, DeadLetters deadLetters, MeterRegistry metrics) {
        this.database = database;
        this.outbox = outbox;
        this.json = json;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Hands new events, in order, to {@code effect} in one JTA transaction.
     *
     * @param type the contract of the topic; events of a type that it does not name are skipped
     * @param effect called at most once for each event that commits; may be called again when a transaction rolls back, so it
     *     does nothing but change the database and add to the outbox
     */
    public <E> void take(ConsumerRecords<String, String> records, Class<E> type, Consumer<List<Received<E>>> effect) {
        take("", records, type, effect);
    }

    /** As above, for a service with several listeners on one topic: each has a name and sees every event once. */
    public <E> void take(
            String consumer,
            ConsumerRecords<String, String> records,
            Class<E> type,
            Consumer<List<Received<E>>> effect) {
        takeWith(records, type, Set.of(), (events, dead) -> QuarkusTransaction.requiringNew()
                .call(() -> {
                    int repeated;
                    try (var tx = database.getConnection()) {
                        var fresh = fresh(events, accept(tx, consumer, events));
                        repeated = events.size() - fresh.size();
                        if (!fresh.isEmpty()) {
                            effect.accept(fresh);
                        }
                    }
                    dead.forEach(outbox::addMessage);
                    Failpoint.hit("inbox.after-effect-before-commit");
                    return repeated;
                }));
    }

    /** As {@link #take(ConsumerRecords, Class, Consumer)} for an effect that is written in JDBC. */
    public <E> void takeJdbc(ConsumerRecords<String, String> records, Class<E> type, JdbcEffect<E> effect) {
        takeJdbc("", records, type, effect);
    }

    /** As {@link #take(String, ConsumerRecords, Class, Consumer)} for an effect that is written in JDBC. */
    public <E> void takeJdbc(
            String consumer, ConsumerRecords<String, String> records, Class<E> type, JdbcEffect<E> effect) {
        takeJdbc(consumer, records, type, Set.of(), effect);
    }

    /**
     * As above for a listener whom few of a topic's events concern.
     *
     * @param named the names of the event types that are taken; others are skipped without being read; empty takes all
     */
    public <E> void takeJdbc(
            String consumer,
            ConsumerRecords<String, String> records,
            Class<E> type,
            Set<String> named,
            JdbcEffect<E> effect) {
        takeWith(records, type, named, (events, dead) -> {
            try (var tx = database.getConnection()) {
                tx.setAutoCommit(false);
                try {
                    var fresh = fresh(events, accept(tx, consumer, events));
                    if (!fresh.isEmpty()) {
                        effect.apply(tx, fresh);
                    }
                    outbox.addMessages(tx, dead);
                    Failpoint.hit("inbox.after-effect-before-commit");
                    tx.commit();
                    outbox.wake();
                    return events.size() - fresh.size();
                } catch (SQLException | RuntimeException | Error e) {
                    try {
                        tx.rollback();
                    } catch (SQLException again) {
                        e.addSuppressed(again);
                    }
                    throw e;
                }
            }
        });
    }

    private <E> void takeWith(
            ConsumerRecords<String, String> records, Class<E> type, Set<String> named, Transaction<E> transaction) {
        var events = new ArrayList<Arrival<E>>(records.count());
        var dead = new ArrayList<OutboxMessage>();
        for (var record : records) {
            if (!named.isEmpty() && !Arrival.mayBeOneOf(named, record)) {
                count(record.topic(), "unwanted", 1);
                continue;
            }
            var arrival = Arrival.of(record, type, json);
            if (arrival.fault() != null) {
                Log.warnf(
                        "Event %s on %s cannot be read and goes to the dead letters: %s",
                        arrival.eventId(),
                        record.topic(),
                        arrival.fault().getClass().getSimpleName());
                dead.add(deadLetters.of(arrival, arrival.fault()));
                count(record.topic(), "dead", 1);
            } else if (arrival.event() == null) {
                count(record.topic(), "unknown", 1);
            } else {
                events.add(arrival);
            }
        }
        if (!events.isEmpty() || !dead.isEmpty()) {
            settle(events, dead, transaction);
            Failpoint.hit("inbox.after-commit-before-ack");
        }
    }

    private <E> void settle(List<Arrival<E>> events, List<OutboxMessage> dead, Transaction<E> transaction) {
        var failure = attempt(events, dead, transaction);
        if (failure == null) {
            return;
        }
        if (events.size() > 1) {
            if (!dead.isEmpty()) {
                settle(List.of(), dead, transaction);
            }
            for (var event : events) {
                settle(List.of(event), List.of(), transaction);
            }
        } else if (events.size() == 1 && !dead.isEmpty()) {
            settle(List.of(), dead, transaction);
            settle(events, List.of(), transaction);
        } else if (events.size() == 1) {
            var poison = events.get(0);
            Log.errorf(
                    failure,
                    "Event %s on %s fails alone and goes to the dead letters",
                    poison.eventId(),
                    poison.record().topic());
            count(poison.record().topic(), "dead", 1);
            settle(List.of(), List.of(deadLetters.of(poison, root(failure))), transaction);
        } else {
            throw new IllegalStateException("dead letters cannot be written", failure);
        }
    }

    /** {@return null after the commit, or the failure that repeating does not cure} */
    private <E> @Nullable Exception attempt(
            List<Arrival<E>> events, List<OutboxMessage> dead, Transaction<E> transaction) {
        for (int failures = 0; ; failures++) {
            try {
                int repeated = transaction.run(events, dead);
                if (failures > 0) {
                    Log.infof("Events are taken in again after %d failures", failures);
                }
                if (!events.isEmpty()) {
                    var topic = events.get(0).record().topic();
                    count(topic, "applied", events.size() - repeated);
                    count(topic, "repeated", repeated);
                }
                return null;
            } catch (Exception e) {
                if (!passes(e)) {
                    return e;
                }
                if (failures == 0) {
                    Log.warn("Events cannot be taken in at the moment; trying again until they can", e);
                }
                backOff(failures);
            }
        }
    }

    /** A lost race and a database that is away pass. */
    private static boolean passes(Throwable thrown) {
        if (DatabaseTrouble.isPassing(thrown)) {
            return true;
        }
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof OptimisticLockException || cause instanceof StaleStateException) {
                return true;
            }
        }
        return false;
    }

    private void backOff(int failures) {
        long most = Math.min(MAX_BACKOFF_MILLIS, 50L << Math.min(failures, 10));
        // Half of it by chance, so that replicas that failed together do not come back together.
        long millis = most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
        try {
            if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("stopping: the batch is not acknowledged and comes again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: the batch is not acknowledged and comes again", e);
        }
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.countDown();
    }

    private static <E> Set<UUID> accept(Connection tx, String consumer, List<Arrival<E>> events) throws SQLException {
        if (events.isEmpty()) {
            return Set.of();
        }
        var ids = new LinkedHashSet<UUID>(events.size() * 2);
        events.forEach(event -> ids.add(event.eventId()));
        return Inbox.accept(tx, consumer, ids);
    }

    /** In the order of arrival, the first of each id. */
    private static <E> List<Received<E>> fresh(List<Arrival<E>> events, Set<UUID> accepted) {
        var given = new HashSet<UUID>(accepted.size() * 2);
        return events.stream()
                .filter(event -> accepted.contains(event.eventId()) && given.add(event.eventId()))
                .map(Arrival::received)
                .toList();
    }

    private void count(String topic, String outcome, int events) {
        if (events > 0) {
            metrics.counter("groundwork.events.received", "topic", topic, "outcome", outcome)
                    .increment(events);
        }
    }

    private static Throwable root(Throwable thrown) {
        var cause = thrown;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** One attempt in one transaction. */
    @FunctionalInterface
    private interface Transaction<E> {

        /** {@return how many of the events had been seen before} */
        int run(List<Arrival<E>> events, List<OutboxMessage> dead) throws Exception;
    }
}
