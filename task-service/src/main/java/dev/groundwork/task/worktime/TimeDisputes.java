package dev.groundwork.task.worktime;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentTimeCorrected;
import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.time.TimeBasis;
import dev.groundwork.task.time.TimeStatistics;
import dev.groundwork.task.worktime.TimeDisputeView.State;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Disputes about measured time. A claim beyond the time from claim to submission is refused by rule; any other goes to a person, and is
 * accepted when none answers in time. What a person decided stays on record with the numbers of before.
 */
@ApplicationScoped
public class TimeDisputes {

    /** How long after its end an attempt's time may be disputed, and how long the answer to that may take. */
    private static final Duration OPENED_WITHIN = Duration.ofDays(30);

    private static final Duration ANSWERED_WITHIN = Duration.ofDays(14);

    private static final String VIEW = """
            select id, assignment_id, job_id, worker_id, state, measured_seconds, basis, claimed_seconds, wall_seconds, reason,
                   opened_at, due_at, credited_seconds, decided_at, decided_by, note, requester_id
            from time_dispute
            """;

    /** The clock may be late; the deadline is not. */
    private static final String DISPUTED = """
            select claimed_at,
                   case when submitted_at is not null then submitted_at
                        when state in ('CLAIMED', 'EXPIRED') and deadline_at <= ?::timestamptz then deadline_at end,
                   active_seconds
            from assignment where id = ? and worker_id = ? for no key update
            """;

    private static final String OPEN = """
            insert into time_dispute (id, assignment_id, job_id, requester_id, worker_id, measured_seconds, basis,
                                      claimed_seconds, wall_seconds, reason, state, opened_at, due_at)
            select ?, id, job_id, requester_id, worker_id, active_seconds, time_basis, ?, ?, ?, 'OPEN', ?::timestamptz,
                   ?::timestamptz
            from assignment where id = ?
            on conflict (assignment_id) do nothing
            """;

    private final AgroalDataSource database;
    private final TimeStatistics statistics;
    private final Outbox outbox;
    private final Clock clock;

    TimeDisputes(AgroalDataSource database, TimeStatistics statistics, Outbox outbox, Clock clock) {
        this.database = database;
        this.statistics = statistics;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Opens a dispute about an assignment of the worker's own that was submitted or ran out of time: the time of both is paid. */
    TimeDisputeView open(UUID workerId, UUID assignmentId, long claimedSeconds, String reason) {
        var now = now();
        return inTransaction(tx -> {
            long wallSeconds = requireDisputable(tx, workerId, assignmentId, claimedSeconds, now);
            var id = Ids.next();
            try (var insert = tx.prepareStatement(OPEN)) {
                insert.setObject(1, id);
                insert.setLong(2, claimedSeconds);
                insert.setLong(3, wallSeconds);
                insert.setString(4, reason);
                insert.setString(5, now.toString());
                insert.setString(6, now.plus(ANSWERED_WITHIN).toString());
                insert.setObject(7, assignmentId);
                if (insert.executeUpdate() == 0) {
                    throw new RuleViolation(
                            "time-disputed-already",
                            "You have disputed the time of this assignment before. GET /v1/time-disputes shows where it stands.");
                }
            }
            return one(tx, id).orElseThrow().view();
        });
    }

    /** {@return seconds from claim to submission, or to the deadline} */
    private static long requireDisputable(
            Connection tx, UUID workerId, UUID assignmentId, long claimedSeconds, Instant now) throws SQLException {
        try (var query = tx.prepareStatement(DISPUTED)) {
            query.setString(1, now.toString());
            query.setObject(2, assignmentId);
            query.setObject(3, workerId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("assignment", assignmentId);
                }
                if (row.getObject(2) == null) {
                    throw new RuleViolation(
                            "not-submitted",
                            "Its time can be disputed once the assignment is submitted, or has run out of time.");
                }
                var endedAt = instant(row, 2);
                if (now.isAfter(endedAt.plus(OPENED_WITHIN))) {
                    throw new RuleViolation(
                            "time-dispute-too-late",
                            "A time can be disputed within %d days of the end of the work, which was at %s."
                                    .formatted(OPENED_WITHIN.toDays(), endedAt));
                }
                long wall =
                        Math.max(0, Duration.between(instant(row, 1), endedAt).toSeconds());
                long active = row.getLong(3);
                var numbers = Map.<String, Object>of("activeSeconds", active, "wallSeconds", wall);
                if (claimedSeconds > wall) {
                    throw new Unprocessable(
                            "time-beyond-wall",
                            "You claim %d seconds, and only %d passed from your claim to the end of the work."
                                    .formatted(claimedSeconds, wall),
                            numbers);
                }
                if (claimedSeconds <= active) {
                    throw new Unprocessable(
                            "time-not-above-measured",
                            "You claim %d seconds, and %d are credited already.".formatted(claimedSeconds, active),
                            numbers);
                }
                return wall;
            }
        }
    }

