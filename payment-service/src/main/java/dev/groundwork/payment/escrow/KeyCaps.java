package dev.groundwork.payment.escrow;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.task.v1.JobEvent.JobPriceRaiseRequested;
import dev.groundwork.contracts.task.v1.JobEvent.JobPublishRequested;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.Ledger;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * How much a key of a requester, by its client id, may publish jobs for in a month (UTC). What a job holds when it is published,
 * and what a raise of its reward adds, counts for the key that asked for it, whatever comes back of it later.
 */
@ApplicationScoped
public class KeyCaps {

    static final String REACHED = "key-cap-reached";

    private final Ledger ledger;
    private final AgroalDataSource database;
    private final Clock clock;

    KeyCaps(Ledger ledger, AgroalDataSource database, Clock clock) {
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
    }

    /** A key of a requester, for one currency. */
    record Key(UUID requesterId, String client, String currency) implements Comparable<Key> {

        /** {@return the key by which money is asked for, whoever published the job; null where none said who asks} */
        static @Nullable Key of(JobEvent event) {
            return switch (event) {
                case JobPublishRequested wish ->
                    of(wish.requesterId(), wish.client(), wish.reward().currency());
                case JobPriceRaiseRequested wish ->
                    of(wish.requesterId(), wish.client(), wish.reward().currency());
                default -> null;
            };
        }

        private static @Nullable Key of(UUID requesterId, @Nullable String client, String currency) {
            return client == null ? null : new Key(requesterId, client, currency);
        }

        @Override
        public int compareTo(Key other) {
            int order = requesterId.compareTo(other.requesterId);
            order = order != 0 ? order : client.compareTo(other.client);
            return order != 0 ? order : currency.compareTo(other.currency);
        }
    }

    /** A cap, and what of it is used this month, in minor units. */
    record Cap(Key key, long monthMinor, long usedMinor) {

        /** {@return why so much more is refused} */
        String refusal(long requiredMinor) {
            String currency = key.currency();
            return "This needs %s; the key %s may publish jobs for %s a month, and %s of that is used. Let an owner raise its cap, or wait for the next month."
                    .formatted(
                            new Money(requiredMinor, currency),
                            key.client(),
                            new Money(monthMinor, currency),
                            new Money(usedMinor, currency));
        }
    }

    /** The caps of keys that have one, which nobody else uses or changes until the transaction ends. */
    static final class Locked {

        private final Map<Key, Cap> caps = new HashMap<>();

        private Locked() {}

        /** {@return the cap that so much more would exceed; null where there is none, and then it is counted in} */
        @Nullable Cap exceededBy(JobEvent wish, long moreMinor) {
            Key key = Key.of(wish);
            Cap cap = key == null ? null : caps.get(key);
            if (key == null || cap == null) {
                return null;
            }
            if (moreMinor > cap.monthMinor() - cap.usedMinor()) {
                return cap;
            }
            caps.put(key, new Cap(key, cap.monthMinor(), cap.usedMinor() + moreMinor));
            return null;
        }
    }

    /** Locks the caps of the keys by which money is asked for: in one order, after the jobs and before any account. */
    Locked lock(Connection tx, Collection<JobEvent> events) throws SQLException {
        var locked = new Locked();
        var keys = new TreeSet<Key>();
        for (JobEvent event : events) {
            Key key = Key.of(event);
            if (key != null) {
                keys.add(key);
            }
        }
        for (Key key : keys) {
            Cap cap = lock(tx, key);
            if (cap != null) {
                locked.caps.put(key, cap);
            }
        }
        return locked;
    }

