package dev.groundwork.task.assignment;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAppealed;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRevised;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentSubmitted;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
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

    /** Locked in order first, as an update alone takes its rows in the order that suits it. */
    private static final String COUNT = """
            update job_progress p
            set claimed = p.claimed + d.claimed, submitted = p.submitted + d.submitted, approved = p.approved + d.approved,
                rejection_held = p.rejection_held + d.rejection_held, rejected = p.rejected + d.rejected,
                returned = p.returned + d.returned, expired = p.expired + d.expired,
                accepted_unused = p.accepted_unused + d.accepted_unused, appealed = p.appealed + d.appealed,
                review_seconds = p.review_seconds + d.review_seconds,
                rejected_unpaid = p.rejected_unpaid + d.rejected_unpaid,
                rejected_pay_minor = p.rejected_pay_minor + d.rejected_pay_minor,
                overturned = p.overturned + d.overturned,
                rejected_in_full = p.rejected_in_full + d.rejected_in_full
            from (select job_id from job_progress where job_id = any (?) order by job_id for no key update) l,
                 unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[])
                     as d (job_id, claimed, submitted, approved, rejection_held, rejected, returned, expired,
                           accepted_unused, appealed, review_seconds, rejected_unpaid, rejected_pay_minor, overturned,
                           rejected_in_full)
            where p.job_id = l.job_id and d.job_id = l.job_id
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

    private static final String MARK_RESULTS = """
            insert into result_mark (job_id, position) select * from unnest(?::uuid[], ?::bigint[])
            """;

    /**
     * Held together by all who withdraw answers of a job, and alone by whoever is about to commit its results: one of the two
     * sees what the other did.
     */
    private static final String HOLD_RESULTS = """
            select pg_advisory_xact_lock_shared(hashtextextended('results ' || job.id, 0))
            from (select distinct v.id from unnest(?::uuid[]) as v (id) order by v.id) job
            """;

    /** Passes over what is being written at the moment: its writer looks for withdrawn answers before it commits. */
    private static final String DROP_RESULTS = """
            delete from task_result r
            using (select k.job_id, k.position
                   from task_result k join unnest(?::uuid[], ?::bigint[]) as v (job_id, position)
                       on k.job_id = v.job_id and k.position = v.position
                   order by k.job_id, k.position for update of k skip locked) stale
            where r.job_id = stale.job_id and r.position = stale.position
            """;

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
                dispute(row));
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
        write(tx, changed);
        dropResults(tx, changed);
        markResults(tx, changed);
        var moved = changed.stream()
                .filter(assignment -> assignment.state() != assignment.loadedAs())
                .toList();
        if (!moved.isEmpty()) {
            count(tx, moved);
            setAlarms(tx, moved);
            queueForControlReview(tx, moved);
            returnSlots(tx, moved);
            closeAppeals(tx, moved, now);
        }
        queueAnswers(tx, changed);
        outbox.addAll(
                tx,
                changed.stream()
                        .flatMap(assignment -> assignment.steps().stream().map(step -> event(assignment, step, now)))
                        .toList());
    }

    private void write(Connection tx, List<Assignment> changed) throws SQLException {
        var columns = new Columns<>(tx, changed);
        try (var update = tx.prepareStatement(SAVE)) {
            update.setArray(1, columns.uuids(Assignment::id));
            update.setArray(2, columns.texts(assignment -> assignment.loadedAs().name()));
            update.setArray(3, columns.texts(assignment -> assignment.state().name()));
            update.setArray(4, columns.instants(Assignment::submittedAt));
            update.setArray(5, columns.instants(Assignment::reviewDueAt));
            update.setArray(6, columns.longs(Assignment::activeSeconds));
            update.setArray(7, columns.texts(Assignment::newAnswer));
            update.setArray(8, columns.instants(Assignment::decidedAt));
            update.setArray(9, columns.texts(Assignment::decidedBy));
            update.setArray(10, columns.texts(Assignment::feedback));
            update.setArray(11, columns.texts(this::rejection));
            update.setArray(12, columns.texts(assignment -> text(assignment.outcome())));
            update.setArray(
                    13,
                    columns.texts(assignment -> text(
                            inDispute(assignment, dispute -> dispute.stake().payableMinor()))));
            update.setArray(14, columns.instants(assignment -> inDispute(assignment, Assignment.Dispute::appealUntil)));
            update.setArray(15, columns.instants(assignment -> inDispute(assignment, Assignment.Dispute::appealedAt)));
            update.setArray(16, columns.instants(assignment -> inDispute(assignment, Assignment.Dispute::rulingDueAt)));
            update.setArray(17, columns.instants(Assignment::finalAt));
            update.setArray(18, columns.texts(Assignment::finalBy));
            update.setArray(19, columns.texts(Assignment::ruling));
            update.setArray(
                    20, columns.texts(assignment -> assignment.time().basis().name()));
            update.setArray(21, columns.longs(assignment -> assignment.time().measuredMillis()));
            update.setArray(22, reported(tx, changed));
            update.setArray(23, columns.texts(Assignments::replaced));
            expect(changed.size(), update.executeUpdate(), "assignments");
        }
    }

    private static <T> @Nullable T inDispute(Assignment assignment, Function<Assignment.Dispute, @Nullable T> part) {
        var dispute = assignment.dispute();
        return dispute == null ? null : part.apply(dispute);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Array reported(Connection tx, List<Assignment> changed) throws SQLException {
        return tx.createArrayOf(
                "int8",
                changed.stream()
                        .map(assignment -> assignment.time().reportedSeconds())
                        .toArray());
    }

    private @Nullable String rejection(Assignment assignment) {
        var rejection = assignment.rejection();
        try {
            return rejection == null ? null : json.writeValueAsString(rejection);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a rejection cannot be written as JSON", impossible);
        }
    }

    private static void count(Connection tx, List<Assignment> moved) throws SQLException {
        var tallies = new TreeMap<UUID, JobTally>();
        for (Assignment assignment : moved) {
            tallies.computeIfAbsent(assignment.terms().jobId(), JobTally::new).moved(assignment);
        }
        count(tx, tallies.values());
    }

    /** Moves the counters of jobs, in the order of their ids. */
    private static void count(Connection tx, Collection<JobTally> tallies) throws SQLException {
        var columns = new Columns<>(tx, tallies);
        try (PreparedStatement update = tx.prepareStatement(COUNT)) {
            update.setArray(1, columns.uuids(tally -> tally.jobId));
            update.setArray(2, columns.uuids(tally -> tally.jobId));
            int column = 3;
            for (AssignmentState state : List.of(
                    AssignmentState.CLAIMED,
                    AssignmentState.SUBMITTED,
                    AssignmentState.APPROVED,
                    AssignmentState.REJECTION_HELD,
                    AssignmentState.REJECTED,
                    AssignmentState.RETURNED,
                    AssignmentState.EXPIRED,
                    AssignmentState.ACCEPTED_UNUSED,
                    AssignmentState.APPEALED)) {
                update.setArray(column++, columns.longs(tally -> tally.by(state)));
            }
            update.setArray(column++, columns.longs(tally -> tally.reviewSeconds));
            update.setArray(column++, columns.longs(tally -> tally.rejectedUnpaid));
            update.setArray(column++, columns.longs(tally -> tally.rejectedPayMinor));
            update.setArray(column++, columns.longs(tally -> tally.overturned));
            update.setArray(column, columns.longs(tally -> tally.rejectedInFull));
            expect(tallies.size(), update.executeUpdate(), "rows of job_progress");
        }
    }

    private static final class JobTally {
        private final UUID jobId;
        private final Map<AssignmentState, Long> deltas = new EnumMap<>(AssignmentState.class);
        private long reviewSeconds;
        private long rejectedUnpaid;
        private long rejectedPayMinor;
        private long overturned;
        private long rejectedInFull;

        private JobTally(UUID jobId) {
            this.jobId = jobId;
        }

        private void moved(Assignment assignment) {
            deltas.merge(assignment.loadedAs(), -1L, Long::sum);
            deltas.merge(assignment.state(), 1L, Long::sum);
            reviewSeconds += assignment.reviewSeconds();
            if (assignment.state() == AssignmentState.REJECTED) {
                rejectedUnpaid += isUnpaid(assignment) ? 1 : 0;
                var dispute = assignment.dispute();
                rejectedInFull += assignment.outcome() == RejectionOutcome.FULL_PAY ? 1 : 0;
                rejectedPayMinor += dispute == null ? 0 : dispute.stake().payableMinor();
            } else if (assignment.loadedAs() == AssignmentState.APPEALED) {
                overturned++;
            }
        }

        private long by(AssignmentState state) {
            return deltas.getOrDefault(state, 0L);
        }
    }

    private static void setAlarms(Connection tx, List<Assignment> moved) throws SQLException {
        var waiting =
                inState(moved, AssignmentState.SUBMITTED, AssignmentState.REJECTION_HELD, AssignmentState.APPEALED);
        if (waiting.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, waiting);
        try (var insert = tx.prepareStatement(SET_ALARMS)) {
            insert.setArray(1, columns.instants(Assignments::dueAt));
            insert.setArray(2, columns.uuids(Assignment::id));
            insert.executeUpdate();
        }
    }

    /** Not looked at before its worker may no longer replace it. */
    private static void queueForControlReview(Connection tx, List<Assignment> moved) throws SQLException {
        var submitted = inState(moved, AssignmentState.SUBMITTED).stream()
                .filter(assignment -> assignment.terms().byControlScore())
                .toList();
        if (submitted.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, submitted);
        try (var insert = tx.prepareStatement(QUEUE_FOR_CONTROL_REVIEW)) {
            insert.setArray(1, columns.uuids(Assignment::id));
            insert.setArray(2, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.setArray(3, columns.uuids(assignment -> assignment.terms().workerId()));
            insert.setArray(4, columns.instants(Assignment::revisableUntil));
            insert.executeUpdate();
        }
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

    private static boolean isUnpaid(Assignment assignment) {
        return assignment.state() == AssignmentState.REJECTED && assignment.outcome() == RejectionOutcome.UNPAID;
    }

    /** The money of an answer that stays unpaid is free again, and pays for another one; that of a paid answer is not. */
    private static void returnSlots(Connection tx, List<Assignment> moved) throws SQLException {
        var free = moved.stream()
                .filter(assignment -> assignment.state() == AssignmentState.RETURNED
                        || assignment.state() == AssignmentState.EXPIRED
                        || isUnpaid(assignment))
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
    private void queueAnswers(Connection tx, List<Assignment> changed) throws SQLException {
        var answered = changed.stream()
                .filter(assignment -> assignment.terms().watched() && assignment.newAnswer() != null)
                .toList();
        if (answered.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, answered);
        try (var insert = tx.prepareStatement(QUEUE_ANSWERS)) {
            insert.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.setArray(2, columns.uuids(assignment -> assignment.terms().taskId()));
            insert.setArray(3, columns.uuids(Assignment::id));
            insert.executeUpdate();
        }
        bell.answersWritten();
    }

    /** What was made with an answer that is of no use any more goes with it, before anybody can read it. */
    private static void dropResults(Connection tx, List<Assignment> changed) throws SQLException {
        var withdrawn = changed.stream()
                .filter(assignment -> assignment.loadedAs().isUsable() && !assignment.isUsable())
                .toList();
        if (withdrawn.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, withdrawn);
        try (var hold = tx.prepareStatement(HOLD_RESULTS)) {
            hold.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            hold.execute();
        }
        try (var delete = tx.prepareStatement(DROP_RESULTS)) {
            delete.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            delete.setArray(2, columns.longs(assignment -> assignment.terms().position()));
            delete.executeUpdate();
        }
    }

    /** Whatever makes an answer usable, unusable or another one changes what its task comes to; approval does not. */
    private static void markResults(Connection tx, List<Assignment> changed) throws SQLException {
        var touched = changed.stream()
                .filter(assignment -> assignment.state().isAnswered()
                        && (assignment.newAnswer() != null
                                || assignment.loadedAs() != AssignmentState.SUBMITTED
                                || assignment.state() != AssignmentState.APPROVED))
                .toList();
        if (touched.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, touched);
        try (var insert = tx.prepareStatement(MARK_RESULTS)) {
            insert.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.setArray(2, columns.longs(assignment -> assignment.terms().position()));
            insert.executeUpdate();
        }
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

    private static void expect(int rows, int updated, String what) {
        if (rows != updated) {
            throw new IllegalStateException("%d of %d %s were there to update".formatted(updated, rows, what));
        }
    }

    private static OutboxEvent event(Assignment assignment, Assignment.Step step, Instant now) {
        var terms = assignment.terms();
        AssignmentEvent event =
                switch (step.act()) {
                    case SUBMIT ->
                        new AssignmentSubmitted(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                step.activeSeconds(),
                                assignment.wallSeconds(now),
                                now);
                    case REVISE ->
                        new AssignmentRevised(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                step.activeSeconds(),
                                step.addedSeconds(),
                                now);
                    case APPROVE, SILENCE, CONTROL_SCORE ->
                        new AssignmentApproved(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                reward(assignment),
                                assignment.activeSeconds(),
                                assignment.decidedBy() == null ? "requester" : assignment.decidedBy(),
                                now);
                    case SOFT_REJECT ->
                        new AssignmentAcceptedUnused(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                reward(assignment),
                                assignment.activeSeconds(),
                                assignment.feedback(),
                                now);
                    case REJECT -> rejectionHeld(assignment, now);
                    case APPEAL ->
                        new AssignmentAppealed(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                Objects.requireNonNull(disputeOf(assignment).rulingDueAt()),
                                now);
                    case LAPSE, UPHOLD -> rejected(assignment, now);
                    case OVERTURN, NO_RULING ->
                        new AssignmentOverturned(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                reward(assignment),
                                assignment.activeSeconds(),
                                Objects.requireNonNull(assignment.finalBy()),
                                assignment.ruling(),
                                now);
                    case GIVE_BACK ->
                        new AssignmentReturned(
                                assignment.id(),
                                terms.jobId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                now);
                    case EXPIRE ->
                        new AssignmentExpired(
                                assignment.id(),
                                terms.jobId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                now);
                };
        return new OutboxEvent(AssignmentEvent.TOPIC, terms.jobId(), event);
    }

    private static Amount reward(Assignment assignment) {
        return amount(assignment, assignment.terms().rewardMinor());
    }

    private static Amount amount(Assignment assignment, long minor) {
        return new Amount(Long.toString(minor), assignment.terms().currency());
    }

    private static AssignmentRejectionHeld rejectionHeld(Assignment assignment, Instant now) {
        var terms = assignment.terms();
        var rejection = rejectionOf(assignment);
        var dispute = disputeOf(assignment);
        return new AssignmentRejectionHeld(
                assignment.id(),
                terms.jobId(),
                terms.requesterId(),
                terms.taskId(),
                terms.workerId(),
                rejection.reason().name(),
                rejection.evidence(),
                rejection.clause(),
                rejection.note(),
                dispute.stake().outcome().name(),
                amount(assignment, dispute.stake().payableMinor()),
                dispute.appealUntil(),
                now);
    }

    private static AssignmentRejected rejected(Assignment assignment, Instant now) {
        var terms = assignment.terms();
        var stake = disputeOf(assignment).stake();
        return new AssignmentRejected(
                assignment.id(),
                terms.jobId(),
                terms.requesterId(),
                terms.taskId(),
                terms.workerId(),
                rejectionOf(assignment).reason().name(),
                stake.outcome().name(),
                amount(assignment, stake.payableMinor()),
                reward(assignment),
                assignment.activeSeconds(),
                Objects.requireNonNull(assignment.finalBy()),
                assignment.ruling(),
                now);
    }

    private static Rejection rejectionOf(Assignment assignment) {
        return Objects.requireNonNull(
                assignment.rejection(), () -> "assignment " + assignment.id() + " was rejected without a reason");
    }

    private static Assignment.Dispute disputeOf(Assignment assignment) {
        return Objects.requireNonNull(
                assignment.dispute(), () -> "assignment " + assignment.id() + " was rejected without a stake");
    }
}
