package dev.groundwork.task.control;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.policy.ControlShare;
import dev.groundwork.task.policy.TrainingCourse;
import dev.groundwork.truth.gold.Skill;

import org.jspecify.annotations.Nullable;

/**
 * Lays out decks of control tasks for the workers of a batch of claims, and writes down what was dealt: one statement before
 * and one after, whatever the lots say, so that not even the time of a claim tells.
 */
public final class ControlDealer {

    /** How sure the share must be that a worker is as reliable as it takes the worker to be. */
    private static final double CERTAINTY = 0.95;

    /** Where nothing is known a worker is expected to be right half the time, which two answers are enough to shake. */
    private static final double PRIOR_MEAN = 0.5;

    private static final double PRIOR_ANSWERS = 2;

    /** How often a worker may have a training task again that they did not try. */
    private static final int MOST_RETRIES = 3;

    /**
     * Each worker starts somewhere else on the ring of control tasks at every claim: the secret says where. What was added while the
     * claim waited for the job is younger than the claim, and an answer to it would count as one to an ordinary task.
     */
    private static final String DECKS = """
            select ask.nr, q.secret, q.control_left, coalesce(s.draws, 0), coalesce(s.controls, 0),
                   coalesce(s.recent_right, 0), coalesce(s.recent_answered, 0), pool.positions, pool.task_ids,
                   n.position, n.task_id,
                   exists (select from assignment a where a.task_id = n.task_id and a.worker_id = ask.worker_id)
            from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) with ordinality
                as ask (job_id, worker_id, wanted, named, max_uses, max_named, nr)
            cross join (select ?::timestamptz as at) moment
            join job_quality q on q.job_id = ask.job_id
            left join worker_skill s on s.job_id = ask.job_id and s.worker_id = ask.worker_id
            left join control_task n on n.job_id = ask.job_id and n.position = ask.named and n.state = 'ACTIVE'
                and n.created_at <= moment.at and not n.training and n.uses < ask.max_named
            cross join lateral (
                select hashtextextended(ask.worker_id::text || coalesce(s.draws, 0),
                                        ('x' || encode(substr(q.secret, 1, 8), 'hex'))::bit(64)::bigint) as start) ring
            cross join lateral (
                select array_agg(position) as positions, array_agg(task_id) as task_ids from (
                    (select c.position, c.task_id from control_task c
                     where c.job_id = ask.job_id and c.state = 'ACTIVE' and not c.training and c.uses < ask.max_uses
                       and c.shuffle >= ring.start and c.created_at <= moment.at
                       and not exists (select from assignment a where a.task_id = c.task_id and a.worker_id = ask.worker_id)
                     order by c.shuffle limit ask.wanted)
                    union all
                    (select c.position, c.task_id from control_task c
                     where c.job_id = ask.job_id and c.state = 'ACTIVE' and not c.training and c.uses < ask.max_uses
                       and c.shuffle < ring.start and c.created_at <= moment.at
                       and not exists (select from assignment a where a.task_id = c.task_id and a.worker_id = ask.worker_id)
                     order by c.shuffle limit ask.wanted)) found) pool
            """;

    /**
     * Who gave a training task back, or let its time run out, has not tried it and may have it again, a few times. Locked in the
     * order of ids, as everybody locks assignments.
     */
    private static final String RELEASE = """
            with given_back as (
                select a.id
                from unnest(?::uuid[], ?::uuid[]) as ask (job_id, worker_id)
                join control_task c on c.job_id = ask.job_id and c.training
                join assignment a on a.task_id = c.task_id and a.worker_id = ask.worker_id
                where a.state in ('RETURNED', 'EXPIRED') and a.retry = 0
                  and (select max(o.retry) from assignment o where o.task_id = a.task_id and o.worker_id = a.worker_id) < %d
                order by a.id for no key update of a)
            update assignment a
            set retry = 1 + (select max(o.retry) from assignment o where o.task_id = a.task_id and o.worker_id = a.worker_id)
            from given_back g where a.id = g.id
            """.formatted(MOST_RETRIES);

