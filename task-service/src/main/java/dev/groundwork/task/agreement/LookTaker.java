package dev.groundwork.task.agreement;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.agreement.Workers.Standing;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.spec.OutputField;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;

/** Reads a job's answers in one pass, in one view of the database, into what is kept of them. */
@ApplicationScoped
class LookTaker {

    private static final int FETCH_ROWS = 2_000;

    /** What moves with claims and returns, and says nothing of answers, is left out. */
    private static final String STATE = """
            select (to_jsonb(p) - 'job_id' - 'claimed' - 'returned' - 'expired' - 'head' - 'review_seconds')::text
                       || coalesce((select ' results of ' || r.refreshed_at from job_result r where r.job_id = p.job_id), ''),
                   p.submitted + p.approved + p.accepted_unused + p.rejection_held + p.appealed + p.rejected
            from job_progress p where p.job_id = ?
            """;

    /** In the order of the tasks, so that the answers of one come together; without those of training, where people are shown. */
    private static final String ANSWERS = """
            select a.position, a.worker_id, a.state, (%s), a.active_seconds, a.submitted_at,
                   case when (%s) then a.answer::text end
            from assignment a
            where a.job_id = ? and a.submitted_at is not null
                and not exists (select from control_task c
                                where c.job_id = a.job_id and c.position = a.position and c.training)
            order by a.position, a.id
            limit ?
            """.formatted(AssignmentState.USABLE_SQL, AssignmentState.USABLE_SQL);

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final AgroalDataSource database;
    private final AgreementConfig config;
    private final Clock clock;

