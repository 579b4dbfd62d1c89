package dev.groundwork.task.result;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * This process among those that make results. While it says that it is there, the others leave it the jobs that it remembers:
 * or they would learn them anew in turns.
 */
@ApplicationScoped
class Replica {

    /** Its leases have this in front of its id. */
    static final String LEASE = "results of ";

    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final UUID id = Ids.next();
    private final Leases leases;

    private volatile @Nullable Lease lease;
    private long renewAt;

    Replica(Leases leases) {
        this.leases = leases;
    }

    UUID id() {
        return id;
    }

    /** Says that it is there, as often as needed; for one thread. */
    void isThere() throws SQLException {
        var held = lease;
        if (held != null && System.nanoTime() - renewAt < 0) {
            return;
        }
        if (held == null || !leases.renew(held, SILENCE)) {
            lease = leases.tryAcquire(LEASE + id, SILENCE);
            // Each replica has a name of its own, which no other takes over.
            leases.forgetExpired(LEASE);
        }
        renewAt = System.nanoTime() + SILENCE.toNanos() / 3;
    }

    /** While the database can still be reached; where it cannot, the others wait until its silence is long enough. */
    void end(@Observes ShutdownEvent event) {
        try {
            leaves();
        } catch (SQLException failure) {
            Log.debugf(failure, "This replica falls silent");
        }
    }

    /** Leaves its jobs to the others. */
    void leaves() throws SQLException {
        var held = lease;
        if (held != null) {
            leases.release(held);
            lease = null;
        }
    }
}
