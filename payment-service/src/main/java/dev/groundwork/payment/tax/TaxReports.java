package dev.groundwork.payment.tax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.wage.HourlyRates;

import io.agroal.api.AgroalDataSource;

/** Makes the data of a year's reports from the books. Who a worker is, and their tax identifiers, are not here. */
@ApplicationScoped
class TaxReports {

    private static final int ROWS_AT_A_TIME = 5_000;

    /** Where a worker lived at the year's end. */
    private static final String PLACE = """
            place as (
                select distinct on (worker_id) worker_id, country
                from worker_place where changed_at < ? order by worker_id, revision desc)
            """;

    /** What left the balances of workers for their banks, less what came back. */
    private static final String PAID = "with " + PLACE + """
            , moved as (
                select d.owner_id as worker_id, t.currency, t.posting_id, t.amount
                from transfer t
                         join account d on d.id = t.debit_account and d.owner_type = 'WORKER'
                         join account c on c.id = t.credit_account and c.owner_type in ('RAIL', 'BANK')
                where t.phase in ('SINGLE', 'POST')
                union all
                select c.owner_id, t.currency, t.posting_id, -t.amount
                from transfer t
                         join account c on c.id = t.credit_account and c.owner_type = 'WORKER'
                         join account d on d.id = t.debit_account and d.owner_type in ('RAIL', 'BANK')
                where t.phase in ('SINGLE', 'POST'))
            select m.worker_id, m.currency, (p.posted_at at time zone 'UTC')::date, sum(m.amount)
            from moved m
                     join posting p on p.id = m.posting_id and p.posted_at >= ? and p.posted_at < ?
                     join place l on l.worker_id = m.worker_id and l.country = 'US'
            group by 1, 2, 3
            order by 1, 2, 3
            """;

    /**
     * What was credited and not taken back, by the quarter in which it was credited; 4 is the reward and 46 the pay of who is screened
     * out, the others lift it. What is taken back comes off the balance, or off what the worker owes from then on.
     */
    private static final String EARNED = "with " + PLACE + """
            , taken as (
                select r.id, p.id as first, p.posted_at
                from posting r join posting p on p.id = r.reverses and p.posted_at >= ? and p.posted_at < ?),
            moved as (
                select c.owner_id as worker_id, t.currency, p.posted_at, t.amount, (t.reason in (4, 46))::int as task
                from transfer t
                         join account c on c.id = t.credit_account and c.owner_type = 'WORKER'
                         join account d on d.id = t.debit_account and d.owner_type in ('JOB', 'PLATFORM')
                         join posting p on p.id = t.posting_id and p.posted_at >= ? and p.posted_at < ?
                where t.phase in ('SINGLE', 'POST')
                union all
                select d.owner_id, t.currency, k.posted_at, -t.amount, 0
                from taken k
                         join transfer t on t.posting_id = k.id
                         join account d on d.id = t.debit_account and d.owner_type = 'WORKER'
                         join account c on c.id = t.credit_account and c.owner_type in ('JOB', 'PLATFORM')
                union all
                select c.owner_id, t.currency, k.posted_at, 0, -1
                from taken k
                         join transfer t on t.posting_id = k.first and t.reason in (4, 46)
                         join account c on c.id = t.credit_account and c.owner_type = 'WORKER')
            select m.worker_id, l.country, m.currency, extract(quarter from m.posted_at at time zone 'UTC')::int, sum(m.amount),
                   sum(m.task)
            from moved m join place l on l.worker_id = m.worker_id
            group by 1, 2, 3, 4
            having sum(m.amount) <> 0 or sum(m.task) <> 0
            order by 1, 3, 4
            """;

    private final HourlyRates rates;
    private final AgroalDataSource database;
    private final Clock clock;

    TaxReports(HourlyRates rates, AgroalDataSource database, Clock clock) {
        this.rates = rates;
        this.database = database;
        this.clock = clock;
    }

    /** A payee of Form 1099-NEC: all that was paid in the year, in dollars at the rates of the days of payment. */
    record Nec(UUID workerId, Money paid) {}

    /** A seller of DAC7 in one currency: what was credited and not taken back, and for how many tasks, in each quarter. */
    record Dac7(UUID workerId, String country, String currency, List<Money> quarters, List<Long> activities) {}

