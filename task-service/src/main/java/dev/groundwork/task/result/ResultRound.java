package dev.groundwork.task.result;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.task.aggregation.Given;
import dev.groundwork.task.aggregation.JobModel;
import dev.groundwork.task.aggregation.Outcome;
import dev.groundwork.task.result.ResultClaims.Claim;
import dev.groundwork.task.result.ResultClaims.Counted;
import dev.groundwork.task.result.ResultClaims.Standing;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.truth.Limit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the results of a job once, under a claim. What changed is read in one view of the database, thought about
 * without any transaction, and written in lots, each in a short transaction that the claim must still hold for; a mark goes in
 * the transaction that writes its task. So what comes in between is not lost: its own mark stays.
 */
@ApplicationScoped
class ResultRound {

    private static final int MOST_MARKS = 5000;

    /** Tasks that are read, decided and written together; the answers of one at a time are in memory. */
    private static final int LOT = 500;

    /** A job is not learned anew for fewer answers. */
    private static final long FEWEST_NEW = 20;

    /** A lesson reads every answer: at this growth an answer is read about three times before the job is whole, at 1.1 eleven. */
    private static final double GROWTH = 1.5;

    private final ResultStore store;
    private final ResultClaims claims;
    private final ControlAnswers controls;
    private final JobModels models;
    private final LessonRoom room;
    private final Replica replica;
    private final TaskSpecs specs;
    private final ResultConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final AgroalDataSource database;

    private volatile boolean stopping;

    ResultRound(
            ResultStore store,
            ResultClaims claims,
            ControlAnswers controls,
            JobModels models,
            LessonRoom room,
            Replica replica,
            TaskSpecs specs,
            ResultConfig config,
            ObjectMapper json,
            Clock clock,
            AgroalDataSource database) {
        this.store = store;
        this.claims = claims;
        this.controls = controls;
        this.models = models;
        this.room = room;
        this.replica = replica;
        this.specs = specs;
        this.config = config;
        this.json = json;
        this.clock = clock;
        this.database = database;
    }

    /** Why a job is gone through. */
    enum Pass {
        /** Its answers changed some time ago. */
        DUE,
        /** It has been quiet for a while. */
        QUIET,
        /** Somebody reads its results, and it is small. */
        READER,
        /** Somebody reads its results, and learning it anew would keep them waiting. */
        READER_OF_LARGE
    }

    /** Ends whatever is under way. */
    void stop() {
        stopping = true;
    }

    /** What there is to do, as it was when the claim was given. */
    private record Due(boolean lesson, List<OutputField> fields, long bytes) {}

    /**
     * Goes through a job.
     *
     * @return whether there may be more to do at once
     * @throws ClaimLost when somebody else works on the job now
     */
    boolean run(Claim claim, Pass pass) throws SQLException {
        var learned = models.find(claim.jobId());
        // With another number of lessons, another replica learned more than this one remembers.
        var known = learned == null || learned.lesson() != claim.standing().lesson() ? null : learned.model();
        if (pass == Pass.READER_OF_LARGE && known == null) {
            return false;
        }
        var due = due(claim, pass, known == null);
        if (due == null) {
            return false;
        }
        if (due.lesson() && room.enter(due.bytes())) {
            try {
                var seen = see(claim, due.fields(), learned == null ? null : learned.model(), known != null);
                conclude(claim, seen);
                return false;
            } finally {
                room.leave(due.bytes());
            }
        }
        // A lesson that has no room comes round again.
        return known != null && decide(claim, due.fields(), known);
    }

    private @Nullable Due due(Claim claim, Pass pass, boolean unknown) throws SQLException {
        UUID jobId = claim.jobId();
        var standing = claim.standing();
        try (var connection = database.getConnection()) {
            boolean otherControls = controls.count(connection, jobId) != standing.controls();
            if (!otherControls && !standing.unlearned() && !store.isMarked(connection, jobId)) {
                return null;
            }
            var fields = fields(connection, jobId);
            long bytes = JobModel.bytesOfLesson(
                    fields, store.tasksOf(connection, jobId), store.answersOf(connection, jobId));
            return new Due(unknown || isLessonDue(connection, jobId, standing, otherControls, pass), fields, bytes);
        }
    }

