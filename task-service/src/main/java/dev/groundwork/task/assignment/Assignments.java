package dev.groundwork.task.assignment;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.JointWrite;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.task.time.SpentTime;
import dev.groundwork.task.time.TimeBasis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Many assignments at once: loaded and locked by one statement, written back by another, with the counters of their jobs, the
 * slots that come free, the alarms of the clock and the events that tell of it, all in the caller's transaction.
 */
@ApplicationScoped
public class Assignments {

    /** Always in the order of ids, so that two transactions never wait for each other. */
    private static final String LOAD = """
            select a.id, a.job_id, a.task_id, a.position, a.requester_id, a.worker_id, a.reward_minor, a.currency,
                   a.claimed_at, a.deadline_at, j.review_window_seconds, a.state, a.submitted_at, a.review_due_at,
                   a.active_seconds, case when a.state <> 'CLAIMED' then a.answer::text end,
                   j.revision_window_seconds, j.review_policy = 'AUTO_BY_CONTROL_SCORE', a.rejection::text, a.outcome,
                   a.payable_minor, a.appeal_until, a.appealed_at, a.ruling_due_at, a.time_basis, a.measured_millis,
                   a.reported_seconds, j.quality is not null, a.replaced_answers
            from assignment a join job j on j.id = a.job_id
            where a.id = any (?)
            order by a.id
            for no key update of a
            """;

    /** Most have none, and none must be left. */
    private static final String DROP_DRAFTS = "delete from answer_draft where assignment_id = any (?)";

    /** The state it was loaded in is asked for again: a row that moved without the lock must not be overwritten. */
    private static final String SAVE = """
            update assignment a
            set state = v.state, submitted_at = v.submitted_at, review_due_at = v.review_due_at,
                active_seconds = v.active_seconds, answer = coalesce(v.answer::jsonb, a.answer),
                decided_at = coalesce(v.decided_at, a.decided_at), decided_by = coalesce(v.decided_by, a.decided_by),
                feedback = coalesce(v.feedback, a.feedback), rejection = coalesce(v.rejection::jsonb, a.rejection),
                outcome = v.outcome, payable_minor = v.payable_minor::bigint, appeal_until = v.appeal_until,
                appealed_at = v.appealed_at, ruling_due_at = v.ruling_due_at,
                final_at = coalesce(v.final_at, a.final_at), final_by = coalesce(v.final_by, a.final_by),
                ruling = coalesce(v.ruling, a.ruling),
                time_basis = v.time_basis, measured_millis = v.measured_millis, reported_seconds = v.reported_seconds,
                replaced_answers = coalesce(v.replaced_answers, a.replaced_answers)
            from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::text[],
                        ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                        ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[],
                        ?::text[], ?::bigint[], ?::bigint[], ?::text[])
                as v (id, was, state, submitted_at, review_due_at, active_seconds, answer,
                      decided_at, decided_by, feedback, rejection, outcome, payable_minor, appeal_until,
                      appealed_at, ruling_due_at, final_at, final_by, ruling, time_basis, measured_millis,
                      reported_seconds, replaced_answers)
            where a.id = v.id and a.state = v.was
            """;

    private static final String SET_ALARMS = """
            insert into assignment_alarm (due_at, assignment_id) select * from unnest(?::timestamptz[], ?::uuid[])
            """;

    /**
     * After the counters: their lock makes slots of a job appear in the order of their numbers. Control tasks have no slots to
     * come back.
     */
    private static final String RETURN_SLOTS = """
            insert into returned_slot (job_id, position, task_id)
            select v.* from unnest(?::uuid[], ?::bigint[], ?::uuid[]) as v (job_id, position, task_id)
            where not exists (select from control_task c where c.job_id = v.job_id and c.position = v.position)
            """;

    /** What a control task did not cost may be spent on another. */
    private static final String RETURN_ALLOWANCES = """
            with freed as (
                select v.job_id, count(*) filter (where not c.training) as controls,
                       count(*) filter (where c.training) as trainings
                from unnest(?::uuid[], ?::bigint[], ?::timestamptz[]) as v (job_id, position, claimed_at)
                join control_task c on c.job_id = v.job_id and c.position = v.position and c.created_at <= v.claimed_at
                group by v.job_id)
            update job_quality q
            set control_left = q.control_left + f.controls, training_left = q.training_left + f.trainings
            from freed f where q.job_id = f.job_id
            """;

