package dev.groundwork.task.bundle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The table of pages and who keeps which. A page goes with the last who keeps it, unless a published job is drawn by it. */
@ApplicationScoped
class BundleStore {

    private static final int KB = 1024;

    /** Two uploads of one requester must not both take the last of what is left. */
    static final String TAKE_TURNS = "select pg_advisory_xact_lock(hashtextextended('bundles ' || ?::uuid, 0))";

    private static final String KEPT = "select from kept_bundle where requester_id = ? and hash = ?";

    /** Of the page k.hash: by whom a published job must be drawn follows. */
    private static final String PUBLISHED = """
            exists (select from task_spec s join job j on j.spec_hash = s.hash
                    where s.document #>> '{ui,bundle}' = 'sha256-' || k.hash and j.state <> 'DRAFT'
            """;

    private static final String PUBLISHED_BY_ITS_REQUESTER = PUBLISHED + "and j.requester_id = k.requester_id)";

    private static final String UNUSED = """
            select count(*), coalesce(sum(b.bytes), 0)
            from kept_bundle k join bundle b on b.hash = k.hash where k.requester_id = ? and not
            """ + PUBLISHED_BY_ITS_REQUESTER;

    /** Holds a page that is there already, so that nobody deletes it before it is kept. */
    static final String ADD = """
            insert into bundle (hash, html, bytes, variables, created_at) values (?, ?, ?, ?, ?)
            on conflict (hash) do update set created_at = bundle.created_at
            """;

    static final String KEEP = "insert into kept_bundle (id, requester_id, hash, kept_at) values (?, ?, ?, ?)";

    private static final String HTML = "select html from bundle where hash = ?";

    /** Until the end of the transaction nobody deletes it: the job that it draws is seen by whoever tries. */
    static final String HOLD = "select variables from bundle where hash = ? for key share";

    private static final String LIST = "select k.id, k.hash, b.bytes, k.kept_at, " + PUBLISHED_BY_ITS_REQUESTER
            + " from kept_bundle k join bundle b on b.hash = k.hash"
            + " where k.requester_id = ? and (?::uuid is null or k.id < ?) order by k.id desc limit ?";

    private static final String LOCK = "select from bundle where hash = ? for update";

    /** A statement after the lock, so that it sees the jobs of those who held the page before. */
    private static final String IN_USE =
            "select " + PUBLISHED_BY_ITS_REQUESTER + " from kept_bundle k where k.requester_id = ? and k.hash = ?";

    private static final String LET_GO = "delete from kept_bundle where requester_id = ? and hash = ?";

    private static final String REMOVE = """
            delete from bundle k
            where k.hash = ? and not k.marketplace and not exists (select from kept_bundle o where o.hash = k.hash) and not
            """ + PUBLISHED + ")";

    private final AgroalDataSource database;
    private final BundleConfig config;

