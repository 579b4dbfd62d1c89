package dev.groundwork.task.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.aggregation.JobModel;

import org.jspecify.annotations.Nullable;

/** What was learned of jobs lately; what is forgotten is learned again from the answers. */
@ApplicationScoped
class JobModels {

    /** A job without answers takes room too. */
    private static final int LEAST_BYTES = 2000;

    /** A model and the number of the lesson that it comes from. */
    record Learned(JobModel model, long lesson) {}

    private final long most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Learned> models = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    JobModels(ResultConfig config) {
        this.most = config.memoryOfModels().asLongValue();
    }

    @Nullable Learned find(UUID jobId) {
        lock.lock();
        try {
            return models.get(jobId);
        } finally {
            lock.unlock();
        }
    }

    void keep(UUID jobId, Learned model) {
        lock.lock();
        try {
            var old = models.put(jobId, model);
            size += sizeOf(model) - (old == null ? 0 : sizeOf(old));
            var eldest = models.entrySet().iterator();
            while (size > most && models.size() > 1) {
                size -= sizeOf(eldest.next().getValue());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long sizeOf(Learned learned) {
        return Math.max(LEAST_BYTES, learned.model().bytes());
    }
}