    private static final String QUEUE_ANSWERS = """
            insert into answer_queue (job_id, task_id, assignment_id)
            select * from unnest(?::uuid[], ?::uuid[], ?::uuid[])
            """;

    /** However a dispute ends, by a ruling or by the clock, nobody is to be asked for one any more. */
    private static final String CLOSE_APPEALS =
            "update appeal set closed_at = ?::timestamptz where assignment_id = any (?) and closed_at is null";

    private static final String QUEUE_FOR_CONTROL_REVIEW = """
            insert into control_review (assignment_id, job_id, worker_id, due_at)
            select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::timestamptz[])
            """;

    private final Outbox outbox;
    private final AnswerBell bell;
    private final ObjectMapper json;

    Assignments(Outbox outbox, AnswerBell bell, ObjectMapper json) {
        this.outbox = outbox;
        this.bell = bell;
        this.json = json;
    }

    /** {@return those of the ids that exist, locked until the transaction ends} */
    public Map<UUID, Assignment> lock(Connection tx, Collection<UUID> ids) throws SQLException {
        var found = new LinkedHashMap<UUID, Assignment>();
        try (var load = tx.prepareStatement(LOAD)) {
            load.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            try (var row = load.executeQuery()) {
                while (row.next()) {
                    var assignment = read(row);
                    found.put(assignment.id(), assignment);
                }
            }
        }
        return found;
    }

