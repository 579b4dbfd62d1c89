package dev.groundwork.payment.guarantee;

import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

/**
 * Which weeks have work that was not reckoned yet.
 *
 * <p>Who writes work shares the row of its week until the end of its transaction; who begins to reckon a week takes the row alone, and
 * looks at the work in a later transaction. So work is either seen by the reckoning or makes the week dirty again.
 */
final class WorkWeeks {

    private WorkWeeks() {}

    static void changed(Connection tx, SortedSet<LocalDate> weeks) throws SQLException {
        if (weeks.isEmpty()) {
            return;
        }
        Object[] named = weeks.stream().map(LocalDate::toString).toArray();
        if (shareDirty(tx, named) == weeks.size()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                insert into work_week as k (week, state) select week, 'DIRTY' from unnest(?::date[]) as t (week) order by week
                on conflict (week) do update set state = 'DIRTY' where k.state <> 'DIRTY'""")) {
            statement.setArray(1, tx.createArrayOf("date", named));
            statement.executeUpdate();
        }
        // A row that was dirty when it was looked at may be in reckoning by now.
        if (shareDirty(tx, named) != weeks.size()) {
            throw new SQLException("a week is being reckoned this very moment: again", "40001");
        }
    }

    private static int shareDirty(Connection tx, Object[] weeks) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select 1 from work_week where week = any (?::date[]) and state = 'DIRTY' order by week for share")) {
            statement.setArray(1, tx.createArrayOf("date", weeks));
            try (ResultSet row = statement.executeQuery()) {
                int dirty = 0;
                while (row.next()) {
                    dirty++;
                }
                return dirty;
            }
        }
    }

    /** {@return weeks that began on that day or before and are to be reckoned, oldest first} */
    static List<LocalDate> due(Connection tx, LocalDate newest) throws SQLException {
        try (var statement =
                tx.prepareStatement("select week from work_week where week <= ? and state <> 'DONE' order by week")) {
            statement.setDate(1, Date.valueOf(newest));
            try (ResultSet row = statement.executeQuery()) {
                List<LocalDate> due = new ArrayList<>();
                while (row.next()) {
                    due.add(Objects.requireNonNull(row.getObject(1, LocalDate.class)));
                }
                return due;
            }
        }
    }

    /** From now on work makes the week dirty again; commit before looking at the work. */
    static void begin(Connection tx, LocalDate week) throws SQLException {
        set(tx, week, "update work_week set state = 'COMPUTING' where week = ?", null);
    }

    /** The week is reckoned, unless work came in meanwhile. */
    static void done(Connection tx, LocalDate week, Instant now) throws SQLException {
        set(
                tx,
                week,
                "update work_week set computed_at = ?, state = case state when 'COMPUTING' then 'DONE' else state end where week = ?",
                now);
    }

    /** Weeks that end on that day or later are reckoned anew. */
    static void changedFrom(Connection tx, LocalDate day) throws SQLException {
        set(tx, day, "update work_week set state = 'DIRTY' where week + 6 >= ?", null);
    }

    private static void set(Connection tx, LocalDate week, String sql, @Nullable Instant at) throws SQLException {
        try (var statement = tx.prepareStatement(sql)) {
            int next = 1;
            if (at != null) {
                statement.setTimestamp(next++, Timestamp.from(at));
            }
            statement.setDate(next, Date.valueOf(week));
            statement.executeUpdate();
        }
    }
}
