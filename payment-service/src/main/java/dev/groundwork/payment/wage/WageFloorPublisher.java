package dev.groundwork.payment.wage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.contracts.payment.v1.WageFloorEvent;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.WageFloorSet;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.ledger.Amounts;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Tells the other services which floors hold today: all at the first start, afterwards what has changed. */
@ApplicationScoped
class WageFloorPublisher {

    private final WageFloorTable table;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    WageFloorPublisher(WageFloorTable table, Outbox outbox, AgroalDataSource database, Clock clock) {
        this.table = table;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        publish(WageSeed.read());
    }

    /** A rate begins to hold on its day without anybody doing anything. */
    @Scheduled(
            identity = "wage-floors",
            every = "${groundwork.payment.wage-floors.every:1h}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void publishChanges() {
        publish(List.of());
    }

    /** Adds floors, and publishes what consumers do not know yet. */
    void publish(List<WageFloor> added) {
        try {
            int told = Transactions.call(database, tx -> {
                table.lockPublishing(tx);
                table.add(tx, added);
                table.addRates(tx, WageSeed.readRates());
                return tell(tx);
            });
            if (told > 0) {
                outbox.wake();
                Log.infof("published %d wage floors", told);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the wage floors could not be published", e);
        }
    }

    private int tell(Connection tx) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<String, WageFloorSet> known = table.published(tx);
        List<WageFloorSet> changed = new ArrayList<>();
        for (WageFloor floor : new WageFloors(table.all(tx)).inForce(today)) {
            var set = new WageFloorSet(
                    floor.place(),
                    floor.kind(),
                    Amounts.of(floor.perHour()),
                    floor.effectiveFrom(),
                    floor.source(),
                    floor.confidence());
            if (!set.equals(known.get(WageFloorTable.keyOf(set)))) {
                changed.add(set);
            }
        }
        if (!changed.isEmpty()) {
            table.savePublished(tx, changed, clock.instant());
            outbox.addAll(
                    tx,
                    changed.stream()
                            .map(set -> new OutboxEvent(WageFloorEvent.TOPIC, WageFloorTable.keyOf(set), set))
                            .toList());
        }
        return changed.size();
    }
}
