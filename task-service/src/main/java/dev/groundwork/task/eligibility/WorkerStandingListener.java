package dev.groundwork.task.eligibility;

import java.util.ArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.worker.v1.WorkerEvent;
import dev.groundwork.contracts.worker.v1.WorkerEvent.Unknown;
import dev.groundwork.contracts.worker.v1.WorkerEvent.WorkerStandingChanged;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps {@link WorkerStandings} as the worker-service publishes them. */
@ApplicationScoped
class WorkerStandingListener {

    private final EventIntake intake;
    private final WorkerStandings standings;

    WorkerStandingListener(EventIntake intake, WorkerStandings standings) {
        this.intake = intake;
        this.standings = standings;
    }

    @Incoming("worker-standing")
    @RunOnVirtualThread
    public void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, WorkerEvent.class, (tx, events) -> {
            var changes = new ArrayList<WorkerStandingChanged>();
            for (Received<WorkerEvent> received : events) {
                switch (received.event()) {
                    case WorkerStandingChanged change -> changes.add(change);
                    case Unknown ignored -> {
                        // Said by a newer worker-service; nothing here depends on it.
                    }
                }
            }
            standings.set(tx, changes);
        });
    }
}
