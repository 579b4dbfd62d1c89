package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.task.assignment.Columns;

import com.fasterxml.jackson.databind.JsonNode;

/** What answers to tasks with a known answer were worth, and what that makes of their workers; each statement serves many at once. */
final class SkillStore {

    /**
     * Control answers that are looked at to make a job's confidence honest, the latest. One number follows from them, which hardly
     * moves with more; and what looks at them must end before the lease of the drain does.
     */
    static final int MOST_OF_JOB = 20_000;

    /** An answer that was claimed before its task became a control task is an answer like any other. */
    private static final String KNOWN = """
            select a.id, a.job_id, a.worker_id, a.position, c.training, c.gold::text, a.answer::text, a.submitted_at
            from assignment a
            join control_task c on c.job_id = a.job_id and c.position = a.position and c.created_at <= a.claimed_at
            where a.id = any (?) and a.answer is not null and a.state <> 'SCREENED_OUT'
            """;

    /** A training answer that is changed after its right answer was shown stays what it was. */
    private static final String KEEP_JUDGED = """
            insert into control_answer (assignment_id, job_id, worker_id, position, training, fields, is_right, answered_at)
            select id, job_id, worker_id, position, training::boolean, fields::jsonb, is_right::boolean, answered_at
            from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                as v (id, job_id, worker_id, position, training, fields, is_right, answered_at)
            on conflict (assignment_id) do update
            set fields = excluded.fields, is_right = excluded.is_right, answered_at = excluded.answered_at
            where not control_answer.training
            """;

    private static final String JUDGED = """
            select a.assignment_id, a.job_id, a.worker_id, a.position, a.training, a.fields::text, a.is_right, a.answered_at,
                   a.counts
            from control_answer a
            """;

    private static final String OF_TASKS = JUDGED + """
            join unnest(?::uuid[], ?::bigint[]) as v (job_id, position) on a.job_id = v.job_id and a.position = v.position
            order by a.job_id, a.position, a.answered_at, a.assignment_id
            """;

    private static final String OF_WORKERS = JUDGED + """
            join unnest(?::uuid[], ?::uuid[]) as v (job_id, worker_id) on a.job_id = v.job_id and a.worker_id = v.worker_id
            order by a.job_id, a.worker_id, a.answered_at, a.assignment_id
            """;

    private static final String LATEST_OF_JOB = JUDGED + """
            where a.job_id = ? and not a.training order by a.answered_at desc, a.assignment_id desc limit ?
            """;

    private static final String ACTIVE = """
            select c.job_id, c.position from control_task c
            join unnest(?::uuid[], ?::bigint[]) as v (job_id, position) on c.job_id = v.job_id and c.position = v.position
            where c.state = 'ACTIVE' and not c.training
            """;

    private static final String LEAKED = """
            update control_task c set state = 'LEAKED', state_reason = v.reason
            from unnest(?::uuid[], ?::bigint[], ?::text[]) as v (job_id, position, reason)
            where c.job_id = v.job_id and c.position = v.position
            """;

    private static final String DISCOUNT = "update control_answer set counts = false where assignment_id = any (?)";

    private static final String SKILLS = """
            select s.job_id, s.worker_id, s.fields::text
            from unnest(?::uuid[], ?::uuid[]) as v (job_id, worker_id)
            join worker_skill s on s.job_id = v.job_id and s.worker_id = v.worker_id
            """;

    private static final String SAVE_SKILLS = """
            insert into worker_skill as s (job_id, worker_id, answered, right_answers, recent_answered, recent_right, fields,
                                           training_answered, training_right, training_failed, trained_at)
            select job_id, worker_id, answered, right_answers, recent_answered::double precision,
                   recent_right::double precision, fields::jsonb, training_answered, training_right, training_failed, trained_at
            from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::timestamptz[])
                as v (job_id, worker_id, answered, right_answers, recent_answered, recent_right, fields, training_answered,
                      training_right, training_failed, trained_at)
            on conflict (job_id, worker_id) do update
            set answered = excluded.answered, right_answers = excluded.right_answers,
                recent_answered = excluded.recent_answered, recent_right = excluded.recent_right, fields = excluded.fields,
                training_answered = excluded.training_answered, training_right = excluded.training_right,
                training_failed = excluded.training_failed, trained_at = excluded.trained_at
            """;

    private final Connection tx;

    SkillStore(Connection tx) {
        this.tx = tx;
    }

    /** An answer to a task whose right answer is known. */
    record Known(
            UUID assignmentId,
            UUID jobId,
            UUID workerId,
            long position,
            boolean training,
            JsonNode gold,
            JsonNode answer,
            Instant answeredAt) {}

