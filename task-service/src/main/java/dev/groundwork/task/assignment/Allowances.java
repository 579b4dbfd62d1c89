package dev.groundwork.task.assignment;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.task.time.ReadingAllowance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** How long a silent look at the task of an assignment counts as reading it; remembered, as a task's texts never change. */
@ApplicationScoped
class Allowances {

    private static final int MOST = 100_000;

    private final TaskSpecs specs;
    private final ObjectMapper json;
    private final AgroalDataSource database;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Duration> known = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Duration> eldest) {
            return size() > MOST;
        }
    };

    Allowances(TaskSpecs specs, ObjectMapper json, AgroalDataSource database) {
        this.specs = specs;
        this.json = json;
        this.database = database;
    }

    /** {@return null where there is no such assignment} */
    @Nullable Duration of(UUID assignmentId) {
        lock.lock();
        try {
            var remembered = known.get(assignmentId);
            if (remembered != null) {
                return remembered;
            }
        } finally {
            lock.unlock();
        }
        var allowance = load(assignmentId);
        if (allowance != null) {
            lock.lock();
            try {
                known.put(assignmentId, allowance);
            } finally {
                lock.unlock();
            }
        }
        return allowance;
    }

    private @Nullable Duration load(UUID assignmentId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("""
                        select j.spec_hash, t.input::text
                        from assignment a
                        join job j on j.id = a.job_id
                        join task t on t.job_id = a.job_id and t.position = a.position
                        where a.id = ?
                        """)) {
            query.setObject(1, assignmentId);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? ReadingAllowance.of(
                                specs.byHash(row.getString(1)).document(), json.readTree(row.getString(2)))
                        : null;
            }
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot read the task of assignment " + assignmentId, failure);
        }
    }
}
