package dev.groundwork.payment.guarantee;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.worker.v1.WorkerEvent;
import dev.groundwork.contracts.worker.v1.WorkerEvent.WorkerStandingChanged;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Remembers where workers live: it decides which floor holds for them. */
@ApplicationScoped
class WorkerPlaceListener {

    private final EventIntake intake;

    WorkerPlaceListener(EventIntake intake) {
        this.intake = intake;
    }

    @Incoming("worker-places")
    @RunOnVirtualThread
    void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc("worker-places", records, WorkerEvent.class, WorkerPlaceListener::keep);
    }

    private static void keep(Connection tx, List<Received<WorkerEvent>> events) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into worker_place (worker_id, revision, country, subdivision, changed_at) values (?, ?, ?, ?, ?)
                on conflict do nothing""")) {
            for (Received<WorkerEvent> received : events) {
                if (received.event() instanceof WorkerStandingChanged said) {
                    statement.setObject(1, said.workerId());
                    statement.setLong(2, said.revision());
                    statement.setString(3, said.country());
                    statement.setString(4, said.subdivision());
                    statement.setTimestamp(5, Timestamp.from(said.changedAt()));
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }
}