    List<Known> known(Collection<UUID> assignmentIds) throws SQLException {
        try (var query = tx.prepareStatement(KNOWN)) {
            query.setArray(1, new Columns<>(tx, assignmentIds).uuids(id -> id));
            var known = new ArrayList<Known>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    known.add(new Known(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            row.getLong(4),
                            row.getBoolean(5),
                            QualityJson.read(row.getString(6)),
                            QualityJson.read(row.getString(7)),
                            row.getObject(8, OffsetDateTime.class).toInstant()));
                }
            }
            return known;
        }
    }

    void keep(List<JudgedAnswer> judged) throws SQLException {
        var columns = new Columns<>(tx, judged);
        try (var insert = tx.prepareStatement(KEEP_JUDGED)) {
            insert.setArray(1, columns.uuids(JudgedAnswer::assignmentId));
            insert.setArray(2, columns.uuids(JudgedAnswer::jobId));
            insert.setArray(3, columns.uuids(JudgedAnswer::workerId));
            insert.setArray(4, columns.longs(JudgedAnswer::position));
            insert.setArray(5, columns.texts(answer -> Boolean.toString(answer.training())));
            insert.setArray(6, columns.texts(answer -> QualityJson.write(answer.outputs())));
            insert.setArray(7, columns.texts(answer -> Boolean.toString(answer.right())));
            insert.setArray(8, columns.instants(JudgedAnswer::answeredAt));
            insert.executeUpdate();
        }
    }

    /** A task of a job. */
    record Place(UUID jobId, long position) {}

    /** A worker in a job. */
    record Seat(UUID jobId, UUID workerId) {}

    /** {@return the answers to control tasks that are in use, in the order of their submission} */
    Map<Place, List<JudgedAnswer>> ofActive(Set<Place> places) throws SQLException {
        var active = new HashSet<Place>();
        var columns = new Columns<>(tx, places);
        try (var query = tx.prepareStatement(ACTIVE)) {
            query.setArray(1, columns.uuids(Place::jobId));
            query.setArray(2, columns.longs(Place::position));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    active.add(new Place(row.getObject(1, UUID.class), row.getLong(2)));
                }
            }
        }
        var found = new LinkedHashMap<Place, List<JudgedAnswer>>();
        var wanted = new Columns<>(tx, active);
        try (var query = tx.prepareStatement(OF_TASKS)) {
            query.setArray(1, wanted.uuids(Place::jobId));
            query.setArray(2, wanted.longs(Place::position));
            for (var answer : judged(query)) {
                found.computeIfAbsent(new Place(answer.jobId(), answer.position()), place -> new ArrayList<>())
                        .add(answer);
            }
        }
        return found;
    }

    Map<Seat, List<JudgedAnswer>> ofWorkers(Set<Seat> seats) throws SQLException {
        var found = new LinkedHashMap<Seat, List<JudgedAnswer>>();
        var columns = new Columns<>(tx, seats);
        try (var query = tx.prepareStatement(OF_WORKERS)) {
            query.setArray(1, columns.uuids(Seat::jobId));
            query.setArray(2, columns.uuids(Seat::workerId));
            for (var answer : judged(query)) {
                found.computeIfAbsent(new Seat(answer.jobId(), answer.workerId()), seat -> new ArrayList<>())
                        .add(answer);
            }
        }
        return found;
    }

    /** {@return the latest control answers of a job, at most {@link #MOST_OF_JOB}, in the order of their submission} */
    List<JudgedAnswer> latestOfJob(UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement(LATEST_OF_JOB)) {
            query.setObject(1, jobId);
            query.setInt(2, MOST_OF_JOB);
            return judged(query).reversed();
        }
    }

    private static List<JudgedAnswer> judged(PreparedStatement query) throws SQLException {
        var answers = new ArrayList<JudgedAnswer>();
        try (var row = query.executeQuery()) {
            while (row.next()) {
                answers.add(new JudgedAnswer(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getLong(4),
                        row.getBoolean(5),
                        QualityJson.judged(row.getString(6)),
                        row.getBoolean(7),
                        row.getObject(8, OffsetDateTime.class).toInstant(),
                        row.getBoolean(9)));
            }
        }
        return answers;
    }

    void leaked(Map<Place, Leak> leaks, List<JudgedAnswer> discounted) throws SQLException {
        var columns = new Columns<>(tx, leaks.entrySet());
        try (var update = tx.prepareStatement(LEAKED);
                var discount = tx.prepareStatement(DISCOUNT)) {
            update.setArray(1, columns.uuids(leak -> leak.getKey().jobId()));
            update.setArray(2, columns.longs(leak -> leak.getKey().position()));
            update.setArray(3, columns.texts(leak -> leak.getValue().reason()));
            update.executeUpdate();
            discount.setArray(1, new Columns<>(tx, discounted).uuids(JudgedAnswer::assignmentId));
            discount.executeUpdate();
        }
    }

    Map<Seat, Map<String, OutputSkill>> skills(Set<Seat> seats) throws SQLException {
        var columns = new Columns<>(tx, seats);
        var skills = new HashMap<Seat, Map<String, OutputSkill>>();
        try (var query = tx.prepareStatement(SKILLS)) {
            query.setArray(1, columns.uuids(Seat::jobId));
            query.setArray(2, columns.uuids(Seat::workerId));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    skills.put(
                            new Seat(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            QualityJson.skills(row.getString(3)));
                }
            }
        }
        return skills;
    }

    void saveSkills(Map<Seat, WorkerRecord> records) throws SQLException {
        var columns = new Columns<>(tx, records.entrySet());
        try (var upsert = tx.prepareStatement(SAVE_SKILLS)) {
            upsert.setArray(1, columns.uuids(entry -> entry.getKey().jobId()));
            upsert.setArray(2, columns.uuids(entry -> entry.getKey().workerId()));
            upsert.setArray(3, columns.longs(entry -> entry.getValue().all().answered()));
            upsert.setArray(4, columns.longs(entry -> entry.getValue().all().right()));
            upsert.setArray(
                    5, columns.texts(entry -> Double.toString(entry.getValue().recentAnswered())));
            upsert.setArray(
                    6, columns.texts(entry -> Double.toString(entry.getValue().recentRight())));
            upsert.setArray(
                    7, columns.texts(entry -> QualityJson.write(entry.getValue().outputs())));
            upsert.setArray(
                    8, columns.longs(entry -> entry.getValue().training().answered()));
            upsert.setArray(
                    9, columns.longs(entry -> entry.getValue().training().right()));
            upsert.setArray(10, columns.longs(entry -> entry.getValue().failedAttempts()));
            upsert.setArray(11, columns.instants(entry -> entry.getValue().trainedAt()));
            upsert.executeUpdate();
        }
    }
}