    /** Of those that are left to the worker the ones never handed out to them come first. */
    private static final String TRAINEES = """
            select ask.nr, coalesce(s.training_failed, 0), q.training_left, own.held, own.submitted, fresh.positions,
                   fresh.task_ids,
                   exists (select from open_task o where o.job_id = ask.job_id)
                   or exists (select from returned_slot r where r.job_id = ask.job_id)
            from unnest(?::uuid[], ?::uuid[], ?::bigint[]) with ordinality as ask (job_id, worker_id, wanted, nr)
            cross join (select ?::timestamptz as at) moment
            join job_quality q on q.job_id = ask.job_id
            left join worker_skill s on s.job_id = ask.job_id and s.worker_id = ask.worker_id
            cross join lateral (
                select count(*) filter (where a.state = 'CLAIMED') as held,
                       count(*) filter (where a.submitted_at is not null) as submitted
                from control_task c join assignment a on a.task_id = c.task_id and a.worker_id = ask.worker_id
                where c.job_id = ask.job_id and c.training) own
            cross join lateral (
                select array_agg(position order by position) as positions, array_agg(task_id order by position) as task_ids
                from (select c.position, c.task_id from control_task c
                      where c.job_id = ask.job_id and c.state = 'ACTIVE' and c.training
                        and c.created_at <= moment.at
                        and not exists (select from assignment a
                                        where a.task_id = c.task_id and a.worker_id = ask.worker_id and a.retry = 0)
                      order by exists (select from assignment a where a.task_id = c.task_id and a.worker_id = ask.worker_id),
                               c.position
                      limit ask.wanted) untried) fresh
            where s.trained_at is null
            """;

    private static final String DEALT = """
            with used as (
                update control_task c set uses = c.uses + d.n
                from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as d (job_id, position, n)
                where c.job_id = d.job_id and c.position = d.position),
            spent as (
                update job_quality q
                set control_left = q.control_left - d.controls, training_left = q.training_left - d.trainings
                from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as d (job_id, controls, trainings)
                where q.job_id = d.job_id)
            insert into worker_skill as s (job_id, worker_id, draws, controls)
            select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[])
            on conflict (job_id, worker_id) do update
            set draws = s.draws + excluded.draws, controls = s.controls + excluded.controls
            """;

    private final Connection tx;
    private final OffsetDateTime now;

    /** @param now when the claims are made */
    public ControlDealer(Connection tx, Instant now) {
        this.tx = tx;
        this.now = now.atOffset(ZoneOffset.UTC);
    }

    /**
     * A worker who claims tasks of a job.
     *
     * @param wanted how many
     * @param named position of the task that it must be; null for any
     * @param mostNamed how often a control task is given to those who name it, as other tasks are
     */
    public record Ask(
            UUID jobId, UUID workerId, int wanted, @Nullable Long named, int mostNamed) {}

