package dev.groundwork.payment.deposit;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The creditor references (ISO 11649) by which a requester's transfers are known, and the deposits that came by them. */
@ApplicationScoped
public class DepositReferences {

    private static final BigInteger MODULUS = BigInteger.valueOf(97);
    private static final Pattern REFERENCE = Pattern.compile("RF[0-9]{2}GW[0-9]{10}");

    private final AgroalDataSource database;
    private final Clock clock;

    DepositReferences(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** {@return the requester's reference, the same for ever} */
    String of(UUID requesterId) {
        try (var tx = database.getConnection()) {
            String known = find(tx, requesterId);
            if (known != null) {
                return known;
            }
            try (var statement = tx.prepareStatement(
                    "insert into deposit_reference (requester_id, reference, created_at) values (?, ?, ?) on conflict do nothing")) {
                statement.setObject(1, requesterId);
                statement.setString(2, reference(next(tx)));
                statement.setTimestamp(3, Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)));
                statement.executeUpdate();
            }
            return Objects.requireNonNull(find(tx, requesterId));
        } catch (SQLException e) {
            throw new IllegalStateException("the reference of a requester cannot be read", e);
        }
    }

    private static long next(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select nextval('deposit_reference_number')");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static @Nullable String find(Connection tx, UUID requesterId) throws SQLException {
        try (var statement = tx.prepareStatement("select reference from deposit_reference where requester_id = ?")) {
            statement.setObject(1, requesterId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** {@return a reference with right check digits} */
    static String reference(long number) {
        String body = "GW%010d".formatted(number);
        return "RF%02d%s".formatted(98 - remainder(body + "RF00"), body);
    }

    /** {@return whether the check digits fit} */
    static boolean isValid(String reference) {
        return REFERENCE.matcher(reference).matches()
                && remainder(reference.substring(4) + reference.substring(0, 4)) == 1;
    }

    /** ISO 7064 MOD 97-10: letters count from 10. */
    private static int remainder(String text) {
        var digits = new StringBuilder();
        text.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValueExact();
    }

    /** {@return the references with right check digits in what a payer wrote, however they are spaced} */
    public static Set<String> in(String structured, String text) {
        Set<String> found = new TreeSet<>();
        for (String written : List.of(structured, text)) {
            var matcher = REFERENCE.matcher(written.replaceAll("[\\s./-]+", "").toUpperCase(Locale.ROOT));
            while (matcher.find()) {
                if (isValid(matcher.group())) {
                    found.add(matcher.group());
                }
            }
        }
        return found;
    }

    /** {@return whose the references are, as far as they are anybody's} */
    public Map<String, UUID> owners(Connection tx, Collection<String> references) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select reference, requester_id from deposit_reference where reference = any (?)")) {
            statement.setArray(1, tx.createArrayOf("text", references.toArray()));
            Map<String, UUID> owners = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    owners.put(row.getString(1), Objects.requireNonNull(row.getObject(2, UUID.class)));
                }
            }
            return owners;
        }
    }

    /** {@return whether a requester ever asked how to pay in} */
    public boolean knows(Connection tx, UUID requesterId) throws SQLException {
        return find(tx, requesterId) != null;
    }

    /** Lists a transfer that was booked among the requester's deposits. */
    public void keep(Connection tx, UUID requesterId, Money amount, String reference, UUID postingId, Instant now)
            throws SQLException {
        Deposits.insert(tx, List.of(new Deposit(Ids.next(), requesterId, amount, reference, "SEPA", now, postingId)));
    }
}
