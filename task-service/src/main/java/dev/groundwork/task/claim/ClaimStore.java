package dev.groundwork.task.claim;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.claim.SlotDistribution.Shelf;
import dev.groundwork.task.claim.SlotDistribution.Slots;
import dev.groundwork.task.claim.SlotDistribution.Window;
import dev.groundwork.task.eligibility.Place;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.policy.TrainingCourse;

import org.jspecify.annotations.Nullable;

/** The statements of a batch of claims; each serves all claims of the batch at once. */
final class ClaimStore {

    /**
     * The lock is what makes claims exact: while a batch holds it, no other hands out slots of the job, so cursors never pass a
     * slot that another transaction might give back, and a pause that has answered is seen. It lets submissions and readers by.
     */
    private static final String LOCK_JOBS = """
            select id, requester_id, state, state_reason, reward_minor, currency, time_limit_seconds, spec_hash, places,
                   pilot_slots, pilot_share, pilot_measured, overlap, quality, screen_outs is not null
            from job where id = any (?) and state in ('OPEN', 'PILOT') order by id for no key update
            """;

    /**
     * Read without a lock, for the refusal: a job that is not open may be locked for as long as an upload lasts. What is not
     * open yet is its requester's alone, and absent to everybody else.
     */
    private static final String CLOSED_JOBS = """
            select id, requester_id, state, state_reason, reward_minor, currency, time_limit_seconds, spec_hash, places,
                   pilot_slots, pilot_share, pilot_measured, overlap, quality, screen_outs is not null
            from job where id = any (?) and state not in ('DRAFT', 'FUNDING')
            """;

    private static final String PARTAKERS = """
            select a.job_id, a.worker_id from assignment a
            where a.job_id = any (?) and a.state not in ('RETURNED', 'EXPIRED', 'SCREENED_OUT')
              and %s
            """.formatted(TrainingCourse.NO_TRAINING_SQL);

    private static final String SCREENED_OUT = """
            select s.job_id, s.worker_id
            from unnest(?::uuid[], ?::uuid[]) as ask (job_id, worker_id)
            join screen_out s on s.job_id = ask.job_id and s.worker_id = ask.worker_id
            """;

    private static final String CALLERS = """
            select s.standing, s.country, s.subdivision, coalesce(c.position, 0), coalesce(c.returned_seq, 0),
                   coalesce(p.head, 0)
            from unnest(?::uuid[], ?::uuid[]) with ordinality as ask (job_id, worker_id, nr)
            left join worker_standing s on s.worker_id = ask.worker_id
            left join claim_cursor c on c.job_id = ask.job_id and c.worker_id = ask.worker_id
            left join job_progress p on p.job_id = ask.job_id
            order by ask.nr
            """;

    private static final String NAMED = """
            select ask.nr, t.position, t.id
            from unnest(?::uuid[], ?::uuid[], ?::text[]) with ordinality as ask (job_id, task_id, external_id, nr)
            cross join lateral (
                select position, id from task
                where ask.task_id is not null and id = ask.task_id and job_id = ask.job_id
                union all
                select position, id from task
                where ask.external_id is not null and job_id = ask.job_id and external_id = ask.external_id) t
            """;

    /** Every attempt at a task counts against its worker, also one that was returned or expired. */
    private static final String HAD = "(select array_agg(a.worker_id) from assignment a where a.task_id = %s.task_id)";

    private static final String LOOK = """
            select w.nr, o.position as key, o.position, o.task_id, o.remaining, %s
            from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[]) as w (job_id, start, length, nr)
            cross join lateral (
                select position, task_id, remaining from open_task
                where job_id = w.job_id and position > w.start order by position limit w.length) o
            union all
            select w.nr, r.seq, r.position, r.task_id, 1, %s
            from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[]) as w (job_id, start, length, nr)
            cross join lateral (
                select seq, position, task_id from returned_slot
                where job_id = w.job_id and seq > w.start order by seq limit w.length) r
            """.formatted(HAD.formatted("o"), HAD.formatted("r"));

    private static final String LOOK_NAMED = """
            select n.nr, 'FRESH', o.position as key, o.position, o.task_id, o.remaining, %s
            from unnest(?::uuid[], ?::bigint[]) with ordinality as n (job_id, position, nr)
            join open_task o on o.job_id = n.job_id and o.position = n.position
            union all
            select n.nr, 'RETURNED', r.seq, r.position, r.task_id, 1, %s
            from unnest(?::uuid[], ?::bigint[]) with ordinality as n (job_id, position, nr)
            join returned_slot r on r.job_id = n.job_id and r.position = n.position
            """.formatted(HAD.formatted("o"), HAD.formatted("r"));

