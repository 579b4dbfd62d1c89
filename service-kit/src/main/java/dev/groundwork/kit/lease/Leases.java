package dev.groundwork.kit.lease;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Gives things that only one replica may do to one replica at a time. Time is the database's, never this machine's. */
@ApplicationScoped
public class Leases {

    private final AgroalDataSource database;

    /** Who this process is; a new one after every start. */
    private final UUID self = Ids.next();

    Leases(AgroalDataSource database) {
        this.database = database;
    }

    /** {@return the lease if it was free, had expired or is held already, else null; never waits for the holder} */
    public @Nullable Lease tryAcquire(String name, Duration ttl) throws SQLException {
        try (var tx = database.getConnection();
                var acquire = tx.prepareStatement("""
                        insert into lease as l (name, holder, epoch, expires_at)
                        values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
                        on conflict (name) do update
                            set holder = excluded.holder,
                                epoch = l.epoch + 1,
                                expires_at = excluded.expires_at
                            where l.expires_at < clock_timestamp() or l.holder = excluded.holder
                        returning epoch
                        """)) {
            acquire.setString(1, name);
            acquire.setObject(2, self);
            acquire.setLong(3, ttl.toMillis());
            try (var granted = acquire.executeQuery()) {
                return granted.next() ? new Lease(name, self, granted.getLong(1)) : null;
            }
        }
    }

    /** Prolongs a lease. {@return false when it is held by someone else now: stop} */
    public boolean renew(Lease lease, Duration ttl) throws SQLException {
        try (var tx = database.getConnection()) {
            return renew(tx, lease, ttl);
        }
    }

    /**
     * Prolongs a lease inside of a transaction, which so becomes one that only the holder can commit: the row stays locked
     * until its end.
     *
     * @return false when the lease is held by someone else now: roll back
     */
    public boolean renew(Connection tx, Lease lease, Duration ttl) throws SQLException {
        try (var renew = tx.prepareStatement("""
                update lease set expires_at = clock_timestamp() + ? * interval '1 millisecond'
                where name = ? and holder = ? and epoch = ?
                """)) {
            renew.setLong(1, ttl.toMillis());
            renew.setString(2, lease.name());
            renew.setObject(3, lease.holder());
            renew.setLong(4, lease.epoch());
            return renew.executeUpdate() == 1;
        }
    }

    /** Forgets leases that have ended; for names that nobody acquires again, as the numbering of each starts anew. */
    public void forgetExpired(String beginningOfName) throws SQLException {
        try (var tx = database.getConnection();
                var forget = tx.prepareStatement(
                        "delete from lease where starts_with(name, ?) and expires_at < clock_timestamp()")) {
            forget.setString(1, beginningOfName);
            forget.executeUpdate();
        }
    }

    /** Lets the next one have it at once; nothing happens when it was lost already. */
    public void release(Lease lease) throws SQLException {
        try (var tx = database.getConnection();
                var release = tx.prepareStatement(
                        "update lease set expires_at = '-infinity' where name = ? and holder = ? and epoch = ?")) {
            release.setString(1, lease.name());
            release.setObject(2, lease.holder());
            release.setLong(3, lease.epoch());
            release.executeUpdate();
        }
    }
}
