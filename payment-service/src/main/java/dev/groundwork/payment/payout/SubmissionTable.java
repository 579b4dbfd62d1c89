package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.payment.rail.RailMessage;

import org.jspecify.annotations.Nullable;

/** The statements over messages that this service gives to rails. */
final class SubmissionTable {

    private SubmissionTable() {}

    /** How far a message has come. */
    enum State {
        WAITING,
        SENDING,
        TAKEN,
        REFUSED,
        UNKNOWN
    }

    /**
     * A message that was picked up to be sent, or asked about.
     *
     * @param tries this one included
     * @param firstSentAt when it may have been sent first; null where this is the first time
     */
    record Claimed(
            long messageId,
            UUID batchId,
            int first,
            int last,
            String rail,
            RailMessage message,
            int tries,
            @Nullable Instant firstSentAt) {}

    static void insert(Connection tx, long messageId, UUID batchId, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement(
                "insert into rail_submission (message_id, batch_id, state, due_at) values (?, ?, 'WAITING', ?)")) {
            statement.setLong(1, messageId);
            statement.setObject(2, batchId);
            statement.setTimestamp(3, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    static boolean any(Connection tx, UUID batchId) throws SQLException {
        try (var statement = tx.prepareStatement("select exists (select from rail_submission where batch_id = ?)")) {
            statement.setObject(1, batchId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** @param until when another one may look at it, should this process not come back; {@return null where none is due} */
    static @Nullable Claimed claim(Connection tx, long epoch, Instant now, Instant until) throws SQLException {
        try (var statement = tx.prepareStatement("""
                with due as (
                    select message_id, first_sent_at
                    from rail_submission
                    where state in ('WAITING', 'SENDING', 'UNKNOWN') and due_at <= ?
                    order by due_at, message_id
                    limit 1
                    for update skip locked)
                update rail_submission s
                set state = 'SENDING', tries = s.tries + 1, epoch = ?, due_at = ?,
                    first_sent_at = coalesce(s.first_sent_at, ?)
                from due join rail_message m on m.id = due.message_id
                where s.message_id = due.message_id
                returning s.message_id, s.batch_id, m.first_position, m.last_position, m.rail, m.external_id, m.body, s.tries,
                    due.first_sent_at""")) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setLong(2, epoch);
            statement.setTimestamp(3, Timestamp.from(until));
            statement.setTimestamp(4, Timestamp.from(now));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Timestamp sent = row.getTimestamp(9);
                return new Claimed(
                        row.getLong(1),
                        Objects.requireNonNull(row.getObject(2, UUID.class)),
                        row.getInt(3),
                        row.getInt(4),
                        row.getString(5),
                        new RailMessage(row.getString(6), Objects.requireNonNull(row.getBytes(7)), sent != null),
                        row.getInt(8),
                        sent == null ? null : sent.toInstant());
            }
        }
    }

    /** {@return whether it was still this one's to say: nobody has picked the message up since} */
    static boolean settle(
            Connection tx,
            Claimed claimed,
            long epoch,
            State state,
            @Nullable String reference,
            @Nullable String problem,
            Instant dueAt)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                update rail_submission
                set state = ?, reference = coalesce(?, reference), problem = ?, due_at = ?
                where message_id = ? and epoch = ? and state = 'SENDING'""")) {
            statement.setString(1, state.name());
            statement.setString(2, reference);
            statement.setString(3, problem);
            statement.setTimestamp(4, Timestamp.from(dueAt));
            statement.setLong(5, claimed.messageId());
            statement.setLong(6, epoch);
            return statement.executeUpdate() == 1;
        }
    }

    /** {@return the message in which a payout left} */
    static @Nullable RailMessage messageOf(Connection tx, String endToEndId) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select m.external_id, m.body
                from payout p join rail_message m on m.batch_id = p.batch_id and m.direction = 'O'
                    and p.position between m.first_position and m.last_position
                where p.end_to_end_id = ?""")) {
            statement.setString(1, endToEndId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new RailMessage(row.getString(1), Objects.requireNonNull(row.getBytes(2)), true)
                        : null;
            }
        }
    }

