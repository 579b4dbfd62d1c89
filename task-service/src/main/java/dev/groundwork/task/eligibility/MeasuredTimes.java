package dev.groundwork.task.eligibility;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.assignment.Columns;

/** The measured times of jobs, computed from their last submissions at most every few seconds. */
@ApplicationScoped
class MeasuredTimes {

    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final int MOST_JOBS = 10_000;

    /** All submissions, whatever became of them: leaving out the rejected would leave out the slow. */
    private static final String LAST_SUBMISSIONS = """
            select j.id, a.worker_id, a.active_seconds
            from unnest(?::uuid[]) as j (id)
            cross join lateral (
                select worker_id, active_seconds from assignment
                where job_id = j.id and submitted_at is not null order by id desc limit 500) a
            """;

    private record Known(Instant at, Optional<MeasuredTime> time) {}

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
            return size() > MOST_JOBS;
        }
    };

    MeasuredTimes(Clock clock) {
        this.clock = clock;
    }

    /** {@return the times of those jobs that have been measured} */
    Map<UUID, MeasuredTime> of(Connection connection, Collection<UUID> jobIds) throws SQLException {
        var now = clock.instant();
        var times = new HashMap<UUID, MeasuredTime>();
        var unknown = new ArrayList<UUID>();
        lock.lock();
        try {
            for (UUID jobId : jobIds) {
                var found = known.get(jobId);
                if (found == null || found.at().plus(FRESH).isBefore(now)) {
                    unknown.add(jobId);
                } else {
                    found.time().ifPresent(time -> times.put(jobId, time));
                }
            }
        } finally {
            lock.unlock();
        }
        if (unknown.isEmpty()) {
            return times;
        }
        var measured = measure(connection, unknown);
        lock.lock();
        try {
            measured.forEach((jobId, time) -> known.put(jobId, new Known(now, time)));
        } finally {
            lock.unlock();
        }
        measured.forEach((jobId, time) -> time.ifPresent(value -> times.put(jobId, value)));
        return times;
    }

    private static Map<UUID, Optional<MeasuredTime>> measure(Connection connection, List<UUID> jobIds)
            throws SQLException {
        var seconds = new HashMap<UUID, Map<UUID, List<Long>>>();
        jobIds.forEach(jobId -> seconds.put(jobId, new HashMap<>()));
        try (var query = connection.prepareStatement(LAST_SUBMISSIONS)) {
            query.setArray(1, new Columns<>(connection, jobIds).uuids(id -> id));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    seconds.getOrDefault(row.getObject(1, UUID.class), new HashMap<>())
                            .computeIfAbsent(row.getObject(2, UUID.class), worker -> new ArrayList<>())
                            .add(row.getLong(3));
                }
            }
        }
        var measured = new HashMap<UUID, Optional<MeasuredTime>>();
        seconds.forEach((jobId, byWorker) -> measured.put(jobId, MeasuredTime.of(byWorker)));
        return measured;
    }
}
