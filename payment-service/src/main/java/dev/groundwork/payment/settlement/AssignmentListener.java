package dev.groundwork.payment.settlement;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;
import dev.groundwork.payment.escrow.Releases;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of assignments; only what is final moves money. */
@ApplicationScoped
class AssignmentListener {

    private static final Set<String> CONCERNING_MONEY =
            Set.of("assignment.approved", "assignment.accepted-unused", "assignment.rejected", "assignment.overturned");

    private final EventIntake intake;
    private final Settlement settlement;
    private final Releases releases;

    AssignmentListener(EventIntake intake, Settlement settlement, Releases releases) {
        this.intake = intake;
        this.settlement = settlement;
        this.releases = releases;
    }

    @Incoming("assignments")
    @RunOnVirtualThread
    void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc(
                "",
                records,
                AssignmentEvent.class,
                CONCERNING_MONEY,
                (tx, events) -> settlement.settle(tx, approvals(events), false));
        releases.run();
    }

    private static List<Approval> approvals(List<Received<AssignmentEvent>> events) {
        return events.stream()
                .map(received -> Approval.of(received.event()))
                .filter(Objects::nonNull)
                .toList();
    }
}
