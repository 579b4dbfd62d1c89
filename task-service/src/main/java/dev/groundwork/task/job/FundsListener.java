package dev.groundwork.task.job;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

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
import org.jspecify.annotations.Nullable;

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
        // All jobs first: two batches that lock them one by one, in the order of their events, would wait for each
        // other.
        desk.lockAll(events.stream()
                .map(received -> concerned(received.event()))
                .filter(Objects::nonNull)
                .toList());
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

    private static @Nullable UUID concerned(FundsEvent event) {
        return switch (event) {
            case FundsHeld held -> held.jobId();
            case FundsRefused refused -> refused.jobId();
            case FundsReleased ignored -> null;
            case Unknown ignored -> null;
        };
    }
}
