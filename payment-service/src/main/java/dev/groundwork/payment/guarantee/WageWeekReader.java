package dev.groundwork.payment.guarantee;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Reads reckoned weeks. */
@ApplicationScoped
public class WageWeekReader {

    private final AgroalDataSource database;

    WageWeekReader(AgroalDataSource database) {
        this.database = database;
    }

    /** A worker's week with a requester, as it was reckoned last; amounts in the minor unit of the currency. */
    public record WageWeek(
            LocalDate week,
            UUID requesterId,
            String currency,
            long floorMinor,
            String floorKind,
            String floorPlace,
            String floorSource,
            long assignments,
            long activeSeconds,
            long creditedSeconds,
            long expiredSeconds,
            long earnedMinor,
            long dueMinor,
            long dueAtCloseMinor,
            long postedMinor,
            int revision,
            Instant computedAt) {}

    /** The last one of a page. */
    record After(LocalDate week, UUID requesterId, String currency) {}

    /** {@return weeks of a worker behind one, newest first} */
    List<WageWeek> ofWorker(UUID workerId, @Nullable After after, int limit) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select week, requester_id, currency, floor_minor, floor_kind, floor_place, floor_source, assignments,
                               active_seconds, credited_seconds, expired_seconds, earned_minor, due_minor, due_at_close_minor,
                               posted_minor, revision, computed_at
                        from wage_week
                        where worker_id = ?
                          and (?::date is null or week < ?::date
                               or week = ?::date and (requester_id, currency) > (?::uuid, ?::text))
                        order by week desc, requester_id, currency
                        limit ?""")) {
            Date week = after == null ? null : Date.valueOf(after.week());
            statement.setObject(1, workerId);
            statement.setDate(2, week);
            statement.setDate(3, week);
            statement.setDate(4, week);
            statement.setObject(5, after == null ? null : after.requesterId());
            statement.setString(6, after == null ? null : after.currency());
            statement.setInt(7, limit);
            try (ResultSet row = statement.executeQuery()) {
                List<WageWeek> weeks = new ArrayList<>();
                while (row.next()) {
                    weeks.add(week(row));
                }
                return weeks;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the weeks of a worker cannot be read", e);
        }
    }

    private static WageWeek week(ResultSet row) throws SQLException {
        return new WageWeek(
                Objects.requireNonNull(row.getObject(1, LocalDate.class)),
                Objects.requireNonNull(row.getObject(2, UUID.class)),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                row.getInt(16),
                row.getTimestamp(17).toInstant());
    }
}