    /** One statement, one round trip: everything that a batch of grants changes, and what their workers get to see. */
    private static final String WRITE = """
            with grants as (
                select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::uuid[], ?::bigint[],
                                     ?::text[], ?::timestamptz[])
                    with ordinality as g (id, job_id, task_id, position, requester_id, worker_id, reward_minor, currency,
                                          deadline_at, nr)),
            taken as (
                update open_task o set remaining = o.remaining - t.n
                from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as t (job_id, position, n)
                where o.job_id = t.job_id and o.position = t.position and o.remaining > t.n returning 1),
            emptied as (
                delete from open_task o
                using unnest(?::uuid[], ?::bigint[], ?::bigint[]) as t (job_id, position, n)
                where o.job_id = t.job_id and o.position = t.position and o.remaining = t.n returning 1),
            reused as (
                delete from returned_slot r using unnest(?::uuid[], ?::bigint[]) as t (job_id, seq)
                where r.job_id = t.job_id and r.seq = t.seq returning 1),
            made as (
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor,
                                        currency, claimed_at, deadline_at)
                select id, job_id, task_id, position, requester_id, worker_id, 'CLAIMED', reward_minor, currency,
                       ?::timestamptz, deadline_at
                from grants),
            alarms as (
                insert into assignment_alarm (due_at, assignment_id) select deadline_at, id from grants),
            moved as (
                insert into claim_cursor as c (job_id, worker_id, position, returned_seq)
                select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[])
                on conflict (job_id, worker_id) do update
                set position = excluded.position, returned_seq = excluded.returned_seq),
            counted as (
                update job_progress p set claimed = p.claimed + d.claimed, head = greatest(p.head, d.head)
                from (select job_id from job_progress where job_id = any (?) order by job_id for no key update) l,
                     unnest(?::uuid[], ?::bigint[], ?::bigint[]) as d (job_id, claimed, head)
                where p.job_id = l.job_id and d.job_id = l.job_id returning 1)
            select t.external_id, t.input::text,
                   (select count(*) from taken) + (select count(*) from emptied) + (select count(*) from reused),
                   (select count(*) from counted)
            from grants g join task t on t.job_id = g.job_id and t.position = g.position
            order by g.nr
            """;

    private final Connection tx;

    ClaimStore(Connection tx) {
        this.tx = tx;
    }

    /** Locks the open ones of the jobs until the transaction ends, in the order of their ids; {@return all that were ever open} */
    Map<UUID, OpenJob> lockJobs(Collection<UUID> ids) throws SQLException {
        var wanted = new TreeSet<>(ids);
        var jobs = jobs(LOCK_JOBS, wanted);
        wanted.removeAll(jobs.keySet());
        if (!wanted.isEmpty()) {
            jobs(CLOSED_JOBS, wanted).forEach((id, job) -> {
                // Opened between the two statements: without the lock it hands out nothing yet.
                if (!job.isOpen()) {
                    jobs.put(id, job);
                }
            });
        }
        return jobs;
    }

