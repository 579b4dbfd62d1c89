package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;
import dev.groundwork.payment.escrow.Releases;
import dev.groundwork.payment.guarantee.WorkLog;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of assignments that are over: only what is final moves money, the time of each is remembered. */
@ApplicationScoped
class AssignmentListener {

    private static final Set<String> CONCERNING_MONEY = Set.of(
            "assignment.approved",
            "assignment.accepted-unused",
            "assignment.rejected",
            "assignment.overturned",
            "assignment.screened-out",
            "assignment.topped-up");

    private static final Set<String> CONCERNING = Stream.concat(
                    CONCERNING_MONEY.stream(), WorkLog.CONCERNING_TIME.stream())
            .collect(Collectors.toUnmodifiableSet());

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
        intake.takeJdbc("", records, AssignmentEvent.class, CONCERNING, this::pay);
        releases.run();
    }

    private void pay(Connection tx, List<Received<AssignmentEvent>> events) throws SQLException {
        var work = new WorkLog();
        events.forEach(received -> work.note(received.event()));
        settlement.settle(tx, approvals(events), topUps(events), false, work);
        work.save(tx);
    }

    private static List<AssignmentToppedUp> topUps(List<Received<AssignmentEvent>> events) {
        List<AssignmentToppedUp> owed = new ArrayList<>();
        for (Received<AssignmentEvent> received : events) {
            if (received.event() instanceof AssignmentToppedUp topUp) {
                owed.add(topUp);
            }
        }
        return owed;
    }

    private static List<Approval> approvals(List<Received<AssignmentEvent>> events) {
        return events.stream()
                .map(received -> Approval.of(received.event()))
                .filter(Objects::nonNull)
                .toList();
    }
}
