package dev.groundwork.worker.reputation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;
import dev.groundwork.worker.notice.NewNotice;
import dev.groundwork.worker.notice.NoticeBoard;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hears how assignments went: counts them for worker and requester, and tells the worker of rejections and how they end.
 *
 * <p>{@code @Blocking} takes batches one after the other; on virtual threads they would run side by side, out of order.
 */
@ApplicationScoped
class AssignmentListener {

    private final EventIntake intake;
    private final RecordBook book;
    private final RequesterBook requesters;
    private final PayBook pay;
    private final NoticeBoard board;

    AssignmentListener(EventIntake intake, RecordBook book, RequesterBook requesters, PayBook pay, NoticeBoard board) {
        this.intake = intake;
        this.book = book;
        this.requesters = requesters;
        this.pay = pay;
        this.board = board;
    }

    @Incoming("assignments")
    @Blocking
    void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, AssignmentEvent.class, this::apply);
    }

    private void apply(Connection tx, List<Received<AssignmentEvent>> received) throws SQLException {
        var events = received.stream().map(Received::event).toList();
        book.add(tx, Tally.perWorker(events));
        requesters.add(tx, RequesterTally.perRequester(events));
        pay.add(tx, PayTally.perPair(events));
        board.post(tx, events.stream().flatMap(event -> notice(event).stream()).toList());
    }

    private static Optional<NewNotice> notice(AssignmentEvent event) {
        return switch (event) {
            case AssignmentRejectionHeld held -> Optional.of(NewNotice.of(held));
            case AssignmentRejected rejected -> Optional.of(NewNotice.of(rejected));
            case AssignmentOverturned overturned -> Optional.of(NewNotice.of(overturned));
            default -> Optional.empty();
        };
    }
}