    BundleStore(AgroalDataSource database, BundleConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * A page to keep.
     *
     * @param hash SHA-256 of its bytes, in hex
     * @param variables names of inputs that it shows
     */
    record NewBundle(String hash, String html, int bytes, Set<String> variables) {}

    /**
     * A page that a requester keeps.
     *
     * @param published whether a published job of theirs is drawn by it
     */
    record KeptBundle(UUID id, String hash, int bytes, Instant keptAt, boolean published) {}

    /**
     * Keeps a page for a requester; nothing happens when they keep it already.
     *
     * @throws RuleViolation {@code bundle-quota-used}
     */
    void keep(UUID requesterId, NewBundle page, Instant now) {
        call("keep", page.hash(), tx -> {
            try (var lock = tx.prepareStatement(TAKE_TURNS)) {
                lock.setObject(1, requesterId);
                lock.execute();
            }
            if (!isKept(tx, requesterId, page.hash())) {
                requireRoom(tx, requesterId, page.bytes());
                add(tx, requesterId, page, Timestamp.from(now));
            }
            return true;
        });
    }

    private static boolean isKept(Connection tx, UUID requesterId, String hash) throws SQLException {
        try (var query = tx.prepareStatement(KEPT)) {
            query.setObject(1, requesterId);
            query.setString(2, hash);
            return hasRow(query);
        }
    }

    private void requireRoom(Connection tx, UUID requesterId, int bytes) throws SQLException {
        try (var query = tx.prepareStatement(UNUSED)) {
            query.setObject(1, requesterId);
            try (var row = query.executeQuery()) {
                row.next();
                int pages = row.getInt(1);
                long taken = row.getLong(2);
                if (pages >= config.mostUnused() || taken + bytes > config.mostUnusedBytes()) {
                    throw new RuleViolation(
                            "bundle-quota-used",
                            ("You keep %d pages of %d KB that no published job of yours is drawn by, and may keep %d of %d KB."
                                            + " Delete one that you do not need: GET /v1/bundles lists them,"
                                            + " DELETE /v1/bundles/{hash} deletes.")
                                    .formatted(pages, kb(taken), config.mostUnused(), config.mostUnusedBytes() / KB));
                }
            }
        }
    }

    /** Rounded up: what is there is never shown as nothing. */
    private static long kb(long bytes) {
        return Math.ceilDiv(bytes, KB);
    }

    private static void add(Connection tx, UUID requesterId, NewBundle page, Timestamp now) throws SQLException {
        try (var add = tx.prepareStatement(ADD);
                var keep = tx.prepareStatement(KEEP)) {
            add.setString(1, page.hash());
            add.setString(2, page.html());
            add.setInt(3, page.bytes());
            add.setArray(4, tx.createArrayOf("text", page.variables().toArray()));
            add.setTimestamp(5, now);
            add.executeUpdate();
            keep.setObject(1, Ids.next());
            keep.setObject(2, requesterId);
            keep.setString(3, page.hash());
            keep.setTimestamp(4, now);
            keep.executeUpdate();
        }
    }

    /** {@return the text of a page} */
    Optional<String> html(String hash) {
        return first(HTML, hash, row -> row.getString(1));
    }

    /** {@return the inputs that a page shows; it stays until the caller's transaction ends} */
    Optional<List<String>> holdVariables(String hash) {
        return first(HOLD, hash, row -> List.of((String[]) row.getArray(1).getArray()));
    }

    /** {@return the pages that a requester keeps, the last first} */
    List<KeptBundle> list(UUID requesterId, @Nullable UUID before, int limit) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(LIST)) {
            query.setObject(1, requesterId);
            query.setObject(2, before);
            query.setObject(3, before);
            query.setInt(4, limit);
            var found = new ArrayList<KeptBundle>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new KeptBundle(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getInt(3),
                            row.getTimestamp(4).toInstant(),
                            row.getBoolean(5)));
                }
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot list the pages of requester " + requesterId, failure);
        }
    }

    /**
     * Keeps a page no longer for a requester; it is deleted when nobody else keeps it or needs it.
     *
     * @throws NotFound {@code bundle-not-found} when they do not keep it
     * @throws RuleViolation {@code bundle-in-use} when a published job of theirs is drawn by it
     */
    void letGo(UUID requesterId, String hash) {
        call("delete", hash, tx -> {
            execute(tx, LOCK, hash);
            try (var query = tx.prepareStatement(IN_USE)) {
                query.setObject(1, requesterId);
                query.setString(2, hash);
                requireUnused(query, hash);
            }
            try (var delete = tx.prepareStatement(LET_GO)) {
                delete.setObject(1, requesterId);
                delete.setString(2, hash);
                delete.executeUpdate();
            }
            execute(tx, REMOVE, hash);
            return true;
        });
    }

    private static void requireUnused(PreparedStatement query, String hash) throws SQLException {
        try (var row = query.executeQuery()) {
            if (!row.next()) {
                throw new NotFound("bundle", hash);
            }
            if (row.getBoolean(1)) {
                throw new RuleViolation(
                        "bundle-in-use",
                        "A published job of yours is drawn by this page, so it stays, and does not count among those that"
                                + " you may keep.");
            }
        }
    }

    private static void execute(Connection tx, String sql, String hash) throws SQLException {
        try (var statement = tx.prepareStatement(sql)) {
            statement.setString(1, hash);
            statement.execute();
        }
    }

    private static boolean hasRow(PreparedStatement query) throws SQLException {
        try (var row = query.executeQuery()) {
            return row.next();
        }
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> first(String sql, String hash, Reading<T> reading) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setString(1, hash);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(reading.read(row)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the page " + hash, failure);
        }
    }

    private <T> void call(String what, String hash, Transactions.Work<T> work) {
        try {
            Transactions.call(database, work);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot " + what + " the page " + hash, failure);
        }
    }
}
