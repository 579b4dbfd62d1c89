package dev.groundwork.task.job;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.kit.outbox.Outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * What answers are owed above the reward that was locked when their worker accepted: the difference to what the job turned out to have to
 * pay, or to a price that was raised since. Owed for what is paid, so it follows the approval.
 */
@ApplicationScoped
class TopUps {

    private static final int BATCH = 500;
    private static final long REST_FOR_COST = 50;

    /** Paid answers of jobs that owe something; their number says whether there is anything new. */
    private static final String OWING = """
            select j.id, j.owed_minor + 1000003 * (p.approved + p.accepted_unused + p.rejected)
            from job j join job_progress p on p.job_id = j.id
            where j.ended_at is null and j.owed_minor is not null
            """;

    /** With the job locked, so that what is owed is read once and paid once, whoever else runs. */
    private static final String LOCK =
            "select owed_minor, currency, requester_id from job where id = ? for no key update";

    private static final String MAKE = """
            insert into top_up (id, assignment_id, job_id, worker_id, amount_minor, currency, to_minor, made_at)
            select uuidv7(), a.id, a.job_id, a.worker_id, ? - a.reward_minor - coalesce(t.paid, 0), a.currency, ?, ?::timestamptz
            from assignment a
            cross join lateral (select sum(amount_minor) as paid from top_up where assignment_id = a.id) t
            where a.job_id = ?
              and (a.state in ('APPROVED', 'ACCEPTED_UNUSED') or a.state = 'REJECTED' and a.outcome = 'FULL_PAY')
              and a.reward_minor + coalesce(t.paid, 0) < ?
            order by a.id limit ?
            returning id, assignment_id, worker_id, amount_minor
            """;

    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;
    private final Map<UUID, Seen> seen = new ConcurrentHashMap<>();

    /** What a job looked like when nothing more was owed, and until when it is left alone. */
    private record Seen(long mark, long restUntilNanos) {}

    TopUps(Outbox outbox, AgroalDataSource database, Clock clock) {
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /** Makes what is owed now and not made yet; {@return how many top-ups} */
    int run() {
        var owing = owing();
        seen.keySet().retainAll(owing.keySet());
        int made = 0;
        for (var job : owing.entrySet()) {
            var known = seen.get(job.getKey());
            long now = System.nanoTime();
            if (known != null && (known.mark() == job.getValue() || known.restUntilNanos() - now > 0)) {
                continue;
            }
            try {
                made += QuarkusTransaction.requiringNew().call(() -> make(job.getKey()));
                long cost = Math.min((System.nanoTime() - now) * REST_FOR_COST, TimeUnit.MINUTES.toNanos(1));
                seen.put(job.getKey(), new Seen(job.getValue(), System.nanoTime() + cost));
            } catch (RuntimeException failure) {
                Log.errorf(failure, "what job %s owes cannot be made; trying again at the next turn", job.getKey());
            }
        }
        return made;
    }

    private Map<UUID, Long> owing() {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(OWING);
                var row = query.executeQuery()) {
            var found = new HashMap<UUID, Long>();
            while (row.next()) {
                found.put(row.getObject(1, UUID.class), row.getLong(2));
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look for jobs that owe something", failure);
        }
    }

    /** Makes all that one job owes for what is paid; joins the caller's transaction. {@return how many top-ups} */
    @Transactional(TxType.MANDATORY)
    int make(UUID jobId) {
        try (var tx = database.getConnection();
                var lock = tx.prepareStatement(LOCK)) {
            lock.setObject(1, jobId);
            try (var row = lock.executeQuery()) {
                if (!row.next() || row.getObject(1) == null) {
                    return 0;
                }
                var job = new Owing(jobId, row.getLong(1), row.getString(2), row.getObject(3, UUID.class));
                int made = 0;
                int batch;
                do {
                    batch = makeBatch(tx, job);
                    made += batch;
                } while (batch == BATCH);
                return made;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot make what job " + jobId + " owes", failure);
        }
    }

    private record Owing(UUID jobId, long owedMinor, String currency, UUID requesterId) {}

    private int makeBatch(java.sql.Connection tx, Owing job) throws SQLException {
        var now = clock.instant();
        try (var insert = tx.prepareStatement(MAKE)) {
            insert.setLong(1, job.owedMinor());
            insert.setLong(2, job.owedMinor());
            insert.setString(3, now.toString());
            insert.setObject(4, job.jobId());
            insert.setLong(5, job.owedMinor());
            insert.setInt(6, BATCH);
            int made = 0;
            try (var row = insert.executeQuery()) {
                while (row.next()) {
                    made++;
                    outbox.add(
                            AssignmentEvent.TOPIC,
                            job.jobId(),
                            new AssignmentToppedUp(
                                    row.getObject(1, UUID.class),
                                    row.getObject(2, UUID.class),
                                    job.jobId(),
                                    job.requesterId(),
                                    row.getObject(3, UUID.class),
                                    new Amount(Long.toString(row.getLong(4)), job.currency()),
                                    now));
                }
            }
            return made;
        }
    }

    /** {@return how many top-ups of the job there are} */
    long count(UUID jobId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select count(*) from top_up where job_id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot count the top-ups of job " + jobId, failure);
        }
    }
}
