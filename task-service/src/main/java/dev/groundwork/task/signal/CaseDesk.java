package dev.groundwork.task.signal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.CaseEvent;
import dev.groundwork.contracts.task.v1.CaseEvent.CaseDecided;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What people do with cases. A decision is told to the workers it concerns in the transaction that makes it. */
@ApplicationScoped
class CaseDesk {

    private static final String VIEW = """
            select id, job_id, kind, field, workers, state, summary, opened_at, seen_at, decided_at, decided_by, reason,
                   system_version
            """;

    private static final String LIST = VIEW + """
            from signal_case
            where (?::text is null or state = ?) and (?::text is null or kind = ?) and (?::uuid is null or job_id = ?)
                and id < ? and not (? = any (workers)) and requester_id is distinct from ?
            order by id desc limit ?
            """;

    private static final String OF_JOB = VIEW + "from signal_case where job_id = ? and id < ? order by id desc limit ?";

    private static final String OF_WORKER =
            VIEW + "from signal_case where workers @> ? and state <> 'OPEN' and id < ? order by id desc limit ?";

    private static final String ONE = VIEW + ", evidence::text from signal_case where id = ?";

    private static final String LOCK = VIEW + "from signal_case where id = ? for no key update";

    private static final String DECIDE = """
            update signal_case set state = ?, decided_at = ?, decided_by = ?, reason = ?
            where id = ? and state = 'OPEN'
            """;

    /** Inputs of a size that a person reads; larger ones are looked up by their task. */
    private static final String INPUTS =
            "select id, input::text from task where id = any (?) and pg_column_size(input) <= 8000";

    /** Not bounded as what comes from outside is: the evidence was bounded when it was written. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AgroalDataSource database;
    private final Outbox outbox;
    private final Clock clock;

    CaseDesk(AgroalDataSource database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Cases of all jobs or of one, newest first, without those that concern whoever asks.
     *
     * @param organisation whom the person belongs to, null for nobody
     */
    Page<CaseView> list(
            UUID personId,
            @Nullable UUID organisation,
            @Nullable CaseState state,
            @Nullable SignalKind kind,
            @Nullable UUID jobId,
            @Nullable String cursor,
            int limit) {
        return page(LIST, limit, cursor, (query, before) -> {
            String stateName = state == null ? null : state.name();
            String kindName = kind == null ? null : kind.name();
            query.setString(1, stateName);
            query.setString(2, stateName);
            query.setString(3, kindName);
            query.setString(4, kindName);
            query.setObject(5, jobId);
            query.setObject(6, jobId);
            query.setObject(7, before);
            query.setObject(8, personId);
            query.setObject(9, organisation);
            query.setInt(10, limit + 1);
        });
    }

    /** Cases of one job, newest first. */
    Page<CaseView> ofJob(UUID jobId, @Nullable String cursor, int limit) {
        return page(OF_JOB, limit, cursor, (query, before) -> {
            query.setObject(1, jobId);
            query.setObject(2, before);
            query.setInt(3, limit + 1);
        });
    }

    /** Decided cases about one worker, newest first. */
    Page<CaseView> decidedAbout(UUID workerId, @Nullable String cursor, int limit) {
        return page(OF_WORKER, limit, cursor, (query, before) -> {
            query.setArray(1, query.getConnection().createArrayOf("uuid", new UUID[] {workerId}));
            query.setObject(2, before);
            query.setInt(3, limit + 1);
        });
    }