    LookTaker(AgroalDataSource database, AgreementConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /**
     * How far the answers of a job have come.
     *
     * @param key moves whenever an answer comes or is decided on
     * @param answers how many there are, usable or not
     */
    record State(String key, long answers) {

        /** Of a job that was never opened, or whose counters are not there yet. */
        static final State NONE = new State("", 0);
    }

    State stateOf(UUID jobId) {
        try (var connection = database.getConnection()) {
            return state(connection, jobId);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the counters of job " + jobId, failure);
        }
    }

    private static State state(Connection connection, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement(STATE)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? new State(row.getString(1), row.getLong(2)) : State.NONE;
            }
        }
    }

    /** Looks at all answers of a job, or at the first {@link AgreementConfig#mostAnswers()} of them. */
    Look take(UUID jobId, List<OutputField> fields) {
        long begun = System.nanoTime();
        var now = clock.instant();
        try (var connection = database.getConnection()) {
            // A cursor needs a transaction; read-only and repeatable, it is one picture of the job.
            connection.setAutoCommit(false);
            try (var mode = connection.createStatement()) {
                mode.execute("set transaction isolation level repeatable read, read only");
            }
            try {
                var state = state(connection, jobId);
                var pass = new Pass(fields, share(state.answers(), tasks(connection, jobId)));
                boolean complete = pass.read(connection, jobId, config.mostAnswers());
                pass.readResults(connection, jobId);
                long ended = System.nanoTime();
                return pass.look(jobId, state.key(), now, ended - begun, ended, complete);
            } finally {
                connection.rollback();
            }
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("cannot read the answers of job " + jobId, failure);
        }
    }

    private static long tasks(Connection connection, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement("select task_count from job where id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** {@return the share of tasks whose values are compared pair by pair, so that no look takes for ever} */
    private double share(long answers, long tasks) {
        double overlap = tasks == 0 ? 0 : (double) answers / tasks;
        double pairs = answers * Math.max(0, Math.max(overlap, 2) - 1) / 2;
        return pairs <= config.mostComparisons() ? 1 : config.mostComparisons() / pairs;
    }

    /** One pass over the answers of a job. */
    private static final class Pass {

        private final List<Column.Builder> columns = new ArrayList<>();
        private final List<OutputField> fields;
        private final Seconds seconds = new Seconds();
        private final Workers.Builder workers = new Workers.Builder(seconds);
        private final Pace.Minutes minutes = new Pace.Minutes();
        private final Positions.Builder positions = new Positions.Builder();
        private long answers;
        private long digest = 1;
        private final BitSet failed = new BitSet();

        Pass(List<OutputField> fields, double share) {
            this.fields = fields;
            for (OutputField field : fields) {
                columns.add(
                        field.kind().isCategorical() && !field.labels().isEmpty()
                                ? new LabelColumn.Builder(field)
                                : new LikenessColumn.Builder(field, share));
            }
        }

        boolean read(Connection connection, UUID jobId, int most) throws SQLException, IOException {
            try (var query = connection.prepareStatement(ANSWERS)) {
                query.setFetchSize(FETCH_ROWS);
                query.setObject(1, jobId);
                query.setLong(2, most + 1L);
                try (var rows = query.executeQuery()) {
                    for (int read = 0; rows.next(); read++) {
                        if (read == most) {
                            return false;
                        }
                        add(rows);
                    }
                }
            }
            return true;
        }

        private void add(ResultSet row) throws SQLException, IOException {
            long position = row.getLong(1);
            UUID workerId = row.getObject(2, UUID.class);
            String state = row.getString(3);
            boolean usable = row.getBoolean(4);
            int worker = workers.add(workerId, standing(state), usable, row.getInt(5));
            Timestamp submitted = row.getTimestamp(6);
            minutes.add(submitted.toInstant().getEpochSecond());
            mix(position);
            mix(workerId.getLeastSignificantBits());
            mix(state.hashCode());
            String answer = row.getString(7);
            if (answer != null) {
                mix(answer.hashCode());
                add(position, worker, READER.readTree(answer));
            }
        }

        private void add(long position, int worker, JsonNode answer) {
            int task = positions.add(position);
            answers++;
            for (int at = 0; at < columns.size(); at++) {
                JsonNode value = answer.path(fields.get(at).name());
                if (!value.isMissingNode() && !value.isNull() && !failed.get(at)) {
                    try {
                        columns.get(at).add(task, worker, value);
                    } catch (RuntimeException failure) {
                        fail(at, failure);
                    }
                }
            }
        }

        /** A property that nothing can be said of must not take the others with it: it stands there as one without answers. */
        private void fail(int at, RuntimeException failure) {
            Log.errorf(
                    failure,
                    "the agreement on property %s cannot be measured",
                    fields.get(at).name());
            failed.set(at);
            columns.set(at, new LikenessColumn.Builder(fields.get(at), 0));
        }

        private Column build(int at, int workers) {
            try {
                return columns.get(at).build(positions.size(), workers);
            } catch (RuntimeException failure) {
                fail(at, failure);
                return columns.get(at).build(positions.size(), workers);
            }
        }

        /** What the job's results have for properties with labels. */
        void readResults(Connection connection, UUID jobId) throws SQLException {
            var labelled = new ArrayList<Integer>();
            for (int at = 0; at < columns.size(); at++) {
                if (columns.get(at) instanceof LabelColumn.Builder) {
                    labelled.add(at);
                }
            }
            if (labelled.isEmpty() || positions.size() == 0) {
                return;
            }
            var sql = "select position" + ", result -> ? ->> 'value'".repeat(labelled.size())
                    + " from task_result where job_id = ? order by position";
            try (var query = connection.prepareStatement(sql)) {
                query.setFetchSize(FETCH_ROWS);
                int parameter = 1;
                for (int at : labelled) {
                    query.setString(parameter++, fields.get(at).name());
                }
                query.setObject(parameter, jobId);
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        int task = positions.find(row.getLong(1));
                        for (int n = 0; task >= 0 && n < labelled.size(); n++) {
                            String label = row.getString(n + 2);
                            if (label != null) {
                                mix(label.hashCode());
                                columns.get(labelled.get(n)).result(task, label);
                            }
                        }
                    }
                }
            }
        }

        private void mix(long value) {
            digest = (digest ^ value) * 0x100000001b3L;
            digest ^= digest >>> 31;
        }

        private static Standing standing(String state) {
            return switch (AssignmentState.valueOf(state)) {
                case APPROVED, ACCEPTED_UNUSED -> Standing.APPROVED;
                case REJECTION_HELD, APPEALED -> Standing.HELD;
                case REJECTED -> Standing.REJECTED;
                case SUBMITTED, CLAIMED, SCREENED_OUT, RETURNED, EXPIRED -> Standing.WAITING;
            };
        }

        Look look(UUID jobId, String key, Instant now, long costNanos, long takenNanos, boolean complete) {
            var known = workers.build();
            return new Look(
                    jobId,
                    key,
                    Long.toHexString(digest) + (complete ? "" : "p"),
                    now,
                    costNanos,
                    takenNanos,
                    complete,
                    answers,
                    positions.build(),
                    known,
                    Pace.of(minutes, seconds),
                    IntStream.range(0, columns.size())
                            .mapToObj(at -> build(at, known.size()))
                            .toList());
        }
    }
}
