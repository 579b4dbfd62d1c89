package dev.groundwork.task.job;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsHeld;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsRefused;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsReleased;
import dev.groundwork.contracts.payment.v1.FundsEvent.Unknown;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Opens jobs, or hands them back, when the payment-service says what became of their money. */
@ApplicationScoped
class FundsListener {

    private final EventIntake intake;
    private final JobDesk desk;

    FundsListener(EventIntake intake, JobDesk desk) {
        this.intake = intake;
        this.desk = desk;
    }

    @Incoming("funds")
    @RunOnVirtualThread
    public void on(ConsumerRecords<String, String> records) {
        intake.take(records, FundsEvent.class, this::apply);
    }

    private void apply(List<Received<FundsEvent>> events) {
        for (Received<FundsEvent> received : events) {
            switch (received.event()) {
                case FundsHeld held ->
                    desk.fundsHeld(
                            held.jobId(),
                            held.publicationId(),
                            Long.parseLong(held.base().minor()),
                            Long.parseLong(held.reserve().minor()));
                case FundsRefused refused ->
                    desk.fundsRefused(
                            refused.jobId(), refused.publicationId(), refused.code() + ": " + refused.detail());
                case FundsReleased ignored -> {
                    // The books are the payment-service's; a job that has ended needs nothing more.
                }
                case Unknown ignored -> {
                    // Said by a newer payment-service; nothing here depends on it.
                }
            }
        }
    }
}
