package dev.groundwork.task.eligibility;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.contracts.worker.v1.WorkerEvent.WorkerStandingChanged;
import dev.groundwork.task.assignment.Columns;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What the worker-service says of workers, as far as handing out work needs it. */
@ApplicationScoped
class WorkerStandings {

    /** An older revision that arrives late changes nothing. */
    private static final String SET = """
            insert into worker_standing as w (worker_id, revision, standing, country, subdivision, languages)
            select worker_id, revision, standing, country, subdivision, string_to_array(languages, ',')
            from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                as v (worker_id, revision, standing, country, subdivision, languages)
            on conflict (worker_id) do update
            set revision = excluded.revision, standing = excluded.standing, country = excluded.country,
                subdivision = excluded.subdivision, languages = excluded.languages
            where w.revision < excluded.revision
            """;

    private final AgroalDataSource database;

    WorkerStandings(AgroalDataSource database) {
        this.database = database;
    }

    /** What handing out work needs to know of a worker. */
    record WorkerStanding(Standing standing, Place place) {}

    /** {@return null where the worker-service has said nothing of the worker} */
    @Nullable WorkerStanding find(UUID workerId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select standing, country, subdivision from worker_standing where worker_id = ?")) {
            query.setObject(1, workerId);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? new WorkerStanding(
                                Standing.valueOf(row.getString(1)), new Place(row.getString(2), row.getString(3)))
                        : null;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the standing of worker " + workerId, failure);
        }
    }

    /** Takes over what was said, joining the transaction; the newest of each worker stays. */
    void set(Connection tx, Collection<WorkerStandingChanged> changes) throws SQLException {
        // One row a worker, and in the order of ids, so that two batches never wait for each other.
        Map<UUID, WorkerStandingChanged> newest = new TreeMap<>();
        changes.forEach(change -> newest.merge(
                change.workerId(), change, (one, other) -> one.revision() > other.revision() ? one : other));
        var columns = new Columns<>(tx, newest.values());
        try (var upsert = tx.prepareStatement(SET)) {
            upsert.setArray(1, columns.uuids(WorkerStandingChanged::workerId));
            upsert.setArray(2, columns.longs(WorkerStandingChanged::revision));
            upsert.setArray(3, columns.texts(change -> change.standing().name()));
            upsert.setArray(4, columns.texts(WorkerStandingChanged::country));
            upsert.setArray(5, columns.texts(WorkerStandingChanged::subdivision));
            upsert.setArray(6, columns.texts(change -> String.join(",", change.languages())));
            upsert.executeUpdate();
        }
    }
}
