package dev.groundwork.task.assignment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

/**
 * Whose an assignment is and which spec its answer must fit, remembered since the claim: facts that never change, so that an
 * answer is checked without asking the database.
 */
@ApplicationScoped
public class OpenAttempts {

    private static final int MOST = 100_000;

    /** What never changes about an assignment. */
    public record Attempt(UUID workerId, String specHash) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Attempt> attempts = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Attempt> eldest) {
            return size() > MOST;
        }
    };

    /** Remembers assignments just claimed. */
    public void remember(Map<UUID, Attempt> claimed) {
        lock.lock();
        try {
            attempts.putAll(claimed);
        } finally {
            lock.unlock();
        }
    }

    /** {@return what is known of an assignment without asking the database} */
    @Nullable Attempt known(UUID assignmentId) {
        lock.lock();
        try {
            return attempts.get(assignmentId);
        } finally {
            lock.unlock();
        }
    }

    /** {@return what is known of an assignment, asking {@code load} where nothing is} */
    @Nullable Attempt find(UUID assignmentId, Function<UUID, @Nullable Attempt> load) {
        var known = known(assignmentId);
        if (known != null) {
            return known;
        }
        var loaded = load.apply(assignmentId);
        if (loaded != null) {
            remember(Map.of(assignmentId, loaded));
        }
        return loaded;
    }
}
