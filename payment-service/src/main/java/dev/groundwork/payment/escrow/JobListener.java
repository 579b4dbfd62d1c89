package dev.groundwork.payment.escrow;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of jobs. */
@ApplicationScoped
class JobListener {

    private final EventIntake intake;
    private final Escrow escrow;
    private final Releases releases;

    JobListener(EventIntake intake, Escrow escrow, Releases releases) {
        this.intake = intake;
        this.escrow = escrow;
        this.releases = releases;
    }

    @Incoming("jobs")
    @RunOnVirtualThread
    void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc(
                records,
                JobEvent.class,
                (tx, events) ->
                        escrow.on(tx, events.stream().map(Received::event).toList()));
        releases.run();
    }
}
