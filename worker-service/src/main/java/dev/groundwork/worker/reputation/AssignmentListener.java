package dev.groundwork.worker.reputation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;
import dev.groundwork.worker.notice.NewNotice;
import dev.groundwork.worker.notice.NoticeBoard;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hears how assignments went: counts them, and tells the worker of a proposed rejection.
 *
 * <p>{@code @Blocking} takes batches one after the other; on virtual threads they would run side by side, out of order.
 */
@ApplicationScoped
class AssignmentListener {

    private final EventIntake intake;
    private final RecordBook book;
    private final NoticeBoard board;

    AssignmentListener(EventIntake intake, RecordBook book, NoticeBoard board) {
        this.intake = intake;
        this.book = book;
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
        board.post(
                tx,
                events.stream()
                        .filter(AssignmentRejectionHeld.class::isInstance)
                        .map(AssignmentRejectionHeld.class::cast)
                        .map(NewNotice::of)
                        .toList());
    }
}