    /** A worker's own disputes, newest first. */
    Page<TimeDisputeView> ofWorker(UUID workerId, @Nullable String cursor, int limit) {
        var before = Cursor.decodeUuid(cursor);
        return page(limit, VIEW + " where worker_id = ? and id < ? order by id desc limit ?", query -> {
            query.setObject(1, workerId);
            query.setObject(2, before == null ? new UUID(-1, -1) : before);
            query.setInt(3, limit + 1);
        });
    }

    /** Disputes in one state, in the order in which they were opened, but those that the person is a party to. */
    Page<TimeDisputeView> all(Person person, State state, @Nullable String cursor, int limit) {
        var after = Cursor.decodeUuid(cursor);
        return page(
                limit,
                VIEW + " where state = ? and id > ? and worker_id <> ? and requester_id is distinct from ?"
                        + " order by id limit ?",
                query -> {
                    query.setString(1, state.name());
                    query.setObject(2, after == null ? new UUID(0, 0) : after);
                    query.setObject(3, person.id());
                    query.setObject(4, person.requesterId());
                    query.setInt(5, limit + 1);
                });
    }

    /**
     * Who decides.
     *
     * @param requesterId the organisation that the person belongs to; null for none
     */
    record Person(UUID id, @Nullable UUID requesterId) {}

    /** Decides a dispute; one that the person is a party to is absent for them. */
    TimeDisputeView decide(UUID disputeId, Person person, boolean accept, @Nullable String note) {
        var decided = inTransaction(tx -> {
            var dispute = lock(tx, disputeId);
            if (dispute == null
                    || dispute.view().workerId().equals(person.id())
                    || dispute.requesterId().equals(person.requesterId())) {
                throw new NotFound("time-dispute", disputeId);
            }
            if (dispute.view().state() != State.OPEN) {
                throw new RuleViolation(
                        "time-dispute-decided",
                        "The dispute was %s at %s."
                                .formatted(
                                        dispute.view().state(), dispute.view().decidedAt()));
            }
            decide(tx, dispute, accept, person.id().toString(), note, now());
            return one(tx, disputeId).orElseThrow().view();
        });
        outbox.wake();
        return decided;
    }

    /** Accepts what nobody has answered in time; {@return how many} */
    public int acceptOverdue() {
        int all = 0;
        var failed = new ArrayList<UUID>();
        for (var id = overdue(failed); id.isPresent(); id = overdue(failed)) {
            var disputeId = id.get();
            try {
                if (inTransaction(tx -> acceptIfOverdue(tx, disputeId))) {
                    all++;
                } else {
                    // Somebody else has it: decided, or about to be.
                    failed.add(disputeId);
                }
            } catch (RuntimeException failure) {
                failed.add(disputeId);
                Log.errorf(failure, "time dispute %s cannot be accepted; trying again at the next turn", disputeId);
            }
        }
        if (all > 0) {
            outbox.wake();
            Log.infof("%d time disputes were accepted as nobody answered them in time", all);
        }
        return all;
    }

    private boolean acceptIfOverdue(Connection tx, UUID disputeId) throws SQLException {
        var now = now();
        var dispute = lock(tx, disputeId);
        if (dispute == null
                || dispute.view().state() != State.OPEN
                || dispute.view().dueAt().isAfter(now)) {
            return false;
        }
        decide(tx, dispute, true, "silence", null, now);
        return true;
    }

    private void decide(Connection tx, Dispute dispute, boolean accept, String by, @Nullable String note, Instant now)
            throws SQLException {
        var view = dispute.view();
        long credited = accept ? correct(tx, dispute, now) : view.measuredSeconds();
        try (var update = tx.prepareStatement("update time_dispute set state = ?, credited_seconds = ?,"
                + " decided_at = ?::timestamptz, decided_by = ?, note = ? where id = ?")) {
            update.setString(1, (accept ? State.ACCEPTED : State.DECLINED).name());
            update.setLong(2, credited);
            update.setString(3, now.toString());
            update.setString(4, by);
            update.setString(5, note);
            update.setObject(6, view.id());
            update.executeUpdate();
        }
    }

