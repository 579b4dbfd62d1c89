package dev.groundwork.kit.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.UnderWay;
import dev.groundwork.kit.problem.Unprocessable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import org.jspecify.annotations.Nullable;

/**
 * A request that is repeated under its {@code Idempotency-Key} changes nothing and gets the first answer again.
 *
 * <p>A repetition that comes while the first is still under way is told so and waits for nothing. Only answers are stored: a
 * request that was refused or failed left nothing behind and may be repeated under the same key.
 */
@ApplicationScoped
public class Idempotency {

    private static final int MAX_KEY = 255;

    /** Whether nobody else uses a key; true keeps everybody else from using it until the transaction ends. */
    private static final String FREE =
            "pg_try_advisory_xact_lock(hashtextextended('idempotency' || chr(31) || ?::text || chr(31) || ?::text, 0))";

    /** Reads like the events' reader, and writes fields in one order: equal requests have equal hashes. */
    private static final ObjectMapper JSON = EventJson.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final AgroalDataSource database;
    private final TransactionSynchronizationRegistry transactions;
    private final Instance<Replay> replay;

    Idempotency(AgroalDataSource database, TransactionSynchronizationRegistry transactions, Instance<Replay> replay) {
        this.database = database;
        this.transactions = transactions;
        this.replay = replay;
    }

    /**
     * Runs the effect, or answers as the first time.
     *
     * @param scope who asks for what, such as {@code <caller>:deposit}: keys of two callers never meet
     * @param key null runs the effect without remembering it
     * @param request everything that the answer depends on; written as JSON for comparison
     * @param effect runs inside of the caller's transaction, which has to be there
     * @throws Unprocessable {@code idempotency-key-reused} when the key came with another request before
     * @throws UnderWay {@code idempotency-key-in-use} while another transaction carries out a request under the key
     * @throws InvalidRequest {@code invalid-idempotency-key} when the key is empty or longer than 255 characters
     * @throws IllegalStateException outside of a transaction
     */
    public <T> T once(String scope, @Nullable String key, Object request, Class<T> answerType, Supplier<T> effect) {
        if (key == null) {
            return effect.get();
        }
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw new InvalidRequest(
                    "invalid-idempotency-key", "The Idempotency-Key has to have 1 to " + MAX_KEY + " characters.");
        }
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException(
                    "the effect and its key commit together: call this from a @Transactional method");
        }
        try (var tx = database.getConnection()) {
            var hash = hash(request);
            if (claim(tx, scope, key, hash)) {
                var answer = effect.get();
                store(tx, scope, key, JSON.writeValueAsString(answer));
                return answer;
            }
            var first = first(tx, scope, key);
            if (first == null) {
                throw inUse();
            }
            if (!MessageDigest.isEqual(first.hash(), hash)) {
                throw new Unprocessable(
                        "idempotency-key-reused",
                        "This Idempotency-Key was used for another request; use a new key for a new request.");
            }
            if (Arc.container().requestContext().isActive()) {
                replay.get().happened();
            }
            return JSON.readValue(first.body(), answerType);
        } catch (SQLException e) {
            throw new IllegalStateException("the idempotency key could not be stored", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer cannot be stored as JSON", e);
        }
    }

    /**
     * {@return what a request is told whose key another one is using at this moment}
     */
    public static UnderWay inUse() {
        return new UnderWay(
                "idempotency-key-in-use",
                "A request with this Idempotency-Key is being carried out at this moment; repeat it for the answer.",
                Duration.ofSeconds(1));
    }

    /**
     * Takes a key for the time of the transaction, without waiting.
     *
     * @param scope as in {@link #once}
     * @return whether nobody else has it
     */
    public static boolean tryLock(Connection tx, String scope, String key) throws SQLException {
        try (var lock = tx.prepareStatement("select " + FREE)) {
            lock.setString(1, scope);
            lock.setString(2, key);
            try (var row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Two requests find each other before either has written anything; the row alone would make the second wait. */
    private static boolean claim(Connection tx, String scope, String key, byte[] hash) throws SQLException {
        try (var insert = tx.prepareStatement("insert into idempotency (scope, key, request_hash) select ?, ?, ? where "
                + FREE + " on conflict do nothing")) {
            insert.setString(1, scope);
            insert.setString(2, key);
            insert.setBytes(3, hash);
            insert.setString(4, scope);
            insert.setString(5, key);
            return insert.executeUpdate() == 1;
        }
    }

    private static void store(Connection tx, String scope, String key, String body) throws SQLException {
        try (var update = tx.prepareStatement("update idempotency set body = ? where scope = ? and key = ?")) {
            update.setString(1, body);
            update.setString(2, scope);
            update.setString(3, key);
            update.executeUpdate();
        }
    }

    /** {@return what is kept under the key; null while nothing is} */
    private static @Nullable First first(Connection tx, String scope, String key) throws SQLException {
        try (var select =
                tx.prepareStatement("select request_hash, body from idempotency where scope = ? and key = ?")) {
            select.setString(1, scope);
            select.setString(2, key);
            try (var found = select.executeQuery()) {
                return found.next() ? new First(found.getBytes(1), found.getString(2)) : null;
            }
        }
    }

    private static byte[] hash(Object request) throws JsonProcessingException {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record First(byte[] hash, String body) {}
}