    /**
     * Workers in the United States who were paid the threshold of the year or more.
     *
     * @throws RuleViolation {@code year-not-over}, {@code exchange-rate-missing}
     */
    List<Nec> nec(int year) {
        requireOver(year);
        try (var connection = database.getConnection()) {
            return nec(connection, year);
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    List<Nec> nec(Connection tx, int year) throws SQLException {
        HourlyRates.Book book = rates.read(tx);
        Map<UUID, Money> paid = new TreeMap<>();
        try (var statement = tx.prepareStatement(PAID)) {
            bind(statement, year);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Money amount = new Money(row.getLong(4), row.getString(2));
                    LocalDate day = Objects.requireNonNull(row.getObject(3, LocalDate.class));
                    Money dollars = convert(book, amount, day);
                    paid.merge(Objects.requireNonNull(row.getObject(1, UUID.class)), dollars, Money::plus);
                }
            }
        }
        Money least = TaxRules.necThreshold(year);
        return paid.entrySet().stream()
                .filter(entry -> entry.getValue().compareTo(least) >= 0)
                .map(entry -> new Nec(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Money convert(HourlyRates.Book book, Money amount, LocalDate day) {
        Money positive = new Money(Math.abs(amount.minor()), amount.currency());
        Money dollars = book.convert(positive, "USD", day)
                .orElseThrow(() -> new RuleViolation(
                        "exchange-rate-missing",
                        "There is no exchange rate of " + amount.currency() + " for " + day
                                + ". Import it with POST /v1/wage-floors/exchange-rates and ask again."));
        return amount.isNegative() ? new Money(-dollars.minor(), "USD") : dollars;
    }

    /**
     * Workers in the European Union who were credited anything.
     *
     * @throws RuleViolation {@code year-not-over}
     */
    List<Dac7> dac7(int year) {
        List<Dac7> sellers = new ArrayList<>();
        requireOver(year);
        try {
            eachDac7(year, sellers::add);
        } catch (IOException e) {
            throw new UncheckedIOException("a list does not fail", e);
        }
        return List.copyOf(sellers);
    }

    /** What is done with a seller. */
    @FunctionalInterface
    interface Sellers {
        void take(Dac7 seller) throws IOException;
    }

    /** Gives the same sellers one by one, by worker and currency, through one cursor: a platform may have very many. */
    void eachDac7(int year, Sellers sellers) throws IOException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                eachDac7(connection, year, sellers);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    static void eachDac7(Connection tx, int year, Sellers sellers) throws SQLException, IOException {
        try (var statement = tx.prepareStatement(EARNED)) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            bind(statement, year);
            statement.setTimestamp(4, Timestamp.from(start(year)));
            statement.setTimestamp(5, Timestamp.from(start(year + 1)));
            try (ResultSet row = statement.executeQuery()) {
                each(row, year, sellers);
            }
        }
    }

    /** Rows of a worker in a currency, up to one for each quarter, follow each other. */
    private static void each(ResultSet row, int year, Sellers sellers) throws SQLException, IOException {
        Dac7 seller = null;
        while (row.next()) {
            UUID worker = Objects.requireNonNull(row.getObject(1, UUID.class));
            String country = row.getString(2);
            String currency = row.getString(3);
            if (!TaxRules.isReportedUnderDac7(country, year)) {
                continue;
            }
            if (seller == null
                    || !seller.workerId().equals(worker)
                    || !seller.currency().equals(currency)) {
                if (seller != null) {
                    sellers.take(seller);
                }
                seller = new Dac7(worker, country, currency, zeros(currency), counts());
            }
            seller.quarters().set(row.getInt(4) - 1, new Money(row.getLong(5), currency));
            seller.activities().set(row.getInt(4) - 1, row.getLong(6));
        }
        if (seller != null) {
            sellers.take(seller);
        }
    }

    private static List<Money> zeros(String currency) {
        Money zero = Money.zero(currency);
        return new ArrayList<>(List.of(zero, zero, zero, zero));
    }

    private static List<Long> counts() {
        return new ArrayList<>(List.of(0L, 0L, 0L, 0L));
    }

    /** @throws RuleViolation {@code year-not-over} */
    void requireOver(int year) {
        if (clock.instant().isBefore(start(year + 1))) {
            throw new RuleViolation(
                    "year-not-over", "The year " + year + " is not over. Ask from " + start(year + 1) + " on.");
        }
    }

    private static Instant start(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static void bind(PreparedStatement statement, int year) throws SQLException {
        statement.setTimestamp(1, Timestamp.from(start(year + 1)));
        statement.setTimestamp(2, Timestamp.from(start(year)));
        statement.setTimestamp(3, Timestamp.from(start(year + 1)));
    }
}