    /** {@return a deck for each ask of a job whose policy has control tasks, in the same order} */
    public List<WorkerDeck> decks(List<Ask> asks, Map<UUID, ControlShare> shares) throws SQLException {
        var columns = new Columns<>(tx, asks);
        var decks = new ArrayList<@Nullable WorkerDeck>(asks.size());
        asks.forEach(ask -> decks.add(null));
        var allowances = new HashMap<UUID, Allowance>();
        try (var query = tx.prepareStatement(DECKS)) {
            query.setArray(1, columns.uuids(Ask::jobId));
            query.setArray(2, columns.uuids(Ask::workerId));
            query.setArray(3, columns.longs(Ask::wanted));
            query.setArray(4, columns.longs(ask -> ask.named() == null ? 0 : ask.named()));
            query.setArray(5, columns.longs(ask -> share(shares, ask).maxUses()));
            query.setArray(6, columns.longs(Ask::mostNamed));
            query.setObject(7, now);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    int index = row.getInt(1) - 1;
                    var ask = asks.get(index);
                    long left = row.getLong(3);
                    var allowance = allowances.computeIfAbsent(ask.jobId(), id -> new Allowance(left));
                    decks.set(index, deck(ask, share(shares, ask), allowance, row));
                }
            }
        }
        return decks.stream().<WorkerDeck>map(Objects::requireNonNull).toList();
    }

    private static ControlShare share(Map<UUID, ControlShare> shares, Ask ask) {
        return Objects.requireNonNull(shares.get(ask.jobId()));
    }

    private static WorkerDeck deck(Ask ask, ControlShare share, Allowance allowance, ResultSet row)
            throws SQLException {
        var skill = new Skill(row.getDouble(6), row.getDouble(7), PRIOR_MEAN, PRIOR_ANSWERS);
        var pool = known(row.getArray(8), row.getArray(9));
        var namedId = row.getObject(11, UUID.class);
        return new WorkerDeck(
                new Lots(row.getBytes(2)),
                ask.workerId(),
                share.at(skill.lowerBound(CERTAINTY)),
                row.getLong(4),
                Math.clamp(share.perWorker() - row.getLong(5), 0, Integer.MAX_VALUE),
                allowance,
                pool.subList(0, Math.min(pool.size(), ask.wanted())),
                namedId == null ? null : new KnownTask(row.getLong(10), namedId),
                row.getBoolean(12));
    }

    private static List<KnownTask> known(@Nullable Array positions, @Nullable Array taskIds) throws SQLException {
        if (positions == null || taskIds == null) {
            return List.of();
        }
        var places = (Long[]) positions.getArray();
        var ids = (UUID[]) taskIds.getArray();
        var known = new ArrayList<KnownTask>(places.length);
        for (int i = 0; i < places.length; i++) {
            known.add(new KnownTask(places[i], ids[i]));
        }
        return known;
    }

    /**
     * {@return those of the asks whose worker has not passed the job's training, by index; the trainees of a job share its
     *     allowance}
     * @param courses of the jobs, all of which have training
     */
    public Map<Integer, Trainee> trainees(List<Ask> asks, Map<UUID, TrainingCourse> courses) throws SQLException {
        var columns = new Columns<>(tx, asks);
        var trainees = new TreeMap<Integer, Trainee>();
        var allowances = new HashMap<UUID, Allowance>();
        try (var release = tx.prepareStatement(RELEASE);
                var query = tx.prepareStatement(TRAINEES)) {
            release.setArray(1, columns.uuids(Ask::jobId));
            release.setArray(2, columns.uuids(Ask::workerId));
            release.executeUpdate();
            query.setArray(1, columns.uuids(Ask::jobId));
            query.setArray(2, columns.uuids(Ask::workerId));
            query.setArray(3, columns.longs(Ask::wanted));
            query.setObject(4, now);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    int index = row.getInt(1) - 1;
                    var jobId = asks.get(index).jobId();
                    long left = row.getLong(3);
                    trainees.put(
                            index,
                            new Trainee(
                                    Objects.requireNonNull(courses.get(jobId)),
                                    row.getInt(2),
                                    row.getInt(4),
                                    row.getInt(5),
                                    known(row.getArray(6), row.getArray(7)),
                                    allowances.computeIfAbsent(jobId, id -> new Allowance(left)),
                                    row.getBoolean(8)));
                }
            }
        }
        return trainees;
    }

    /** How often a task with a known answer was handed out. */
    public record Use(UUID jobId, long position, long times) {}

    /** What a batch bought of a job's allowances. */
    public record Spent(UUID jobId, long controls, long trainings) {}

    /** What a worker drew. */
    public record Drawn(UUID jobId, UUID workerId, long draws, long controls) {}

    /** Writes down what was dealt; the caller holds the rows of the jobs in job_progress. */
    public void dealt(Collection<Use> uses, Collection<Spent> spent, Collection<Drawn> drawn) throws SQLException {
        var used = new Columns<>(tx, uses);
        var money = new Columns<>(tx, spent);
        var workers = new Columns<>(tx, drawn);
        try (var write = tx.prepareStatement(DEALT)) {
            write.setArray(1, used.uuids(Use::jobId));
            write.setArray(2, used.longs(Use::position));
            write.setArray(3, used.longs(Use::times));
            write.setArray(4, money.uuids(Spent::jobId));
            write.setArray(5, money.longs(Spent::controls));
            write.setArray(6, money.longs(Spent::trainings));
            write.setArray(7, workers.uuids(Drawn::jobId));
            write.setArray(8, workers.uuids(Drawn::workerId));
            write.setArray(9, workers.longs(Drawn::draws));
            write.setArray(10, workers.longs(Drawn::controls));
            write.executeUpdate();
        }
    }
}
