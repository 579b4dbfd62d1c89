package dev.groundwork.payment.wage;

import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.WageFloorSet;
import dev.groundwork.payment.ledger.Amounts;

import io.agroal.api.AgroalDataSource;

/** The statements over the tables of floors. */
@ApplicationScoped
class WageFloorTable {

    private final AgroalDataSource database;

    WageFloorTable(AgroalDataSource database) {
        this.database = database;
    }

    List<WageFloor> all() {
        try (var connection = database.getConnection()) {
            return all(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the wage floors cannot be read", e);
        }
    }

    List<WageFloor> all(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("""
                        select place, kind, effective_from, per_hour_minor, currency, obsolete, source, note, confidence,
                               review_by
                        from wage_floor""");
                ResultSet row = statement.executeQuery()) {
            List<WageFloor> floors = new ArrayList<>();
            while (row.next()) {
                floors.add(new WageFloor(
                        row.getString(1),
                        Kind.valueOf(row.getString(2)),
                        Objects.requireNonNull(row.getObject(3, LocalDate.class)),
                        row.getObject(4, Long.class),
                        row.getString(5),
                        row.getBoolean(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getObject(10, LocalDate.class)));
            }
            return floors;
        }
    }

    List<FxRate> rates(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select currency, effective_on, per_usd, source from fx_rate");
                ResultSet row = statement.executeQuery()) {
            List<FxRate> rates = new ArrayList<>();
            while (row.next()) {
                rates.add(new FxRate(
                        row.getString(1),
                        Objects.requireNonNull(row.getObject(2, LocalDate.class)),
                        row.getBigDecimal(3),
                        row.getString(4)));
            }
            return rates;
        }
    }

    /** Adds rates that are not there yet; {@return how many were new} */
    int addRates(Connection tx, List<FxRate> rates) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into fx_rate (currency, effective_on, per_usd, source) values (?, ?, ?, ?) on conflict do nothing""")) {
            int added = 0;
            for (FxRate rate : rates) {
                statement.setString(1, rate.currency());
                statement.setDate(2, Date.valueOf(rate.effectiveOn()));
                statement.setBigDecimal(3, rate.perUsd());
                statement.setString(4, rate.source());
                added += statement.executeUpdate();
            }
            return added;
        }
    }

    /** Adds rows that are not there yet; a row with the same place, kind and date stays as it is. {@return how many were new} */
    int add(Connection tx, List<WageFloor> floors) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into wage_floor (place, kind, effective_from, per_hour_minor, currency, obsolete, source, note,
                                        confidence, review_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""")) {
            for (WageFloor floor : floors) {
                statement.setString(1, floor.place());
                statement.setString(2, floor.kind().name());
                statement.setDate(3, Date.valueOf(floor.effectiveFrom()));
                statement.setObject(4, floor.perHourMinor(), Types.BIGINT);
                statement.setString(5, floor.currency());
                statement.setBoolean(6, floor.obsolete());
                statement.setString(7, floor.source());
                statement.setString(8, floor.note());
                statement.setString(9, floor.confidence());
                LocalDate review = floor.reviewBy();
                statement.setDate(10, review == null ? null : Date.valueOf(review));
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).sum();
        }
    }

    /** Lets one instance publish at a time, until its transaction ends. */
    void lockPublishing(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select pg_advisory_xact_lock(hashtext('wage_floor_published'))")) {
            statement.execute();
        }
    }

    /** {@return the key of a floor in the compacted topic, of which a place has one for its law and one for its living wage} */
    static String keyOf(WageFloorSet floor) {
        return floor.kind() == Kind.LIVING ? floor.place() + "/living" : floor.place();
    }

    /** {@return what consumers were told last, by the key of the topic} */
    Map<String, WageFloorSet> published(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("""
                        select place, kind, per_hour_minor, currency, effective_from, source, confidence
                        from wage_floor_published""");
                ResultSet row = statement.executeQuery()) {
            Map<String, WageFloorSet> published = new HashMap<>();
            while (row.next()) {
                var told = new WageFloorSet(
                        row.getString(1),
                        Kind.valueOf(row.getString(2)),
                        Amounts.of(row.getLong(3), row.getString(4)),
                        Objects.requireNonNull(row.getObject(5, LocalDate.class)),
                        row.getString(6),
                        row.getString(7));
                published.put(keyOf(told), told);
            }
            return published;
        }
    }

    void savePublished(Connection tx, List<WageFloorSet> told, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into wage_floor_published (place, kind, per_hour_minor, currency, effective_from, source, confidence,
                                                  published_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (place, kind) do update
                    set per_hour_minor = excluded.per_hour_minor, currency = excluded.currency,
                        effective_from = excluded.effective_from, source = excluded.source,
                        confidence = excluded.confidence, published_at = excluded.published_at""")) {
            for (WageFloorSet floor : told) {
                statement.setString(1, floor.place());
                statement.setString(2, floor.kind().name());
                statement.setLong(3, Long.parseLong(floor.perHour().minor()));
                statement.setString(4, floor.perHour().currency());
                statement.setDate(5, Date.valueOf(floor.effectiveFrom()));
                statement.setString(6, floor.source());
                statement.setString(7, floor.confidence());
                statement.setTimestamp(8, Timestamp.from(now));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
