package dev.groundwork.task.floor;

import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.WageFloorSet;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;

import io.agroal.api.AgroalDataSource;

/** The hourly minimums in force today, as the payment-service published them. */
@ApplicationScoped
public class WageFloors {

    private static final String IN_FORCE = """
            select distinct on (place, kind) place, kind, per_hour_minor, currency, effective_from, source, confidence
            from wage_floor
            where effective_from <= ?
            order by place, kind, effective_from desc
            """;

    private final AgroalDataSource db;
    private final Clock clock;

    WageFloors(AgroalDataSource db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * The floor that a job's base reward has to meet.
     *
     * @param places ISO 3166 codes that the job admits; empty admits every place
     * @throws Unprocessable {@code unsupported-currency} when the platform has no floor in the currency
     * @throws TryLater when no floor has arrived from the payment-service yet
     */
    public FloorRate forJob(FloorPolicy policy, Collection<String> places, String currency) {
        return Floors.of(inForce()).forJob(policy, places, currency);
    }

    /**
     * The floor of one place: the highest of its own and the platform's.
     *
     * @param place ISO 3166-2 subdivision or 3166-1 country of the worker
     * @throws Unprocessable {@code unsupported-currency} as in {@link #forJob}
     */
    public FloorRate forPlace(String place, String currency) {
        return Floors.of(inForce()).forPlace(place, currency);
    }

    /** Takes over what the payment-service set, joining the transaction of {@code tx}. */
    void set(Connection tx, List<WageFloorSet> rates) throws SQLException {
        try (var upsert = tx.prepareStatement("""
                insert into wage_floor (place, kind, per_hour_minor, currency, effective_from, source, confidence)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (place, kind, effective_from) do update
                set per_hour_minor = excluded.per_hour_minor, currency = excluded.currency,
                    source = excluded.source, confidence = excluded.confidence
                """)) {
            for (WageFloorSet rate : rates) {
                upsert.setString(1, rate.place());
                upsert.setString(2, rate.kind().name());
                upsert.setLong(3, Long.parseLong(rate.perHour().minor()));
                upsert.setString(4, rate.perHour().currency());
                upsert.setDate(5, Date.valueOf(rate.effectiveFrom()));
                upsert.setString(6, rate.source());
                upsert.setString(7, rate.confidence());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private List<FloorRate> inForce() {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(IN_FORCE)) {
            query.setDate(1, Date.valueOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
            var rates = new ArrayList<FloorRate>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    rates.add(rateIn(rows));
                }
            }
            return rates;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the wage floors", failure);
        }
    }

    private static FloorRate rateIn(ResultSet row) throws SQLException {
        return new FloorRate(
                row.getString(1),
                Kind.valueOf(row.getString(2)),
                new Money(row.getLong(3), row.getString(4)),
                row.getDate(5).toLocalDate(),
                row.getString(6),
                row.getString(7));
    }
}
