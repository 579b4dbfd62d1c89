package dev.groundwork.kit.lease;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A thread that works only while this replica holds a lease, and is woken when there is something to do: for those who empty a
 * table in its order. The loop is its owner's, and so is what to do about failures; what is not said to be for everybody is for
 * the thread itself.
 */
public final class LeasedThread {

    private final String name;
    private final Leases leases;
    private final Duration ttl;
    private final Consumer<Lease> granted;
    private final Thread thread;

    private volatile boolean stopping;
    private volatile boolean woken;

    private @Nullable Lease lease;
    private long renewAt;

    /**
     * Makes the thread; {@link #start} starts it.
     *
     * @param name of the thread and of the lease
     * @param granted hears of the lease each time that it is granted anew
     * @param loop ends soon after {@link #isStopping}
     */
    public LeasedThread(String name, Leases leases, Duration ttl, Consumer<Lease> granted, Runnable loop) {
        this.name = name;
        this.leases = leases;
        this.ttl = ttl;
        this.granted = granted;
        this.thread = new Thread(loop, name);
    }

    /** Starts it; for everybody, once. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks it to end and waits for that, up to a time; for everybody. */
    public void stop(Duration longest) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(longest.toMillis());
    }

    /** Says that there is something to do; for everybody, and cheap where it was said before. */
    public void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    public boolean isStopping() {
        return stopping;
    }

    /** {@return whether the lease is held} Asks for it where it is not, and prolongs it when a third of its time is over. */
    public boolean holdsLease() throws SQLException {
        var held = lease;
        if (held == null) {
            lease = leases.tryAcquire(name, ttl);
            if (lease != null) {
                granted.accept(lease);
                renewed();
            }
        } else if (System.nanoTime() - renewAt > 0) {
            if (leases.renew(held, ttl)) {
                renewed();
            } else {
                lease = null;
            }
        }
        return lease != null;
    }

    /** {@return the lease as far as is known; null where it is not held} */
    public @Nullable Lease lease() {
        return lease;
    }

    /** Takes note that the lease was prolonged just now, by what was written under it. */
    public void renewed() {
        renewAt = System.nanoTime() + ttl.toNanos() / 3;
    }

    /** Takes note that the lease is another's. */
    public void lost() {
        lease = null;
    }

    /** Lets the next one have the lease, where it is held. */
    public void release() throws SQLException {
        var held = lease;
        if (held != null) {
            leases.release(held);
        }
    }

    /** Begins to look for something to do: whoever calls {@link #wake} from now on cuts the next {@link #idle} short. */
    public void listen() {
        woken = false;
    }

    /** Waits for somebody to call {@link #wake}, up to a time. */
    public void idle(long nanos) {
        if (!woken && !stopping) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Waits for a time; unlike {@link #idle} not cut short by every call of {@link #wake} meanwhile. */
    public void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopping; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
