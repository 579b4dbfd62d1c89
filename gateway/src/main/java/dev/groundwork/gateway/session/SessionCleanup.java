package dev.groundwork.gateway.session;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Removes sessions that nobody can use any more. */
@ApplicationScoped
class SessionCleanup {

    private final SessionStore store;

    SessionCleanup(SessionStore store) {
        this.store = store;
    }

    @Scheduled(
            identity = "session-cleanup",
            every = "10m",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void removeExpired() {
        int removed = store.deleteExpired();
        if (removed > 0) {
            Log.infof("%d expired sessions removed", removed);
        }
    }
}
