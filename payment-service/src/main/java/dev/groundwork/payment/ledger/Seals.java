package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.SealEvent;
import dev.groundwork.contracts.payment.v1.SealEvent.LedgerSealed;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * Seals the books: a chain of hashes over all postings in the order of their numbers, each block published as it is made.
 * Whoever rewrites a sealed posting has to rewrite every seal after it, and cannot rewrite what was published.
 *
 * <p>Numbers become visible out of order, so the chain ends at a horizon: a number up to which all are taken, once every
 * transaction that was under way when it was looked up is over. Nobody waits for the sealing, and it waits for nobody.
 */
@ApplicationScoped
public class Seals {

    /** What the first block continues. */
    private static final String GENESIS = "0".repeat(64);

    /** Numbers of one block: what is hashed in one go, in a few megabytes. */
    private static final int BLOCK = 10_000;

    private static final String LEASE = "seal";

    /** Of one block, many times over: so long the books stay unsealed after a death in the middle of one. */
    private static final Duration LEASE_TIME = Duration.ofSeconds(30);

    private final AgroalDataSource database;
    private final Leases leases;
    private final Outbox outbox;
    private final Clock clock;

    Seals(AgroalDataSource database, Leases leases, Outbox outbox, Clock clock) {
        this.database = database;
        this.leases = leases;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * A sealed stretch of the books.
     *
     * @param fromSeq number of its first posting, which follows the block before
     * @param postings how many there are; numbers of refused commands are left out
     * @param previousHash that of the block before, zeros for the first
     */
    record Seal(
            long block, long fromSeq, long toSeq, long postings, String previousHash, String hash, Instant sealedAt) {}

    @Scheduled(
            identity = "seals",
            every = "${groundwork.payment.seals.every:1m}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        try {
            sealAll();
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: what is not sealed now is sealed at the next turn.
            Log.error("The books could not be sealed; trying again at the next turn", e);
        }
    }

    /**
     * Seals what is certain, and notes how far the books have come for the next time.
     *
     * @return how many blocks were sealed
     */
    int sealAll() throws SQLException {
        Lease lease = leases.tryAcquire(LEASE, LEASE_TIME);
        if (lease == null) {
            return 0;
        }
        int sealed = 0;
        try {
            while (sealNext(lease)) {
                sealed++;
            }
            noteHorizon();
        } finally {
            leases.release(lease);
        }
        if (sealed > 0) {
            outbox.wake();
        }
        return sealed;
    }

    private boolean sealNext(Lease lease) throws SQLException {
        return Transactions.call(database, tx -> {
            boolean sealed = leases.renew(tx, lease, LEASE_TIME) && sealNext(tx);
            if (sealed) {
                Failpoint.hit("seals.after-seal-before-commit");
            }
            return sealed;
        });
    }

    private boolean sealNext(Connection tx) throws SQLException {
        Seal last = last(tx);
        long from = last == null ? 1 : last.toSeq() + 1;
        long to = Math.min(certain(tx), from + BLOCK - 1);
        if (to < from) {
            return false;
        }
        var seal = new Seal(
                last == null ? 1 : last.block() + 1,
                from,
                to,
                count(tx, from, to),
                last == null ? GENESIS : last.hash(),
                hash(tx, last == null ? GENESIS : last.hash(), from, to),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        insert(tx, seal);
        outbox.addAll(
                tx,
                List.of(new OutboxEvent(
                        SealEvent.TOPIC,
                        SealEvent.KEY,
                        new LedgerSealed(
                                seal.block(),
                                seal.fromSeq(),
                                seal.toSeq(),
                                seal.postings(),
                                seal.previousHash(),
                                seal.hash(),
                                seal.sealedAt()))));
        return true;
    }

    private static @Nullable Seal last(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select block, from_seq, to_seq, postings, prev, hash, sealed_at from seal order by block desc limit 1""");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? seal(row) : null;
        }
    }

    /** {@return the number up to which no posting appears any more} */
    private static long certain(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement(
                        "select seq from seal_horizon where txid <= pg_snapshot_xmin(pg_current_snapshot())");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /**
     * Looks up the last number that was taken, and then takes a transaction id: whoever took a number up to that one has an
     * older id, as a posting writes before it is numbered. A horizon that is not certain yet is left alone.
     */
    private void noteHorizon() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(true);
            long taken;
            try (var statement = connection.prepareStatement(
                            "select case when is_called then last_value else 0 end from posting_seq");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                taken = row.getLong(1);
            }
            try (var statement = connection.prepareStatement("""
                    insert into seal_horizon as h (seq, txid) values (?, pg_current_xact_id())
                    on conflict (one) do update set seq = excluded.seq, txid = excluded.txid
                        where h.seq < excluded.seq and h.txid <= pg_snapshot_xmin(pg_current_snapshot())""")) {
                statement.setLong(1, taken);
                statement.executeUpdate();
            }
        }
    }

    private static long count(Connection tx, long from, long to) throws SQLException {
        try (var statement = tx.prepareStatement("select count(*) from posting where seq between ? and ?")) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String hash(Connection tx, String previous, long from, long to) throws SQLException {
        try (var statement = tx.prepareStatement("select seal_hash(?, ?, ?)")) {
            statement.setString(1, previous);
            statement.setLong(2, from);
            statement.setLong(3, to);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void insert(Connection tx, Seal seal) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into seal (block, from_seq, to_seq, postings, prev, hash, sealed_at)
                values (?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setLong(1, seal.block());
            statement.setLong(2, seal.fromSeq());
            statement.setLong(3, seal.toSeq());
            statement.setLong(4, seal.postings());
            statement.setString(5, seal.previousHash());
            statement.setString(6, seal.hash());
            statement.setTimestamp(7, Timestamp.from(seal.sealedAt()));
            statement.executeUpdate();
        }
    }

    /** {@return the seals after the given block, in their order} */
    List<Seal> after(long block, int limit) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                select block, from_seq, to_seq, postings, prev, hash, sealed_at
                from seal
                where block > ?
                order by block
                limit ?""")) {
            statement.setLong(1, block);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                List<Seal> seals = new ArrayList<>();
                while (row.next()) {
                    seals.add(seal(row));
                }
                return seals;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the seals cannot be read", e);
        }
    }

    private static Seal seal(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getTimestamp(7).toInstant());
    }
}
