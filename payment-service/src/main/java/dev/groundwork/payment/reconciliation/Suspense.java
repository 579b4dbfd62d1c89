package dev.groundwork.payment.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;

import io.agroal.api.AgroalDataSource;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The lines that nobody has explained yet, and how long they have waited; reads only. */
@ApplicationScoped
class Suspense {

    private final AgroalDataSource database;
    private final Clock clock;

    Suspense(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What waits in one currency for a span of days.
     *
     * @param days {@code 0-1}, {@code 2-5}, {@code 6-30} or {@code 31+}
     * @param in came in, and its owner is not known
     * @param out left, and what for is not known
     */
    @Schema(name = "SuspenseAge")
    record Age(
            @Schema(examples = "EUR") String currency,
            @Schema(examples = "0-1") String days,
            long lines,
            MoneyBody in,
            MoneyBody out) {}

    /**
     * A line in suspense.
     *
     * @param why it was not matched
     * @param candidates payouts of just this amount: a proposal, never a match
     */
    @Schema(name = "SuspenseLine")
    record OpenLine(
            UUID id,
            @Schema(examples = "DE89 **** 3000") String account,
            LocalDate bookedOn,
            long ageDays,
            boolean credit,
            MoneyBody amount,
            @Schema(examples = "nothing-fits") String why,
            String code,
            String endToEndId,
            String reference,
            String text,
            String partyName,
            String partyAccount,
            @Nullable String returnReason,
            List<UUID> candidates) {}

    /** {@return what waits, by currency and age} */
    List<Age> ages() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select currency, band, count(*), coalesce(sum(amount_minor) filter (where credit), 0),
                               coalesce(sum(amount_minor) filter (where not credit), 0)
                        from (select currency, credit, amount_minor,
                                     case when ?::date - (taken_at at time zone 'UTC')::date <= 1 then 1
                                          when ?::date - (taken_at at time zone 'UTC')::date <= 5 then 2
                                          when ?::date - (taken_at at time zone 'UTC')::date <= 30 then 3
                                          else 4 end as band
                              from bank_line where outcome = 'SUSPENSE' and resolved_at is null) l
                        group by currency, band
                        order by currency, band""")) {
            for (int i = 1; i <= 3; i++) {
                statement.setObject(i, today);
            }
            List<Age> ages = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String currency = row.getString(1);
                    ages.add(new Age(
                            currency,
                            switch (row.getInt(2)) {
                                case 1 -> "0-1";
                                case 2 -> "2-5";
                                case 3 -> "6-30";
                                default -> "31+";
                            },
                            row.getLong(3),
                            MoneyBody.of(new Money(row.getLong(4), currency)),
                            MoneyBody.of(new Money(row.getLong(5), currency))));
                }
            }
            return ages;
        } catch (SQLException e) {
            throw new IllegalStateException("what is in suspense cannot be read", e);
        }
    }

    /** {@return open lines, oldest first, after the one with the id {@code after}} */
    List<OpenLine> lines(@Nullable UUID after, int limit) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select l.id, k.masked, l.booked_on, l.taken_at, l.credit, l.amount_minor, l.currency, l.note, l.code,
                               l.end_to_end_id, l.servicer_ref, l.remittance, l.party_name, l.party_account, l.return_reason,
                               array(select p.id from payout p
                                     where p.currency = l.currency and p.amount_minor = l.amount_minor
                                       and ((l.credit and p.state = 'SETTLED')
                                         or (not l.credit and p.state in ('SUBMITTED', 'UNKNOWN', 'ACCEPTED')))
                                     order by p.id desc limit 5)
                        from bank_line l join bank_account k on k.id = l.bank_account_id
                        where l.outcome = 'SUSPENSE' and l.resolved_at is null and (?::uuid is null or l.id > ?::uuid)
                        order by l.id
                        limit ?""")) {
            statement.setObject(1, after);
            statement.setObject(2, after);
            statement.setInt(3, limit);
            List<OpenLine> lines = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(line(row, today));
                }
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException("what is in suspense cannot be read", e);
        }
    }

    private static OpenLine line(ResultSet row, LocalDate today) throws SQLException {
        Timestamp taken = row.getTimestamp(4);
        long age = today.toEpochDay()
                - LocalDate.ofInstant(taken.toInstant(), ZoneOffset.UTC).toEpochDay();
        String returnReason = row.getString(15);
        return new OpenLine(
                Objects.requireNonNull(row.getObject(1, UUID.class)),
                row.getString(2),
                Objects.requireNonNull(row.getObject(3, LocalDate.class)),
                Math.max(0, age),
                row.getBoolean(5),
                MoneyBody.of(new Money(row.getLong(6), row.getString(7))),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                returnReason.isEmpty() ? null : returnReason,
                List.of((UUID[]) row.getArray(16).getArray()));
    }
}
