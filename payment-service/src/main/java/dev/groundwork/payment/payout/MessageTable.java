package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.payment.rail.RailPart;

import org.jspecify.annotations.Nullable;

/** The messages that a batch becomes, each kept with its bytes before anyone is told. */
final class MessageTable {

    private MessageTable() {}

    /** The bytes of a message and their SHA-256 in hex. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record StoredFile(String sha256, byte[] bytes) {}

    /** @param first the position of its first payout; {@return the number of the message} */
    static long keep(
            Connection tx,
            PayoutBatch batch,
            String kind,
            RailPart part,
            int first,
            int last,
            StoredFile file,
            Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into rail_message (direction, batch_id, part, rail, kind, external_id, sha256, body, first_position,
                                          last_position, total_minor, created_at)
                values ('O', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning id""")) {
            statement.setObject(1, batch.id());
            statement.setInt(2, part.number());
            statement.setString(3, batch.rail());
            statement.setString(4, kind);
            statement.setString(5, part.messageId());
            statement.setString(6, file.sha256());
            statement.setBytes(7, file.bytes());
            statement.setInt(8, first);
            statement.setInt(9, last);
            statement.setLong(10, part.totalMinor());
            statement.setTimestamp(11, Timestamp.from(now));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Keeps which payouts share a block of a message, and so a line on the bank statement.
     *
     * @param positions of the items of the part, in their order
     */
    static void keepBlocks(Connection tx, RailPart part, List<Integer> positions, int size) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into payout_block (payment_info_id, message_id, batch_id, first_position, last_position)
                values (?, ?, ?, ?, ?)""")) {
            for (int from = 0, block = 1; from < positions.size(); from += size, block++) {
                statement.setString(1, part.blockId(block));
                statement.setString(2, part.messageId());
                statement.setObject(3, part.batchId());
                statement.setInt(4, positions.get(from));
                statement.setInt(5, positions.get(Math.min(from + size, positions.size()) - 1));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static @Nullable StoredFile file(Connection tx, UUID batchId, int part) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select sha256, body from rail_message where batch_id = ? and part = ? and direction = 'O'")) {
            statement.setObject(1, batchId);
            statement.setInt(2, part);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new StoredFile(row.getString(1), Objects.requireNonNull(row.getBytes(2))) : null;
            }
        }
    }

    static int files(Connection tx, UUID batchId) throws SQLException {
        try (var statement =
                tx.prepareStatement("select count(*) from rail_message where batch_id = ? and direction = 'O'")) {
            statement.setObject(1, batchId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