    /**
     * How far a message has come.
     *
     * @param reference the rail's own name for it, where it gave one
     * @param firstSentAt when it may have been sent first; null where it certainly never was
     */
    record Letter(
            long messageId,
            State state,
            @Nullable String reference,
            @Nullable Instant firstSentAt) {}

    /**
     * {@return the messages of a batch, each by the position of its first payout}
     *
     * @param locked whether nobody is to pick one up meanwhile
     */
    static NavigableMap<Integer, Letter> letters(Connection tx, UUID batchId, boolean locked) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select m.first_position, s.message_id, s.state, s.reference, s.first_sent_at
                from rail_submission s join rail_message m on m.id = s.message_id
                where s.batch_id = ?
                order by s.message_id
                """ + (locked ? "for update of s" : ""))) {
            statement.setObject(1, batchId);
            NavigableMap<Integer, Letter> letters = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Timestamp sent = row.getTimestamp(5);
                    letters.put(
                            row.getInt(1),
                            new Letter(
                                    row.getLong(2),
                                    State.valueOf(row.getString(3)),
                                    row.getString(4),
                                    sent == null ? null : sent.toInstant()));
                }
            }
            return letters;
        }
    }

    /** {@return the message of that number as one that may have been sent before} */
    static RailMessage message(Connection tx, long messageId) throws SQLException {
        try (var statement = tx.prepareStatement("select external_id, body from rail_message where id = ?")) {
            statement.setLong(1, messageId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RailMessage(row.getString(1), Objects.requireNonNull(row.getBytes(2)), true);
            }
        }
    }

    /** Gives these to nobody any more, whoever has not got them by now; those that a rail took stay taken. */
    static void stop(Connection tx, Collection<Letter> letters, String problem) throws SQLException {
        try (var statement = tx.prepareStatement("""
                update rail_submission set state = 'REFUSED', problem = ?
                where message_id = any (?) and state in ('WAITING', 'SENDING', 'UNKNOWN')""")) {
            statement.setString(1, problem);
            statement.setArray(
                    2,
                    tx.createArrayOf(
                            "bigint", letters.stream().map(Letter::messageId).toArray()));
            statement.executeUpdate();
        }
    }

    /** A message that was given to a rail, and the positions of its payouts. */
    record Given(long messageId, UUID batchId, int first, int last) {}

    /** {@return the message of that name; null where there is none} */
    static @Nullable Given given(Connection tx, String rail, String key) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select m.id, m.batch_id, m.first_position, m.last_position
                from rail_message m join rail_submission s on s.message_id = m.id
                where m.rail = ? and m.direction = 'O' and m.external_id = ?""")) {
            statement.setString(1, rail);
            statement.setString(2, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Given(
                                row.getLong(1),
                                Objects.requireNonNull(row.getObject(2, UUID.class)),
                                row.getInt(3),
                                row.getInt(4))
                        : null;
            }
        }
    }

    /** The rail has said what became of a message, whatever it answers to whoever gives it the message just now. */
    static void refused(Connection tx, long messageId, String problem) throws SQLException {
        try (var statement =
                tx.prepareStatement("update rail_submission set state = 'REFUSED', problem = ? where message_id = ?")) {
            statement.setString(1, problem);
            statement.setLong(2, messageId);
            statement.executeUpdate();
        }
    }

    /** {@return null when the message is new, else the SHA-256 under which it came before} */
    static @Nullable String keepInbound(
            Connection tx, String rail, String kind, String externalId, byte[] body, Instant now) throws SQLException {
        try (var insert = tx.prepareStatement("""
                insert into rail_message (direction, rail, kind, external_id, sha256, body, created_at)
                values ('I', ?, ?, ?, ?, ?, ?)
                on conflict (rail, direction, kind, external_id) do nothing""")) {
            insert.setString(1, rail);
            insert.setString(2, kind);
            insert.setString(3, externalId);
            insert.setString(4, BatchContent.hash(body));
            insert.setBytes(5, body);
            insert.setTimestamp(6, Timestamp.from(now));
            if (insert.executeUpdate() == 1) {
                return null;
            }
        }
        try (var before = tx.prepareStatement(
                "select sha256 from rail_message where rail = ? and direction = 'I' and kind = ? and external_id = ?")) {
            before.setString(1, rail);
            before.setString(2, kind);
            before.setString(3, externalId);
            try (ResultSet row = before.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