    private @Nullable Cap lock(Connection tx, Key key) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select month_minor from key_cap where requester_id = ? and client = ? and currency = ? for update""")) {
            bind(statement, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Cap(key, row.getLong(1), used(tx, key)) : null;
            }
        }
    }

    /**
     * Counts money that leaves the balance for a job beside what is held for it, before any account is locked.
     *
     * @param client of the key that asks; null where none said who asks
     * @param id of what is paid: it counts once
     * @throws RuleViolation {@code key-cap-reached}
     */
    public void spend(Connection tx, UUID requesterId, @Nullable String client, UUID jobId, UUID id, Money amount)
            throws SQLException {
        Key key = Key.of(requesterId, client, amount.currency());
        if (key == null) {
            return;
        }
        Cap cap = lock(tx, key);
        if (cap != null && amount.minor() > cap.monthMinor() - cap.usedMinor()) {
            throw new RuleViolation(REACHED, cap.refusal(amount.minor()));
        }
        spent(tx, key, jobId, id, amount.minor());
    }

    private long used(Connection tx, Key key) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select coalesce(sum(minor), 0) from key_spend
                where requester_id = ? and client = ? and currency = ? and month = ?""")) {
            bind(statement, key);
            statement.setDate(4, month());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Counts what is held for the key that asked for it, where one did.
     *
     * @param id of the attempt to publish or to raise: it counts once
     */
    void spent(Connection tx, JobEvent wish, UUID jobId, UUID id, long minor) throws SQLException {
        Key key = Key.of(wish);
        if (key != null) {
            spent(tx, key, jobId, id, minor);
        }
    }

    private void spent(Connection tx, Key key, UUID jobId, UUID id, long minor) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into key_spend (requester_id, client, currency, month, job_id, id, minor) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do nothing""")) {
            bind(statement, key);
            statement.setDate(4, month());
            statement.setObject(5, jobId);
            statement.setObject(6, id);
            statement.setLong(7, minor);
            statement.executeUpdate();
        }
    }

    /**
     * Caps a key, from now on and for what it has published this month as well.
     *
     * @throws InvalidRequest {@code unsupported-currency}, {@code invalid-amount}
     */
    Cap set(UUID requesterId, String client, Money perMonth, String actor) {
        if (!ledger.keeps(perMonth.currency())) {
            throw new InvalidRequest(
                    "unsupported-currency",
                    "No accounts are kept in " + perMonth.currency() + "; use one of "
                            + String.join(", ", ledger.currencies()) + ".");
        }
        if (perMonth.minor() < 0) {
            throw new InvalidRequest("invalid-amount", "A cap is not below zero; zero lets the key publish nothing.");
        }
        var key = new Key(requesterId, client, perMonth.currency());
        return inTransaction(tx -> {
            try (var statement = tx.prepareStatement("""
                    insert into key_cap (requester_id, client, currency, month_minor, changed_by, changed_at)
                    values (?, ?, ?, ?, ?, ?)
                    on conflict (requester_id, client, currency) do update
                    set month_minor = excluded.month_minor, changed_by = excluded.changed_by, changed_at = excluded.changed_at""")) {
                bind(statement, key);
                statement.setLong(4, perMonth.minor());
                statement.setString(5, actor);
                statement.setTimestamp(6, Timestamp.from(clock.instant()));
                statement.executeUpdate();
            }
            return new Cap(key, perMonth.minor(), used(tx, key));
        });
    }

    /** @throws NotFound {@code key-cap-not-found} */
    void remove(UUID requesterId, String client, String currency) {
        int removed = inTransaction(tx -> {
            try (var statement =
                    tx.prepareStatement("delete from key_cap where requester_id = ? and client = ? and currency = ?")) {
                bind(statement, new Key(requesterId, client, currency));
                return statement.executeUpdate();
            }
        });
        if (removed == 0) {
            throw new NotFound("key-cap", client + " in " + currency);
        }
    }

    List<Cap> of(UUID requesterId) {
        return inTransaction(tx -> {
            try (var statement = tx.prepareStatement("""
                    select client, currency, month_minor from key_cap where requester_id = ? order by client, currency""")) {
                statement.setObject(1, requesterId);
                List<Cap> caps = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        var key = new Key(
                                requesterId,
                                Objects.requireNonNull(row.getString(1)),
                                Objects.requireNonNull(row.getString(2)));
                        caps.add(new Cap(key, row.getLong(3), used(tx, key)));
                    }
                }
                return caps;
            }
        });
    }

    private static void bind(PreparedStatement statement, Key key) throws SQLException {
        statement.setObject(1, key.requesterId());
        statement.setString(2, key.client());
        statement.setString(3, key.currency());
    }

    private Date month() {
        return Date.valueOf(YearMonth.from(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .atDay(1));
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        try {
            return Transactions.call(database, work);
        } catch (SQLException e) {
            throw new IllegalStateException("the caps of keys cannot be read or changed", e);
        }
    }
}
