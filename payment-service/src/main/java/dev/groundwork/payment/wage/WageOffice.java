package dev.groundwork.payment.wage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;

import io.agroal.api.AgroalDataSource;

/**
 * Where operators add floors and exchange rates. Nothing is ever edited: a newer number has a day of its own, and every addition names
 * who made it and why. Weeks that a new number concerns are reckoned anew.
 */
@ApplicationScoped
class WageOffice {

    private final WageFloorTable table;
    private final WageFloorPublisher publisher;
    private final Event<FloorsChanged> changed;
    private final AgroalDataSource database;
    private final Clock clock;

    WageOffice(
            WageFloorTable table,
            WageFloorPublisher publisher,
            Event<FloorsChanged> changed,
            AgroalDataSource database,
            Clock clock) {
        this.table = table;
        this.publisher = publisher;
        this.changed = changed;
        this.database = database;
        this.clock = clock;
    }

    /** One addition as everybody may read it. */
    record Change(String place, String kind, LocalDate effectiveFrom, String reason, Instant changedAt) {}

    /**
     * Adds one floor.
     *
     * @throws RuleViolation {@code wage-floor-exists}
     * @throws Unprocessable {@code platform-floor-lowered}
     */
    void add(WageFloor floor, String actor, String reason) {
        inTransaction(tx -> {
            table.lockPublishing(tx);
            List<WageFloor> known = table.all(tx);
            if (floor.kind() == Kind.PLATFORM) {
                new WageFloors(known)
                        .platform(floor.currency(), floor.effectiveFrom())
                        .filter(before -> floor.perHour().compareTo(before.perHour()) < 0)
                        .ifPresent(before -> {
                            throw new Unprocessable(
                                    "platform-floor-lowered",
                                    "The marketplace's floor is " + before.perHour()
                                            + " an hour on that day and only ever rises. Name at least as much.",
                                    Map.of("floor", before.perHour().decimal()));
                        });
            }
            if (table.add(tx, List.of(floor)) == 0) {
                throw new RuleViolation(
                        "wage-floor-exists",
                        floor.place() + " has a " + floor.kind().name().toLowerCase(Locale.ROOT)
                                + " rate from " + floor.effectiveFrom()
                                + " already, and a row is never edited. Name a later day.");
            }
            keep(tx, List.of(change(floor, reason)), actor);
            changed.fire(new FloorsChanged(tx, floor.effectiveFrom()));
            return 1;
        });
        // One that holds from a later day is told on that day.
        publisher.publish(List.of());
    }

    /** Adds the floors that are new; {@return how many} */
    int importFloors(List<WageFloor> floors, String actor, String reason) {
        int added = inTransaction(tx -> {
            table.lockPublishing(tx);
            List<WageFloor> known = table.all(tx);
            List<WageFloor> fresh = floors.stream()
                    .filter(floor -> known.stream()
                            .noneMatch(row -> row.place().equals(floor.place())
                                    && row.kind() == floor.kind()
                                    && row.effectiveFrom().equals(floor.effectiveFrom())))
                    .toList();
            table.add(tx, fresh);
            keep(tx, fresh.stream().map(floor -> change(floor, reason)).toList(), actor);
            fresh.stream()
                    .map(WageFloor::effectiveFrom)
                    .min(Comparator.naturalOrder())
                    .ifPresent(from -> changed.fire(new FloorsChanged(tx, from)));
            return fresh.size();
        });
        publisher.publish(List.of());
        return added;
    }

    /** Adds the rates that are new; {@return how many} */
    int importRates(List<FxRate> rates, String actor, String reason) {
        return inTransaction(tx -> {
            table.lockPublishing(tx);
            Instant now = clock.instant();
            List<Change> changes = new ArrayList<>();
            for (FxRate rate : rates) {
                if (table.addRates(tx, List.of(rate)) == 1) {
                    changes.add(new Change(rate.currency(), "FX", rate.effectiveOn(), reason, now));
                }
            }
            keep(tx, changes, actor);
            changes.stream()
                    .map(Change::effectiveFrom)
                    .min(Comparator.naturalOrder())
                    .ifPresent(from -> changed.fire(new FloorsChanged(tx, from)));
            return changes.size();
        });
    }

    /** {@return the latest additions, newest first} */
    List<Change> changes(int limit) {
        return inTransaction(tx -> {
            try (var statement = tx.prepareStatement("""
                    select place, kind, effective_from, reason, changed_at from wage_floor_change order by id desc limit ?""")) {
                statement.setInt(1, limit);
                try (var row = statement.executeQuery()) {
                    List<Change> changes = new ArrayList<>();
                    while (row.next()) {
                        changes.add(new Change(
                                row.getString(1),
                                row.getString(2),
                                row.getDate(3).toLocalDate(),
                                row.getString(4),
                                row.getTimestamp(5).toInstant()));
                    }
                    return changes;
                }
            }
        });
    }

    private Change change(WageFloor floor, String reason) {
        return new Change(floor.place(), floor.kind().name(), floor.effectiveFrom(), reason, clock.instant());
    }

    private static void keep(Connection tx, List<Change> changes, String actor) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into wage_floor_change (place, kind, effective_from, actor, reason, changed_at)
                values (?, ?, ?, ?, ?, ?)""")) {
            for (Change change : changes) {
                statement.setString(1, change.place());
                statement.setString(2, change.kind());
                statement.setObject(3, change.effectiveFrom());
                statement.setString(4, actor);
                statement.setString(5, change.reason());
                statement.setTimestamp(6, Timestamp.from(change.changedAt()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private <T> T inTransaction(Transactions.Work<T> step) {
        try {
            return Transactions.call(database, step);
        } catch (SQLException e) {
            throw new IllegalStateException("the wage floors cannot be changed or read", e);
        }
    }
}
