package dev.groundwork.task.agreement;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** The ids of tasks by their place in their job. */
@ApplicationScoped
class TaskNames {

    private final AgroalDataSource database;

    TaskNames(AgroalDataSource database) {
        this.database = database;
    }

    /** What a task is called, by the service and by its requester. */
    record Name(UUID id, String externalId) {}

    /** {@return the tasks at those places} */
    Map<Long, Name> of(UUID jobId, long[] positions) {
        var names = new HashMap<Long, Name>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select position, id, external_id from task where job_id = ? and position = any (?)")) {
            query.setObject(1, jobId);
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", Arrays.stream(positions).boxed().toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getLong(1), new Name(rows.getObject(2, UUID.class), rows.getString(3)));
                }
            }
            return names;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read tasks of job " + jobId, failure);
        }
    }
}
