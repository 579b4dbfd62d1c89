package dev.groundwork.task.worktime;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** How much of a worker's time was paid: computed from the attempts, which are kept whatever becomes of them. */
@ApplicationScoped
class OwnTime {

    /** A UUIDv7 begins with its time, so the index of a worker's attempts is one of their times too. */
    private static final String SUMS = """
            select coalesce(sum(s) filter (where kind = 'paid'), 0), coalesce(sum(s) filter (where kind = 'pending'), 0),
                   coalesce(sum(s) filter (where kind = 'RETURNED'), 0), coalesce(sum(s) filter (where kind = 'EXPIRED'), 0),
                   coalesce(sum(s) filter (where kind = 'REJECTED'), 0), count(*) filter (where kind = 'paid'),
                   count(*) filter (where kind = 'pending'), count(*) filter (where kind not in ('paid', 'pending'))
            from (select active_seconds as s,
                         case when state in ('APPROVED', 'ACCEPTED_UNUSED', 'SCREENED_OUT') or state = 'REJECTED' and outcome <> 'UNPAID' then 'paid'
                              when state in ('CLAIMED', 'SUBMITTED', 'REJECTION_HELD', 'APPEALED') then 'pending'
                              else state end as kind
                  from assignment where worker_id = ? and id >= ? and id < ?) attempts
            """;

    private final AgroalDataSource database;

    OwnTime(AgroalDataSource database) {
        this.database = database;
    }

    /** {@return what became of a worker's time in attempts claimed in a stretch of time} */
    OwnTimeView of(UUID workerId, Instant from, Instant until) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(SUMS)) {
            query.setObject(1, workerId);
            query.setObject(2, firstIdOf(from));
            query.setObject(3, firstIdOf(until));
            try (var row = query.executeQuery()) {
                row.next();
                long paid = row.getLong(1);
                long unpaid = row.getLong(3) + row.getLong(4) + row.getLong(5);
                return new OwnTimeView(
                        from,
                        until,
                        paid,
                        row.getLong(2),
                        unpaid,
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        paid + unpaid == 0 ? 0 : Math.round(10_000.0 * unpaid / (paid + unpaid)) / 10_000.0);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the time of worker " + workerId, failure);
        }
    }

    /** {@return the least id that could be made at this instant or later} */
    private static UUID firstIdOf(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16, 0);
    }
}
