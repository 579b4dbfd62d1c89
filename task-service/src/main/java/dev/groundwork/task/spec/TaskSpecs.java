package dev.groundwork.task.spec;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Every spec that a job ever used, stored once by content and kept compiled while in use. */
@ApplicationScoped
public class TaskSpecs {

    private static final int MOST_COMPILED = 1000;

    /** Numbers of a stored document keep every digit, so that its hash stays what it was. */
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final AgroalDataSource db;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TaskSpec> compiled = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TaskSpec> eldest) {
            return size() > MOST_COMPILED;
        }
    };

    TaskSpecs(AgroalDataSource db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Stores the spec, joining the caller's transaction; storing what is stored already changes nothing. */
    public void keep(TaskSpec spec) {
        try (var connection = db.getConnection();
                var insert = connection.prepareStatement("insert into task_spec (hash, document, created_at)"
                        + " values (?, ?::json, ?) on conflict (hash) do nothing")) {
            insert.setString(1, spec.hash());
            insert.setString(2, spec.document().toString());
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot store the spec " + spec.hash(), failure);
        }
    }

    /**
     * The spec of a job.
     *
     * @param hash as the job's row holds it
     * @throws IllegalStateException when there is none: a job's spec is never deleted
     */
    public TaskSpec byHash(String hash) {
        TaskSpec known = cached(hash);
        if (known != null) {
            return known;
        }
        TaskSpec spec = load(hash);
        lock.lock();
        try {
            compiled.put(hash, spec);
        } finally {
            lock.unlock();
        }
        return spec;
    }

    /** Whether {@link #byHash} answers without asking the database. */
    public boolean knows(String hash) {
        return cached(hash) != null;
    }

    private @Nullable TaskSpec cached(String hash) {
        lock.lock();
        try {
            return compiled.get(hash);
        } finally {
            lock.unlock();
        }
    }

    private TaskSpec load(String hash) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("select document from task_spec where hash = ?")) {
            query.setString(1, hash);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no spec " + hash);
                }
                return SpecReader.readStored(EXACT.readTree(row.getString(1)));
            }
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot read the spec " + hash, failure);
        }
    }
}