    private boolean isLessonDue(Connection connection, UUID jobId, Standing standing, boolean otherControls, Pass pass)
            throws SQLException {
        return switch (pass) {
            case READER, QUIET -> true;
            case READER_OF_LARGE -> false;
            case DUE ->
                otherControls
                        || store.answersOf(connection, jobId) >= standing.answers() * GROWTH + FEWEST_NEW
                        || mustForget(connection, jobId, standing);
        };
    }

    /** What was learned from answers that are of no use any more is not kept for long, however busy the job is. */
    private boolean mustForget(Connection connection, UUID jobId, Standing standing) throws SQLException {
        Instant learnedAt = standing.learnedAt();
        return learnedAt != null
                && !learnedAt.isAfter(clock.instant().minus(config.learnAfter()))
                && store.withdrawnOf(connection, jobId) != standing.withdrawn();
    }

    private List<OutputField> fields(Connection connection, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement("select spec_hash from job where id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no job " + jobId);
                }
                return specs.byHash(row.getString(1)).outputs();
            }
        }
    }

    /**
     * All that a lesson learns from, as it was at one moment.
     *
     * @param previous what was known before, to start from
     * @param followsPrevious whether the results that are there were made by it
     * @param last the last task that had answers
     */
    record Seen(
            List<OutputField> fields,
            JobModel.Lesson lesson,
            @Nullable JobModel previous,
            boolean followsPrevious,
            Marks marks,
            Counted counted,
            long last) {}

    /** Goes through all answers of a job to learn from them. */
    Seen see(Claim claim, List<OutputField> fields, @Nullable JobModel previous, boolean followsPrevious)
            throws SQLException {
        claims.begin(claim);
        UUID jobId = claim.jobId();
        var limit = Limit.USUAL.cancelled(signsOfLife(claim));
        return Snapshot.of(database, tx -> {
            // By the counters of the same moment: what is withdrawn later makes the next lesson due.
            var counted = new Counted(store.answersOf(tx, jobId), store.withdrawnOf(tx, jobId));
            var lesson = JobModel.lesson(fields, controls.of(tx, jobId), previous, limit);
            var marks = Marks.of(tx, jobId, Integer.MAX_VALUE);
            var last = new long[1];
            store.allAnswers(tx, jobId, (position, overlap, answers) -> {
                limit.check();
                lesson.see(position, answers);
                last[0] = position;
            });
            return new Seen(fields, lesson, previous, followsPrevious, marks, counted, last[0]);
        });
    }

    /** Learns, and decides by what was learned every task that it may change. */
    void conclude(Claim claim, Seen seen) throws SQLException {
        var now = now();
        var model = seen.lesson().learn();
        var previous = seen.previous();
        int from = 0;
        if (previous == null || !seen.followsPrevious() || !model.decidesLike(previous)) {
            from = decideAll(claim, seen, model, now);
        }
        decideMarked(claim, seen.fields(), model, seen.marks(), from, now);
        long number = claims.learned(claim, replica.id(), seen.counted(), model.controls(), model.methods(), now);
        models.keep(claim.jobId(), new JobModels.Learned(model, number));
    }

    /** Decides the tasks that changed by what is known. {@return whether there may be more} */
    private boolean decide(Claim claim, List<OutputField> fields, JobModel model) throws SQLException {
        var now = now();
        var marks = Snapshot.of(database, tx -> Marks.of(tx, claim.jobId(), MOST_MARKS));
        decideMarked(claim, fields, model, marks, 0, now);
        claims.refreshed(claim, now);
        return marks.size() == MOST_MARKS;
    }

    /** Decides every task that had answers. {@return the index after the marks of all of them} */
    private int decideAll(Claim claim, Seen seen, JobModel model, Instant now) throws SQLException {
        int mark = 0;
        var life = signsOfLife(claim);
        for (long after = 0; after < seen.last(); after += LOT) {
            long from = after;
            long upTo = Math.min(after + LOT, seen.last());
            check(life);
            int end = seen.marks().endOf(mark, upTo);
            var lot = new Lot(seen.fields(), model, seen.marks(), mark, end);
            Snapshot.of(database, tx -> {
                store.answersBetween(tx, claim.jobId(), from, upTo, lot);
                return lot;
            });
            write(claim, lot, now);
            mark = end;
        }
        return mark;
    }

    private void decideMarked(
            Claim claim, List<OutputField> fields, JobModel model, Marks marks, int first, Instant now)
            throws SQLException {
        var life = signsOfLife(claim);
        for (int from = first; from < marks.size(); ) {
            check(life);
            int end = marks.endOfTasks(from, LOT);
            var lot = new Lot(fields, model, marks, from, end);
            Snapshot.of(database, tx -> {
                store.answersOf(tx, claim.jobId(), lot.marked, lot);
                return lot;
            });
            write(claim, lot, now);
            from = end;
        }
    }

    /**
     * Writes what a lot of tasks come to, in one transaction that only the holder of the claim can commit. The marks were there
     * when the answers were read; whatever changed since has left others.
     */
    private void write(Claim claim, Lot lot, Instant now) throws SQLException {
        if (lot.isEmpty()) {
            return;
        }
        Transactions.call(database, tx -> {
            claims.hold(tx, claim);
            store.keep(tx, claim.jobId(), lot.decided, now);
            store.forget(tx, claim.jobId(), lot.withoutAnswers());
            store.dropMarks(tx, claim.jobId(), lot.numbers());
            store.dropWithdrawn(tx, claim.jobId(), lot.positions());
            return claim;
        });
    }

    /** Tasks that are decided and written together. */
    private final class Lot implements ResultStore.TaskSink {

        private final List<OutputField> fields;
        private final JobModel model;
        private final Marks marks;
        private final int from;
        private final int to;
        private final Set<Long> marked;
        private final Set<Long> answered = new HashSet<>();
        private final List<Decided> decided = new ArrayList<>();

        Lot(List<OutputField> fields, JobModel model, Marks marks, int from, int to) {
            this.fields = fields;
            this.model = model;
            this.marks = marks;
            this.from = from;
            this.to = to;
            this.marked = marks.positions(from, to);
        }

        /** Decides a task at once, so that no more than its own answers are in memory. */
        @Override
        public void take(long position, int overlap, List<Given> answers) {
            if (answers.isEmpty()) {
                return;
            }
            Map<String, Outcome> outcomes = model.outcomes(position, answers);
            answered.add(position);
            decided.add(new Decided(
                    position,
                    answers.size(),
                    written(outcomes),
                    Decided.confidence(outcomes),
                    Decided.state(fields, overlap, answers.size(), outcomes)));
        }

        boolean isEmpty() {
            return decided.isEmpty() && marked.isEmpty();
        }

        /** Marked and not among the answered ones: the last usable answer is gone. */
        Set<Long> withoutAnswers() {
            var left = new HashSet<>(marked);
            left.removeAll(answered);
            return left;
        }

        Set<Long> positions() {
            var all = new HashSet<>(marked);
            all.addAll(answered);
            return all;
        }

        long[] numbers() {
            return marks.numbers(from, to);
        }
    }

    private String written(Map<String, Outcome> outcomes) {
        try {
            return json.writeValueAsString(outcomes);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a result cannot be written as JSON", impossible);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void check(BooleanSupplier life) {
        if (life.getAsBoolean()) {
            throw new CancellationException("the service ends");
        }
    }

    /** {@return what prolongs the claim when a third of its time is over each time that it is asked, and says whether to stop} */
    private BooleanSupplier signsOfLife(Claim claim) {
        return new BooleanSupplier() {
            private long next = System.nanoTime() + ResultClaims.CLAIM.toNanos() / 3;

            @Override
            public boolean getAsBoolean() {
                if (System.nanoTime() - next > 0) {
                    try {
                        claims.prolong(claim);
                    } catch (SQLException failure) {
                        throw new IllegalStateException(
                                "the claim of job " + claim.jobId() + " cannot be prolonged", failure);
                    }
                    next = System.nanoTime() + ResultClaims.CLAIM.toNanos() / 3;
                }
                return stopping;
            }
        };
    }
}
