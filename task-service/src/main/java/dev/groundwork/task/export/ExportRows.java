package dev.groundwork.task.export;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.export.format.ExportRow;
import dev.groundwork.task.export.format.ExportRow.Given;
import dev.groundwork.task.export.format.ImageSize;
import dev.groundwork.task.export.format.Options;
import dev.groundwork.task.result.ResultState;
import dev.groundwork.task.spec.InputField;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job as one picture of one moment, a task at a time, however long the reading takes. Only usable answers count,
 * which {@link AssignmentState#USABLE_SQL} tells: what is rejected and not paid for is in no export.
 */
@ApplicationScoped
class ExportRows {

    private static final int FETCH_ROWS = 500;

    private static final String TASK = """
            select t.position, t.id, t.external_id, t.input, r.answers, r.result, c.task_id is not null,
                   (select jsonb_object_agg(p.name, jsonb_build_array(m.width, m.height))
                    from unnest(?::text[]) as p (name) join media m
                        on m.id = case when t.input ->> p.name ~ '^media:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                                       then substr(t.input ->> p.name, 7)::uuid end
                    where m.width > 0 and m.height > 0),
                   t.position in (select position from result_mark where job_id = ?)
            """;

    private static final String ANSWER = """
                   , a.id, a.worker_id, a.state, a.submitted_at, a.active_seconds, a.answer
            """;

    private static final String FROM = """
            from task t
                left join task_result r on r.job_id = t.job_id and r.position = t.position
                left join task_decision d on d.job_id = t.job_id and d.position = t.position
                left join control_task c on c.job_id = t.job_id and c.position = t.position
            """;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final AgroalDataSource db;

    ExportRows(AgroalDataSource db) {
        this.db = db;
    }

    /** Takes one task after the other. */
    interface Sink {

        /** @param behind whether answers came or went that the result does not know of yet */
        void take(ExportRow row, boolean behind) throws IOException;
    }

    /** Hands over what the filters let through, in the order of the job. */
    void each(UUID jobId, TaskSpec spec, Filters filters, Options options, Pseudonyms pseudonyms, Sink sink)
            throws IOException {
        try (Connection connection = db.getConnection()) {
            // A cursor needs a transaction; read-only and repeatable, it is one picture of the job.
            connection.setAutoCommit(false);
            try (var mode = connection.createStatement()) {
                mode.execute("set transaction isolation level repeatable read, read only");
            }
            var values = new ArrayList<Object>();
            Array images = connection.createArrayOf("text", imagesOf(spec));
            try (var query = connection.prepareStatement(sql(jobId, images, filters, options, values))) {
                query.setFetchSize(FETCH_ROWS);
                for (int i = 0; i < values.size(); i++) {
                    query.setObject(i + 1, values.get(i));
                }
                read(query, new Grouping(options, pseudonyms, sink));
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw new IOException("the reading of job " + jobId + " broke off", failure);
        }
    }

    private static String sql(UUID jobId, Array images, Filters filters, Options options, List<Object> values) {
        var sql = new StringBuilder(TASK);
        values.add(images);
        values.add(jobId);
        if (options.includeAnswers()) {
            sql.append(ANSWER);
        }
        sql.append(FROM);
        if (options.includeAnswers()) {
            sql.append("left join assignment a on a.task_id = t.id and ").append(AssignmentState.USABLE_SQL);
        }
        sql.append(" where t.job_id = ?");
        values.add(jobId);
        if (!options.includeControl()) {
            sql.append(" and c.task_id is null");
        }
        if (filters.state() != null) {
            sql.append(" and coalesce(").append(ResultState.SQL).append(", ?) = ?");
            values.add(ResultState.OPEN.name());
            values.add(filters.state().name());
        }
        if (filters.minConfidence() != null) {
            sql.append(" and r.confidence >= ?");
            values.add(filters.minConfidence());
        }
        if (filters.answeredOnly()) {
            sql.append(" and r.answers > 0");
        }
        if (filters.decidedOnly()) {
            sql.append(" and r.answers > 0 and not exists")
                    .append(" (select from assignment w where w.task_id = t.id and w.state = 'SUBMITTED')");
        }
        if (filters.since() != null) {
            sql.append(" and exists (select from assignment a where a.task_id = t.id and a.submitted_at >= ? and ")
                    .append(AssignmentState.USABLE_SQL)
                    .append(')');
            values.add(Timestamp.from(filters.since()));
        }
        sql.append(" order by t.position");
        if (options.includeAnswers()) {
            sql.append(", a.id");
        }
        return sql.toString();
    }

    /** {@return the names of the inputs that are pictures} */
    private static String[] imagesOf(TaskSpec spec) {
        JsonNode properties = spec.document().path("input").path("properties");
        return spec.inputs().stream()
                .map(InputField::name)
                .filter(name -> properties.path(name).path("x-media").asText().equals("image"))
                .toArray(String[]::new);
    }

    private static void read(PreparedStatement query, Grouping grouping) throws SQLException, IOException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                grouping.add(rows);
            }
            grouping.end();
        }
    }

    /** The rows of one task become one. */
    private static final class Grouping {

        private final Options options;
        private final Pseudonyms pseudonyms;
        private final Sink sink;

        private long position = -1;
        private @Nullable Task task;
        private final List<Given> given = new ArrayList<>();

        Grouping(Options options, Pseudonyms pseudonyms, Sink sink) {
            this.options = options;
            this.pseudonyms = pseudonyms;
            this.sink = sink;
        }

        private record Task(
                UUID id,
                String externalId,
                JsonNode input,
                int answers,
                ObjectNode result,
                boolean control,
                Map<String, ImageSize> sizes,
                boolean behind) {}

        void add(ResultSet row) throws SQLException, IOException {
            if (row.getLong(1) != position) {
                end();
                position = row.getLong(1);
                String result = row.getString(6);
                task = new Task(
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        READER.readTree(row.getString(4)),
                        row.getInt(5),
                        result == null ? JsonNodeFactory.instance.objectNode() : (ObjectNode) READER.readTree(result),
                        row.getBoolean(7),
                        sizes(row.getString(8)),
                        row.getBoolean(9));
            }
            if (options.includeAnswers() && row.getString(15) != null) {
                addAnswer(row);
            }
        }

        private void addAnswer(ResultSet row) throws SQLException, IOException {
            Timestamp submitted = row.getTimestamp(13);
            given.add(new Given(
                    row.getObject(10, UUID.class),
                    options.includeWorkers() ? pseudonyms.of(row.getObject(11, UUID.class)) : null,
                    row.getString(12),
                    submitted == null ? null : submitted.toInstant(),
                    row.getInt(14),
                    READER.readTree(row.getString(15))));
        }

        /** Hands over the task that is complete. */
        void end() throws IOException {
            Task complete = task;
            if (complete == null) {
                return;
            }
            sink.take(
                    new ExportRow(
                            complete.id(),
                            complete.externalId(),
                            complete.input(),
                            complete.answers(),
                            complete.result(),
                            given,
                            complete.control(),
                            complete.sizes()),
                    complete.behind());
            task = null;
            given.clear();
        }

        /** Of the pictures that the store of media knows. */
        private static Map<String, ImageSize> sizes(@Nullable String json) throws IOException {
            if (json == null) {
                return Map.of();
            }
            var sizes = new HashMap<String, ImageSize>();
            JsonNode known = READER.readTree(json);
            known.properties()
                    .forEach(size -> sizes.put(
                            size.getKey(),
                            new ImageSize(
                                    size.getValue().path(0).intValue(),
                                    size.getValue().path(1).intValue())));
            return sizes;
        }
    }
}