    private Assignment read(ResultSet row) throws SQLException {
        var terms = new Assignment.Terms(
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getObject(5, UUID.class),
                row.getObject(6, UUID.class),
                row.getLong(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                Duration.ofSeconds(row.getLong(11)),
                Duration.ofSeconds(row.getLong(17)),
                row.getBoolean(18),
                row.getBoolean(28));
        return new Assignment(
                row.getObject(1, UUID.class),
                terms,
                AssignmentState.valueOf(row.getString(12)),
                instant(row, 13),
                instant(row, 14),
                new SpentTime(
                        TimeBasis.valueOf(row.getString(25)),
                        row.getLong(15),
                        row.getLong(26),
                        row.getObject(27, Long.class)),
                row.getString(16),
                replaced(row.getString("replaced_answers")),
                rejection(row.getString(19)),
                dispute(row),
                screenOutPay(row));
    }

    private static Assignment.@Nullable ScreenOutPay screenOutPay(ResultSet row) throws SQLException {
        return AssignmentState.valueOf(row.getString(12)) == AssignmentState.SCREENED_OUT
                ? new Assignment.ScreenOutPay(row.getLong(21), null)
                : null;
    }

    private static List<String> replaced(@Nullable String hashes) {
        return hashes == null ? List.of() : List.of(hashes.split(" "));
    }

    private static @Nullable String replaced(Assignment assignment) {
        return assignment.replaced().isEmpty() ? null : String.join(" ", assignment.replaced());
    }

    private @Nullable Rejection rejection(@Nullable String text) {
        try {
            return text == null ? null : json.readValue(text, Rejection.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored rejection is not one", impossible);
        }
    }

    private static Assignment.@Nullable Dispute dispute(ResultSet row) throws SQLException {
        var outcome = row.getString(20);
        var appealUntil = instant(row, 22);
        return outcome == null || appealUntil == null
                ? null
                : new Assignment.Dispute(
                        new Rejection.Stake(RejectionOutcome.valueOf(outcome), row.getLong(21)),
                        appealUntil,
                        instant(row, 23),
                        instant(row, 24));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Writes back what changed of assignments that {@link #lock} loaded in the same transaction. */
    public void save(Connection tx, Collection<Assignment> loaded, Instant now) throws SQLException {
        var changed = loaded.stream().filter(Assignment::isChanged).toList();
        if (changed.isEmpty()) {
            return;
        }
        var moved = changed.stream()
                .filter(assignment -> assignment.state() != assignment.loadedAs())
                .toList();
        var write = new JointWrite();
        change(tx, changed, write);
        dropDrafts(tx, moved, write);
        StaleResults.mark(tx, changed, write);
        JobCounters.count(tx, moved, write);
        setAlarms(tx, moved, write);
        queueForControlReview(tx, moved, write);
        queueAnswers(tx, changed, write);
        outbox.addAll(
                tx,
                changed.stream()
                        .flatMap(assignment ->
                                assignment.steps().stream().map(step -> StepEvents.of(assignment, step, now)))
                        .toList(),
                write);
        StaleResults.hold(tx, changed);
        write.execute(tx);
        StaleResults.drop(tx, changed);
        returnSlots(tx, moved, ScreenOuts.keep(tx, inState(moved, AssignmentState.SCREENED_OUT), now));
        closeAppeals(tx, moved, now);
    }

    private void change(Connection tx, List<Assignment> changed, JointWrite write) throws SQLException {
        var columns = new Columns<>(tx, changed);
        write.add(
                "assignments",
                SAVE,
                changed.size(),
                columns.uuids(Assignment::id),
                columns.texts(assignment -> assignment.loadedAs().name()),
                columns.texts(assignment -> assignment.state().name()),
                columns.instants(Assignment::submittedAt),
                columns.instants(Assignment::reviewDueAt),
                columns.longs(Assignment::activeSeconds),
                columns.texts(Assignment::newAnswer),
                columns.instants(Assignment::decidedAt),
                columns.texts(Assignment::decidedBy),
                columns.texts(Assignment::feedback),
                columns.texts(this::rejection),
                columns.texts(assignment -> text(assignment.outcome())),
                columns.texts(Assignments::payable),
                columns.instants(assignment -> inDispute(assignment, Assignment.Dispute::appealUntil)),
                columns.instants(assignment -> inDispute(assignment, Assignment.Dispute::appealedAt)),
                columns.instants(assignment -> inDispute(assignment, Assignment.Dispute::rulingDueAt)),
                columns.instants(Assignment::finalAt),
                columns.texts(Assignment::finalBy),
                columns.texts(Assignment::ruling),
                columns.texts(assignment -> assignment.time().basis().name()),
                columns.longs(assignment -> assignment.time().measuredMillis()),
                reported(tx, changed),
                columns.texts(Assignments::replaced));
    }

    private static void dropDrafts(Connection tx, List<Assignment> moved, JointWrite write) throws SQLException {
        var ended = moved.stream()
                .filter(assignment -> assignment.loadedAs() == AssignmentState.CLAIMED)
                .toList();
        if (!ended.isEmpty()) {
            write.addAny("drafts", DROP_DRAFTS, new Columns<>(tx, ended).uuids(Assignment::id));
        }
    }

    private static <T> @Nullable T inDispute(Assignment assignment, Function<Assignment.Dispute, @Nullable T> part) {
        var dispute = assignment.dispute();
        return dispute == null ? null : part.apply(dispute);
    }

    private static @Nullable String payable(Assignment assignment) {
        var screenOut = assignment.screenOutPay();
        return text(
                screenOut == null
                        ? inDispute(assignment, dispute -> dispute.stake().payableMinor())
                        : screenOut.minor());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Array reported(Connection tx, List<Assignment> changed) throws SQLException {
        return tx.createArrayOf(
                "int8",
                changed.stream()
                        .map(assignment -> assignment.time().reportedSeconds())
                        .toArray(Long[]::new));
    }

    private @Nullable String rejection(Assignment assignment) {
        var rejection = assignment.rejection();
        try {
            return rejection == null ? null : json.writeValueAsString(rejection);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a rejection cannot be written as JSON", impossible);
        }
    }

    private static void setAlarms(Connection tx, List<Assignment> moved, JointWrite write) throws SQLException {
        var waiting =
                inState(moved, AssignmentState.SUBMITTED, AssignmentState.REJECTION_HELD, AssignmentState.APPEALED);
        if (waiting.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, waiting);
        write.add(
                "alarms",
                SET_ALARMS,
                waiting.size(),
                columns.instants(Assignments::dueAt),
                columns.uuids(Assignment::id));
    }

    /** Not looked at before its worker may no longer replace it. */
    private static void queueForControlReview(Connection tx, List<Assignment> moved, JointWrite write)
            throws SQLException {
        var submitted = inState(moved, AssignmentState.SUBMITTED).stream()
                .filter(assignment -> assignment.terms().byControlScore())
                .toList();
        if (submitted.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, submitted);
        write.add(
                "reviews by control score",
                QUEUE_FOR_CONTROL_REVIEW,
                submitted.size(),
                columns.uuids(Assignment::id),
                columns.uuids(assignment -> assignment.terms().jobId()),
                columns.uuids(assignment -> assignment.terms().workerId()),
                columns.instants(Assignment::revisableUntil));
    }

    /** {@return when the clock has to look at it next} */
    private static @Nullable Instant dueAt(Assignment assignment) {
        return switch (assignment.state()) {
            case SUBMITTED -> assignment.reviewDueAt();
            case REJECTION_HELD -> inDispute(assignment, Assignment.Dispute::appealUntil);
            case APPEALED -> inDispute(assignment, Assignment.Dispute::rulingDueAt);
            default -> null;
        };
    }

    /**
     * The money of an answer that stays unpaid is free again, and pays for another one; that of a paid answer is not. Who is screened
     * out is paid beside the answers, as far as the job has money for it.
     */
    private static void returnSlots(Connection tx, List<Assignment> moved, Set<UUID> paidBeside) throws SQLException {
        var free = moved.stream()
                .filter(assignment -> assignment.state() == AssignmentState.RETURNED
                        || assignment.state() == AssignmentState.EXPIRED
                        || assignment.isUnpaid()
                        || paidBeside.contains(assignment.id()))
                .toList();
        if (free.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, free);
        try (var insert = tx.prepareStatement(RETURN_SLOTS)) {
            insert.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.setArray(2, columns.longs(assignment -> assignment.terms().position()));
            insert.setArray(3, columns.uuids(assignment -> assignment.terms().taskId()));
            insert.executeUpdate();
        }
        returnAllowances(tx, free);
    }

    private static void returnAllowances(Connection tx, List<Assignment> free) throws SQLException {
        var watched =
                free.stream().filter(assignment -> assignment.terms().watched()).toList();
        if (watched.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, watched);
        try (var update = tx.prepareStatement(RETURN_ALLOWANCES)) {
            update.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            update.setArray(2, columns.longs(assignment -> assignment.terms().position()));
            update.setArray(3, columns.instants(assignment -> assignment.terms().claimedAt()));
            update.executeUpdate();
        }
    }

    /** Decisions on answers are made later and elsewhere; that there is one to make commits with the answer. */
    private void queueAnswers(Connection tx, List<Assignment> changed, JointWrite write) throws SQLException {
        var answered = changed.stream()
                .filter(assignment -> assignment.terms().watched() && assignment.newAnswer() != null)
                .toList();
        if (answered.isEmpty()) {
            return;
        }
        // Also of who was screened out: where their slot does not come back, the task may want another.
        var columns = new Columns<>(tx, answered);
        write.add(
                "answers to think about",
                QUEUE_ANSWERS,
                answered.size(),
                columns.uuids(assignment -> assignment.terms().jobId()),
                columns.uuids(assignment -> assignment.terms().taskId()),
                columns.uuids(Assignment::id));
        bell.answersWritten();
    }

    private static void closeAppeals(Connection tx, List<Assignment> moved, Instant now) throws SQLException {
        var ended = moved.stream()
                .filter(assignment -> assignment.loadedAs() == AssignmentState.APPEALED)
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        try (var update = tx.prepareStatement(CLOSE_APPEALS)) {
            update.setString(1, now.toString());
            update.setArray(2, new Columns<>(tx, ended).uuids(Assignment::id));
            update.executeUpdate();
        }
    }

    private static List<Assignment> inState(List<Assignment> moved, AssignmentState... states) {
        var wanted = List.of(states);
        return moved.stream()
                .filter(assignment -> wanted.contains(assignment.state()))
                .toList();
    }
}
