package dev.groundwork.task.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.kit.money.Money;
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

    /** No job looks like this. */
    private static final long NOT_MADE = -1;

    private static final UUID FIRST = new UUID(0, 0);

    /** Paid answers of jobs that owe something; their number says whether there is anything new. */
    private static final String OWING = """
            select j.id, j.owed_minor + 1000003 * (p.approved + p.accepted_unused + p.rejected)
            from job j join job_progress p on p.job_id = j.id
            where j.ended_at is null and j.owed_minor is not null
            """;

    /** One maker a job, so that what is owed is read once and paid once; not by the job's row, which every claim locks. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('top-ups ' || ?, 0))";

    private static final String TERMS = "select owed_minor, currency, requester_id from job where id = ?";

    private static final String PAID =
            "(a.state in ('APPROVED', 'ACCEPTED_UNUSED') or a.state = 'REJECTED' and a.outcome = 'FULL_PAY')";

    private static final String MAKE = """
            insert into top_up (id, assignment_id, job_id, worker_id, amount_minor, currency, to_minor, made_at)
            select uuidv7(), a.id, a.job_id, a.worker_id, ? - a.reward_minor - coalesce(t.paid, 0), a.currency, ?, ?::timestamptz
            from assignment a
            cross join lateral (select sum(amount_minor) as paid from top_up where assignment_id = a.id) t
            where a.job_id = ? and a.id > ? and %s
              and a.reward_minor + coalesce(t.paid, 0) < ?
            order by a.id limit ?
            returning id, assignment_id, worker_id, amount_minor
            """.formatted(PAID);

    private static final String OWED = """
            select exists (select from assignment a
                           where a.job_id = ? and %s
                             and a.reward_minor + coalesce((select sum(amount_minor) from top_up where assignment_id = a.id), 0) < ?)
            """.formatted(PAID);

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
            long mark = NOT_MADE;
            try {
                made += make(job.getKey());
                mark = job.getValue();
            } catch (RuntimeException failure) {
                Log.errorf(failure, "what job %s owes cannot be made; trying again later", job.getKey());
            }
            long rest = PayLooks.restNanos(System.nanoTime() - now);
            seen.put(job.getKey(), new Seen(mark, System.nanoTime() + rest));
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

    /** Makes all that one job owes for what is paid, each piece in a transaction of its own; {@return how many top-ups} */
    private int make(UUID jobId) {
        int made = 0;
        Piece piece = new Piece(0, FIRST);
        do {
            UUID after = piece.last();
            piece = QuarkusTransaction.requiringNew().call(() -> makePiece(jobId, after));
            made += piece.made();
        } while (piece.made() == BATCH);
        return made;
    }

    /**
     * Some top-ups of a job that were made.
     *
     * @param last their greatest assignment
     */
    private record Piece(int made, UUID last) {}

    private Piece makePiece(UUID jobId, UUID after) {
        try (var tx = database.getConnection();
                var lock = tx.prepareStatement(LOCK);
                var terms = tx.prepareStatement(TERMS)) {
            lock.setString(1, jobId.toString());
            lock.execute();
            terms.setObject(1, jobId);
            try (var row = terms.executeQuery()) {
                return row.next() && row.getObject(1) != null
                        ? insert(
                                tx,
                                new Owing(jobId, row.getLong(1), row.getString(2), row.getObject(3, UUID.class)),
                                after)
                        : new Piece(0, after);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot make what job " + jobId + " owes", failure);
        }
    }

    private record Owing(UUID jobId, long owedMinor, String currency, UUID requesterId) {}

    private Piece insert(Connection tx, Owing job, UUID after) throws SQLException {
        var now = clock.instant();
        try (var insert = tx.prepareStatement(MAKE)) {
            insert.setLong(1, job.owedMinor());
            insert.setLong(2, job.owedMinor());
            insert.setString(3, now.toString());
            insert.setObject(4, job.jobId());
            insert.setObject(5, after);
            insert.setLong(6, job.owedMinor());
            insert.setInt(7, BATCH);
            int made = 0;
            UUID last = after;
            try (var row = insert.executeQuery()) {
                while (row.next()) {
                    made++;
                    var assignmentId = row.getObject(2, UUID.class);
                    // By their text, as the database orders them; UUID itself compares with a sign.
                    last = assignmentId.toString().compareTo(last.toString()) > 0 ? assignmentId : last;
                    outbox.add(
                            AssignmentEvent.TOPIC,
                            job.jobId(),
                            new AssignmentToppedUp(
                                    row.getObject(1, UUID.class),
                                    assignmentId,
                                    job.jobId(),
                                    job.requesterId(),
                                    row.getObject(3, UUID.class),
                                    new Amount(Long.toString(row.getLong(4)), job.currency()),
                                    now));
                }
            }
            return new Piece(made, last);
        }
    }

    /** {@return whether something is still to be made for a job that is locked; what others make at the moment is} */
    boolean isOwed(Job job) {
        Money owed = job.owed();
        if (owed == null) {
            return false;
        }
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(OWED)) {
            query.setObject(1, job.id());
            query.setLong(2, owed.minor());
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look for what job " + job.id() + " owes", failure);
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