    /**
     * A case with its evidence.
     *
     * @param organisation whom the person belongs to, null for nobody
     * @throws NotFound {@code case-not-found}
     * @throws NotAllowed {@code case-concerns-you} where the person is a worker of the case, or of the job's requester
     */
    CaseView get(UUID id, UUID personId, @Nullable UUID organisation) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(ONE)) {
            requireNoStake(connection, id, personId, organisation);
            query.setObject(1, id);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("case", id);
                }
                JsonNode evidence = JSON.readTree(row.getString(14));
                showInputs(connection, evidence);
                return view(row, evidence);
            }
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("cannot read case " + id, failure);
        }
    }

    /**
     * Decides a case. The same decision of the same person again changes nothing.
     *
     * @throws NotFound {@code case-not-found}
     * @param organisation whom the person belongs to, null for nobody
     * @throws NotAllowed {@code case-concerns-you} where the person is a worker of the case, or of the job's requester
     * @throws RuleViolation {@code case-decided} where it was decided before
     */
    CaseView decide(UUID id, UUID personId, @Nullable UUID organisation, CaseState outcome, String reason) {
        try {
            Transactions.call(database, tx -> {
                requireNoStake(tx, id, personId, organisation);
                decide(tx, id, personId, outcome, reason);
                return true;
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("case " + id + " cannot be decided", failure);
        }
        outbox.wake();
        return get(id, personId, organisation);
    }

    private static void requireNoStake(Connection tx, UUID id, UUID personId, @Nullable UUID organisation)
            throws SQLException {
        try (var query = tx.prepareStatement(
                "select from signal_case where id = ? and (? = any (workers) or requester_id = ?)")) {
            query.setObject(1, id);
            query.setObject(2, personId);
            query.setObject(3, organisation);
            try (var row = query.executeQuery()) {
                if (row.next()) {
                    throw new NotAllowed(
                            "case-concerns-you",
                            "This case is about your own work or a job of your organisation: somebody else looks at it and decides.");
                }
            }
        }
    }

    private void decide(Connection tx, UUID id, UUID personId, CaseState outcome, String reason) throws SQLException {
        CaseView found = locked(tx, id);
        if (found.state() != CaseState.OPEN) {
            if (found.state() == outcome && personId.equals(found.decidedBy()) && reason.equals(found.reason())) {
                return;
            }
            throw new RuleViolation(
                    "case-decided",
                    "The case was %s at %s; a decision stands."
                            .formatted(
                                    found.state() == CaseState.CONFIRMED ? "confirmed" : "dismissed",
                                    found.decidedAt()));
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try (var update = tx.prepareStatement(DECIDE)) {
            update.setString(1, outcome.name());
            update.setTimestamp(2, Timestamp.from(now));
            update.setObject(3, personId);
            update.setString(4, reason);
            update.setObject(5, id);
            update.executeUpdate();
        }
        outbox.addAll(
                tx,
                List.of(new OutboxEvent(
                        CaseEvent.TOPIC,
                        found.jobId(),
                        new CaseDecided(
                                id,
                                found.jobId(),
                                found.kind().name(),
                                found.system(),
                                found.workers(),
                                outcome.name(),
                                reason,
                                now))));
    }

    private static CaseView locked(Connection tx, UUID id) throws SQLException {
        try (var query = tx.prepareStatement(LOCK)) {
            query.setObject(1, id);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("case", id);
                }
                return view(row, null);
            }
        }
    }

    /** Puts beside each task of the evidence what it showed to its workers. */
    private static void showInputs(Connection connection, JsonNode evidence) throws SQLException, IOException {
        Map<String, List<ObjectNode>> places = new HashMap<>();
        for (JsonNode parent : evidence.findParents("taskId")) {
            if (parent instanceof ObjectNode place) {
                places.computeIfAbsent(place.path("taskId").asText(), task -> new ArrayList<>())
                        .add(place);
            }
        }
        try (var query = connection.prepareStatement(INPUTS)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            places.keySet().stream().map(UUID::fromString).toArray()));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    JsonNode input = JSON.readTree(row.getString(2));
                    places.getOrDefault(row.getString(1), List.of()).forEach(place -> place.set("input", input));
                }
            }
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement query, UUID before) throws SQLException;
    }

    private Page<CaseView> page(String sql, int limit, @Nullable String cursor, Binding binding) {
        UUID before = Cursor.decodeUuid(cursor);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            binding.bind(query, before == null ? new UUID(-1, -1) : before);
            var cases = new ArrayList<CaseView>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    cases.add(view(row, null));
                }
            }
            return Page.of(cases, limit, last -> Cursor.encode(last.id()));
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read cases", failure);
        }
    }

    private static CaseView view(ResultSet row, @Nullable JsonNode evidence) throws SQLException {
        var kind = SignalKind.valueOf(row.getString(3));
        String field = row.getString(4);
        return new CaseView(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                kind,
                kind.system().id(),
                row.getInt(13),
                field.isEmpty() ? null : field,
                List.of((UUID[]) row.getArray(5).getArray()),
                CaseState.valueOf(row.getString(6)),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                instant(row, 10),
                row.getObject(11, UUID.class),
                row.getString(12),
                evidence);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