    private Map<UUID, OpenJob> jobs(String sql, Collection<UUID> ids) throws SQLException {
        try (var query = tx.prepareStatement(sql)) {
            query.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            var jobs = new HashMap<UUID, OpenJob>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var id = row.getObject(1, UUID.class);
                    jobs.put(
                            id,
                            new OpenJob(
                                    id,
                                    row.getObject(2, UUID.class),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5),
                                    row.getString(6),
                                    Duration.ofSeconds(row.getLong(7)),
                                    row.getString(8),
                                    List.of((String[]) row.getArray(9).getArray()),
                                    new OpenJob.Pilot(row.getLong(10), row.getLong(11), row.getLong(12)),
                                    row.getInt(13),
                                    policy(row.getString(14)),
                                    row.getBoolean(15)));
                }
            }
            return jobs;
        }
    }

    /**
     * {@return who holds or has answered a task of these jobs, training apart, by job} Asked of jobs in their pilot only, where they
     * are few.
     */
    Map<UUID, Set<UUID>> partakers(Collection<UUID> jobIds) throws SQLException {
        var partakers = new HashMap<UUID, Set<UUID>>();
        jobIds.forEach(id -> partakers.put(id, new HashSet<>()));
        try (var query = tx.prepareStatement(PARTAKERS)) {
            query.setArray(1, new Columns<>(tx, jobIds).uuids(id -> id));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    partakers
                            .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashSet<>())
                            .add(row.getObject(2, UUID.class));
                }
            }
        }
        return partakers;
    }

    /** {@return by job, who was screened out of it} Asked of jobs that screen workers out only. */
    Map<UUID, Set<UUID>> screenedOut(List<Claim> claims) throws SQLException {
        var columns = new Columns<>(tx, claims);
        var found = new HashMap<UUID, Set<UUID>>();
        try (var query = tx.prepareStatement(SCREENED_OUT)) {
            query.setArray(1, columns.uuids(Claim::jobId));
            query.setArray(2, columns.uuids(Claim::workerId));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getObject(1, UUID.class), id -> new HashSet<>())
                            .add(row.getObject(2, UUID.class));
                }
            }
        }
        return found;
    }

    private static @Nullable QualityPolicy policy(@Nullable String stored) {
        return stored == null ? null : QualityPolicy.read(stored);
    }

    /** What is known of the caller of a claim. */
    record Caller(@Nullable String standing, @Nullable Place place, long position, long returnedSeq, long head) {}

    /** {@return one caller for each claim, in the same order} */
    List<Caller> callers(List<Claim> claims) throws SQLException {
        var columns = new Columns<>(tx, claims);
        try (var query = tx.prepareStatement(CALLERS)) {
            query.setArray(1, columns.uuids(Claim::jobId));
            query.setArray(2, columns.uuids(Claim::workerId));
            var callers = new ArrayList<Caller>(claims.size());
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var standing = row.getString(1);
                    callers.add(new Caller(
                            standing,
                            standing == null ? null : new Place(row.getString(2), row.getString(3)),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6)));
                }
            }
            return callers;
        }
    }

    /** {@return the positions of named tasks, by the index of their claim in {@code claims}} */
    Map<Integer, Long> positions(List<Claim> claims) throws SQLException {
        var columns = new Columns<>(tx, claims);
        try (var query = tx.prepareStatement(NAMED)) {
            query.setArray(1, columns.uuids(Claim::jobId));
            query.setArray(
                    2,
                    columns.texts(claim ->
                            claim.taskId() == null ? null : claim.taskId().toString()));
            query.setArray(3, columns.texts(Claim::externalId));
            var positions = new HashMap<Integer, Long>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    positions.put(row.getInt(1) - 1, row.getLong(2));
                }
            }
            return positions;
        }
    }

    /** A window of one job. */
    record JobWindow(UUID jobId, Window window) {}

    /** {@return what the windows show, a list for each in the order of its shelf} */
    List<List<Slots>> look(List<JobWindow> windows) throws SQLException {
        var found = new ArrayList<List<Slots>>();
        var numbers = new HashMap<JobWindow, Integer>();
        for (int i = 0; i < windows.size(); i++) {
            found.add(new ArrayList<>());
            numbers.put(windows.get(i), i);
        }
        try (var query = tx.prepareStatement(LOOK)) {
            int parameter = 1;
            for (Shelf shelf : List.of(Shelf.FRESH, Shelf.RETURNED)) {
                var columns = new Columns<>(
                        tx,
                        windows.stream()
                                .filter(window -> window.window().shelf() == shelf)
                                .toList());
                query.setArray(parameter++, columns.uuids(JobWindow::jobId));
                query.setArray(
                        parameter++, columns.longs(window -> window.window().start()));
                query.setArray(
                        parameter++, columns.longs(window -> window.window().limit()));
                query.setArray(parameter++, columns.longs(window -> numbers.getOrDefault(window, 0)));
            }
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    int number = row.getInt(1);
                    found.get(number).add(slots(windows.get(number).window().shelf(), row, 2));
                }
            }
        }
        found.forEach(slots -> slots.sort(Comparator.comparingLong(Slots::key)));
        return found;
    }

    /** A task of one job that somebody asked for by name. */
    record JobPosition(UUID jobId, long position) {}

    /** {@return the open slots of named tasks} */
    Map<JobPosition, List<Slots>> lookAt(Set<JobPosition> named) throws SQLException {
        var asked = List.copyOf(named);
        var columns = new Columns<>(tx, asked);
        var found = new HashMap<JobPosition, List<Slots>>();
        try (var query = tx.prepareStatement(LOOK_NAMED)) {
            query.setArray(1, columns.uuids(JobPosition::jobId));
            query.setArray(2, columns.longs(JobPosition::position));
            query.setArray(3, columns.uuids(JobPosition::jobId));
            query.setArray(4, columns.longs(JobPosition::position));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(asked.get(row.getInt(1) - 1), name -> new ArrayList<>())
                            .add(slots(Shelf.valueOf(row.getString(2)), row, 3));
                }
            }
        }
        return found;
    }

    private static Slots slots(Shelf shelf, ResultSet row, int from) throws SQLException {
        var had = row.getArray(from + 4);
        return new Slots(
                shelf,
                row.getLong(from),
                row.getLong(from + 1),
                row.getObject(from + 2, UUID.class),
                row.getInt(from + 3),
                had == null ? Set.of() : new HashSet<>(Arrays.asList((UUID[]) had.getArray())));
    }

    /** A slot that becomes an assignment. */
    record Grant(UUID id, OpenJob job, UUID taskId, long position, UUID workerId, Instant deadlineAt) {}

    /** What a batch takes of a row of slots, and what it leaves. */
    record Take(UUID jobId, Shelf shelf, long key, long taken, int left) {}

    /** What a batch does to the row of a job. */
    record JobMove(UUID jobId, long claimed, long head) {}

    /** The part of a task that a worker sees. */
    record Shown(String externalId, String input) {}

    /** Writes a batch, its cursors in the order of their keys; {@return what the workers see of their tasks, in the order of the grants} */
    List<Shown> write(List<Grant> grants, List<Take> takes, List<CursorMove> cursors, List<JobMove> moves, Instant now)
            throws SQLException {
        var columns = new Columns<>(tx, grants);
        var workers = new Columns<>(tx, cursors);
        var rows = new Columns<>(tx, moves);
        try (var write = tx.prepareStatement(WRITE)) {
            write.setArray(1, columns.uuids(Grant::id));
            write.setArray(2, columns.uuids(grant -> grant.job().id()));
            write.setArray(3, columns.uuids(Grant::taskId));
            write.setArray(4, columns.longs(Grant::position));
            write.setArray(5, columns.uuids(grant -> grant.job().requesterId()));
            write.setArray(6, columns.uuids(Grant::workerId));
            write.setArray(7, columns.longs(grant -> grant.job().rewardMinor()));
            write.setArray(8, columns.texts(grant -> grant.job().currency()));
            write.setArray(9, columns.instants(Grant::deadlineAt));
            int parameter = 10;
            for (boolean emptied : new boolean[] {false, true}) {
                var slots = new Columns<>(
                        tx,
                        takes.stream()
                                .filter(take -> take.shelf() == Shelf.FRESH && (take.left() == 0) == emptied)
                                .toList());
                write.setArray(parameter++, slots.uuids(Take::jobId));
                write.setArray(parameter++, slots.longs(Take::key));
                write.setArray(parameter++, slots.longs(Take::taken));
            }
            var returned = new Columns<>(
                    tx,
                    takes.stream()
                            .filter(take -> take.shelf() == Shelf.RETURNED)
                            .toList());
            write.setArray(parameter++, returned.uuids(Take::jobId));
            write.setArray(parameter++, returned.longs(Take::key));
            write.setString(parameter++, now.toString());
            write.setArray(parameter++, workers.uuids(CursorMove::jobId));
            write.setArray(parameter++, workers.uuids(CursorMove::workerId));
            write.setArray(parameter++, workers.longs(CursorMove::position));
            write.setArray(parameter++, workers.longs(CursorMove::returnedSeq));
            write.setArray(parameter++, rows.uuids(JobMove::jobId));
            write.setArray(parameter++, rows.uuids(JobMove::jobId));
            write.setArray(parameter++, rows.longs(JobMove::claimed));
            write.setArray(parameter, rows.longs(JobMove::head));
            var shown = new ArrayList<Shown>(grants.size());
            try (var row = write.executeQuery()) {
                while (row.next()) {
                    shown.add(new Shown(row.getString(1), row.getString(2)));
                    expect(takes.size(), row.getLong(3), "slots");
                    expect(moves.size(), row.getLong(4), "rows of job_progress");
                }
            }
            expect(grants.size(), shown.size(), "tasks");
            return shown;
        }
    }

    private static void expect(long wanted, long found, String what) {
        if (wanted != found) {
            throw new IllegalStateException("a batch of claims found %d of %d %s".formatted(found, wanted, what));
        }
    }

    /** How far a worker has come in a job. */
    record CursorMove(UUID jobId, UUID workerId, long position, long returnedSeq) {}
}
