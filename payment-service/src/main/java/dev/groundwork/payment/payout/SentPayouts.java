package dev.groundwork.payment.payout;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

/** Finds payouts by what banks call them. */
public final class SentPayouts {

    /** What banks call "on its way": given in, and neither booked nor refused. */
    private static final String OPEN = "('SUBMITTED', 'UNKNOWN', 'ACCEPTED')";

    private SentPayouts() {}

    /** How far a payout has come, as far as banks are concerned. */
    public enum Stage {
        NOT_SENT,
        OPEN,
        SETTLED,
        FAILED,
        RETURNED
    }

    /**
     * A payout as a bank's word finds it.
     *
     * @param seenAtBank whether a line of a statement took its money; a payout may be settled by hand
     * @param methodCurrent whether the worker is still paid this way
     * @param refusedBefore whether another payout to the same account came to nothing, for a reason that may be the account's
     */
    public record Sent(
            UUID id,
            UUID batchId,
            UUID workerId,
            UUID methodId,
            Money amount,
            String endToEndId,
            Stage stage,
            boolean seenAtBank,
            boolean methodCurrent,
            boolean refusedBefore) {}

    /**
     * A block of a file, which a bank may book as one sum.
     *
     * @param openCount payouts that are on their way, and their sum
     * @param byHandCount payouts that a person has called settled and no statement has shown, and their sum
     */
    public record Block(
            String paymentInfoId,
            UUID batchId,
            String rail,
            String currency,
            int openCount,
            long openMinor,
            int byHandCount,
            long byHandMinor) {}

    /** {@return the rails of these payouts and blocks by their names, as far as there are such} */
    public static Map<String, String> rails(
            Connection tx, Collection<String> endToEndIds, Collection<String> paymentInfoIds) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select p.end_to_end_id, b.rail from payout p join payout_batch b on b.id = p.batch_id
                where p.end_to_end_id = any (?)
                union all
                select k.payment_info_id, b.rail from payout_block k join payout_batch b on b.id = k.batch_id
                where k.payment_info_id = any (?)""")) {
            statement.setArray(1, array(tx, "text", endToEndIds));
            statement.setArray(2, array(tx, "text", paymentInfoIds));
            Map<String, String> rails = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rails.put(row.getString(1), row.getString(2));
                }
            }
            return rails;
        }
    }

    /** {@return the payouts of these references, as far as there are such} */
    public static Map<String, Sent> find(Connection tx, Collection<String> endToEndIds) throws SQLException {
        try (var statement = tx.prepareStatement(sent("p.end_to_end_id = any (?)"))) {
            statement.setArray(1, array(tx, "text", endToEndIds));
            Map<String, Sent> found = new HashMap<>();
            for (Sent sent : read(statement)) {
                found.put(sent.endToEndId(), sent);
            }
            return found;
        }
    }

    /** {@return the payouts of these ids, as far as there are such} */
    public static List<Sent> findById(Connection tx, Collection<UUID> ids) throws SQLException {
        try (var statement = tx.prepareStatement(sent("p.id = any (?)"))) {
            statement.setArray(1, array(tx, "uuid", ids));
            return read(statement);
        }
    }

    /** {@return the payouts of these blocks that no bank has booked or refused, also those that people called settled} */
    public static List<Sent> unbookedOf(Connection tx, Collection<String> paymentInfoIds) throws SQLException {
        try (var statement = tx.prepareStatement(sent("(p.state in " + OPEN
                + " or p.state = 'SETTLED' and p.booked_by is null)"
                + " and exists (select from payout_block k where k.payment_info_id = any (?)"
                + " and k.batch_id = p.batch_id and p.position between k.first_position and k.last_position)"))) {
            statement.setArray(1, array(tx, "text", paymentInfoIds));
            return read(statement);
        }
    }

    private static String sent(String condition) {
        return """
                select p.id, p.batch_id, p.worker_id, p.method_id, p.amount_minor, p.currency, p.end_to_end_id, p.state,
                       p.booked_by is not null, m.replaced_at is null,
                       exists (select from payout o where o.method_id = p.method_id and o.came_to_nothing
                           and coalesce(o.reason, '') not in ('""" + String.join("', '", BankReason.NOT_OF_ACCOUNTS) + """
                '))
                from payout p join payout_method m on m.id = p.method_id
                where\s""" + condition + " order by p.id";
    }

    /** {@return the blocks of a file that was sent, by the file's own name} */
    public static List<String> blocksOfMessage(Connection tx, String messageId) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select payment_info_id from payout_block where message_id = ? order by first_position")) {
            statement.setString(1, messageId);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** {@return the blocks of these names, as far as there are such} */
    public static Map<String, Block> blocks(Connection tx, Collection<String> paymentInfoIds) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select k.payment_info_id, k.batch_id, b.rail, b.currency,
                       count(p.id) filter (where p.state in %1$s),
                       coalesce(sum(p.amount_minor) filter (where p.state in %1$s), 0),
                       count(p.id) filter (where p.state = 'SETTLED' and p.booked_by is null),
                       coalesce(sum(p.amount_minor) filter (where p.state = 'SETTLED' and p.booked_by is null), 0)
                from payout_block k
                         join payout_batch b on b.id = k.batch_id
                         left join payout p
                                   on p.batch_id = k.batch_id and p.position between k.first_position and k.last_position
                where k.payment_info_id = any (?)
                group by k.payment_info_id, k.batch_id, b.rail, b.currency""".formatted(OPEN))) {
            statement.setArray(1, array(tx, "text", paymentInfoIds));
            Map<String, Block> blocks = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    blocks.put(
                            row.getString(1),
                            new Block(
                                    row.getString(1),
                                    uuid(row, 2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getInt(5),
                                    row.getLong(6),
                                    row.getInt(7),
                                    row.getLong(8)));
                }
            }
            return blocks;
        }
    }

    static List<Sent> read(PreparedStatement statement) throws SQLException {
        List<Sent> payouts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                payouts.add(new Sent(
                        uuid(row, 1),
                        uuid(row, 2),
                        uuid(row, 3),
                        uuid(row, 4),
                        new Money(row.getLong(5), row.getString(6)),
                        row.getString(7),
                        stage(Payout.State.valueOf(row.getString(8))),
                        row.getBoolean(9),
                        row.getBoolean(10),
                        row.getBoolean(11)));
            }
        }
        return payouts;
    }

    private static Stage stage(Payout.State state) {
        return switch (state) {
            case READY, HELD, RESERVED, RELEASED -> Stage.NOT_SENT;
            case SUBMITTED, UNKNOWN, ACCEPTED -> Stage.OPEN;
            case SETTLED -> Stage.SETTLED;
            case FAILED -> Stage.FAILED;
            case RETURNED -> Stage.RETURNED;
        };
    }

    private static Array array(Connection tx, String type, Collection<?> values) throws SQLException {
        return tx.createArrayOf(type, values.toArray());
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }
}
