package dev.groundwork.payment.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;
import dev.groundwork.payment.escrow.Releases;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of assignments; only approvals move money. */
@ApplicationScoped
class AssignmentListener {

    private static final Set<String> CONCERNING_MONEY = Set.of("assignment.approved");

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
        List<Approval> approvals = new ArrayList<>(events.size());
        for (Received<AssignmentEvent> received : events) {
            if (received.event() instanceof AssignmentApproved approved) {
                approvals.add(Approval.of(approved));
            }
        }
        return approvals;
    }
}