    /** Makes the claimed time the one that counts, and lets what rests on it follow; {@return what counts now} */
    private long correct(Connection tx, Dispute dispute, Instant now) throws SQLException {
        var view = dispute.view();
        long before;
        try (var query = tx.prepareStatement("select active_seconds from assignment where id = ? for no key update")) {
            query.setObject(1, view.assignmentId());
            try (var row = query.executeQuery()) {
                row.next();
                before = row.getLong(1);
            }
        }
        long after = Math.max(before, view.claimedSeconds());
        try (var update = tx.prepareStatement(
                "update assignment set active_seconds = ?, time_basis = 'CORRECTED' where id = ?")) {
            update.setLong(1, after);
            update.setObject(2, view.assignmentId());
            update.executeUpdate();
        }
        outbox.addAll(
                tx,
                List.of(new OutboxEvent(
                        AssignmentEvent.TOPIC,
                        view.jobId(),
                        new AssignmentTimeCorrected(
                                view.assignmentId(),
                                view.jobId(),
                                dispute.requesterId(),
                                view.workerId(),
                                after,
                                after - before,
                                now))));
        measureAnew(tx, dispute);
        return after;
    }

    private void measureAnew(Connection tx, Dispute dispute) throws SQLException {
        // Without its row the job is looked at again although it has no new answers.
        try (var delete = tx.prepareStatement("delete from pay_watch where job_id = ?")) {
            delete.setObject(1, dispute.view().jobId());
            delete.executeUpdate();
        }
        try (var query = tx.prepareStatement("select spec_hash from job where id = ?")) {
            query.setObject(1, dispute.view().jobId());
            try (var row = query.executeQuery()) {
                row.next();
                statistics.measure(tx, dispute.view().jobId(), dispute.requesterId(), row.getString(1));
            }
        }
    }

    private record Dispute(TimeDisputeView view, UUID requesterId) {}

    private static @Nullable Dispute lock(Connection tx, UUID disputeId) throws SQLException {
        try (var query = tx.prepareStatement(VIEW + " where id = ? for no key update")) {
            query.setObject(1, disputeId);
            var found = read(query);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    /** {@return the longest overdue dispute but those that were put aside} */
    private Optional<UUID> overdue(List<UUID> aside) {
        return inTransaction(tx -> {
            try (var query = tx.prepareStatement("select id from time_dispute where state = 'OPEN'"
                    + " and due_at <= ?::timestamptz and id <> all (?) order by due_at limit 1")) {
                query.setString(1, now().toString());
                query.setArray(2, tx.createArrayOf("uuid", aside.toArray()));
                try (var row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
                }
            }
        });
    }

    private static Optional<Dispute> one(Connection tx, UUID disputeId) throws SQLException {
        try (var query = tx.prepareStatement(VIEW + " where id = ?")) {
            query.setObject(1, disputeId);
            return read(query).stream().findFirst();
        }
    }

    /** Sets the parameters of a query. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement query) throws SQLException;
    }

    private Page<TimeDisputeView> page(int limit, String sql, Binding binding) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            binding.bind(query);
            return Page.of(read(query).stream().map(Dispute::view).toList(), limit, last -> Cursor.encode(last.id()));
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read time disputes", failure);
        }
    }

    private static List<Dispute> read(PreparedStatement query) throws SQLException {
        var found = new ArrayList<Dispute>();
        try (var row = query.executeQuery()) {
            while (row.next()) {
                var decidedBy = row.getString(15);
                found.add(new Dispute(
                        new TimeDisputeView(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getObject(3, UUID.class),
                                row.getObject(4, UUID.class),
                                State.valueOf(row.getString(5)),
                                row.getLong(6),
                                TimeBasis.valueOf(row.getString(7)),
                                row.getLong(8),
                                row.getLong(9),
                                row.getString(10),
                                instant(row, 11),
                                instant(row, 12),
                                row.getObject(13, Long.class),
                                row.getObject(14) == null ? null : instant(row, 14),
                                decidedBy == null ? null : decidedBy.equals("silence") ? decidedBy : "person",
                                row.getString(16)),
                        row.getObject(17, UUID.class)));
            }
        }
        return found;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private Instant now() {
        // PostgreSQL keeps microseconds; what is answered now must equal what is read later.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        try {
            return Transactions.call(database, work);
        } catch (SQLException failure) {
            throw new IllegalStateException("a time dispute cannot be handled", failure);
        }
    }
}
