package dev.groundwork.kit.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.JointWrite;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.event.EventTypes;

import io.agroal.api.AgroalDataSource;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** Events join the transaction that caused them: both commit, or neither does. */
@ApplicationScoped
public class Outbox {

    /** Kafka takes a megabyte with everything around it; what is larger would never leave. */
    private static final int MAX_PAYLOAD_CHARS = 300_000;

    /** Identity values are taken in the order of the rows, and the relay sends by identity. */
    private static final String ADD = """
            insert into outbox (event_id, topic, key, type, payload, headers)
            select event_id, topic, key, type, payload, headers
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                with ordinality as message (event_id, topic, key, type, payload, headers, position)
            order by position
            """;

    private final AgroalDataSource database;
    private final TransactionSynchronizationRegistry transactions;
    private final EventJson json;
    private final OutboxRelay relay;

    Outbox(
            AgroalDataSource database,
            TransactionSynchronizationRegistry transactions,
            EventJson json,
            OutboxRelay relay) {
        this.database = database;
        this.transactions = transactions;
        this.json = json;
        this.relay = relay;
    }

    /**
     * Publishes with the running JTA transaction. All events of a transaction are written by one statement at its end, in
     * the order in which they were added.
     *
     * @throws IllegalStateException outside of a transaction
     */
    public void add(String topic, UUID key, Object event) {
        add(topic, key.toString(), event);
    }

    /** As {@link #add(String, UUID, Object)} for topics whose key is a word. */
    public void add(String topic, String key, Object event) {
        addMessage(message(new OutboxEvent(topic, key, event)));
    }

    /** As {@link #add(String, UUID, Object)} for a message that is complete already, such as a dead letter. */
    public void addMessage(OutboxMessage message) {
        pending().messages.add(message);
    }

    /**
     * Publishes with a JDBC transaction of the caller, by one statement; call {@link #wake()} after the commit.
     *
     * @param tx with auto-commit off
     */
    public void addAll(Connection tx, List<OutboxEvent> events) throws SQLException {
        addMessages(tx, events.stream().map(this::message).toList());
    }

    /** As {@link #addAll(Connection, List)}, together with what else the transaction writes. */
    public void addAll(Connection tx, List<OutboxEvent> events, JointWrite write) throws SQLException {
        addMessages(tx, events.stream().map(this::message).toList(), write);
    }

    /** As {@link #addAll(Connection, List)} for messages that are complete already. */
    public void addMessages(Connection tx, List<OutboxMessage> messages) throws SQLException {
        var write = new JointWrite();
        addMessages(tx, messages, write);
        write.execute(tx);
    }

    private void addMessages(Connection tx, List<OutboxMessage> messages, JointWrite write) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        write.add(
                "events",
                ADD,
                messages.size(),
                column(tx, "uuid", messages, message -> message.eventId().toString()),
                column(tx, "text", messages, OutboxMessage::topic),
                column(tx, "text", messages, OutboxMessage::key),
                column(tx, "text", messages, OutboxMessage::type),
                column(tx, "text", messages, OutboxMessage::payload),
                column(
                        tx,
                        "text",
                        messages,
                        message -> message.headers().isEmpty() ? null : json.write(message.headers())));
    }

    /** Of strings, which the driver sends in binary where they are texts: it need not escape the payloads, nor the server parse. */
    private static Array column(
            Connection tx, String type, List<OutboxMessage> messages, Function<OutboxMessage, @Nullable String> value)
            throws SQLException {
        var values = new @Nullable String[messages.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(messages.get(i));
        }
        return tx.createArrayOf(type, values);
    }

    /** Lets the relay look now instead of at its next poll; costs next to nothing. */
    public void wake() {
        relay.wake();
    }

    private OutboxMessage message(OutboxEvent event) {
        var type = EventTypes.nameOf(event.event().getClass());
        var payload = json.write(event.event());
        if (payload.length() > MAX_PAYLOAD_CHARS) {
            throw new IllegalArgumentException("an event of type " + type + " has " + payload.length()
                    + " characters, more than " + MAX_PAYLOAD_CHARS + ": publish a reference instead of the content");
        }
        return new OutboxMessage(Ids.next(), event.topic(), event.key(), type, payload, trace());
    }

    /** The trace that caused the event continues at its consumers; without a tracer there is none. */
    private static Map<String, String> trace() {
        var span = Span.current().getSpanContext();
        return span.isValid()
                ? Map.of(
                        "traceparent",
                        "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                                + span.getTraceFlags().asHex())
                : Map.of();
    }

    private Pending pending() {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException(
                    "an event needs the transaction of its cause: call this from a @Transactional method, or use addAll");
        }
        if (transactions.getResource(Pending.class) instanceof Pending begun) {
            return begun;
        }
        var pending = new Pending();
        transactions.putResource(Pending.class, pending);
        transactions.registerInterposedSynchronization(pending);
        return pending;
    }

    /** What one transaction wants to publish. */
    private final class Pending implements Synchronization {

        private final List<OutboxMessage> messages = new ArrayList<>();

        @Override
        public void beforeCompletion() {
            try (var tx = database.getConnection()) {
                addMessages(tx, messages);
            } catch (SQLException e) {
                throw new IllegalStateException("the events of a transaction could not be written", e);
            }
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                wake();
            }
        }
    }
}
