package dev.groundwork.worker.notice;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.CaseEvent;
import dev.groundwork.contracts.task.v1.CaseEvent.CaseDecided;
import dev.groundwork.contracts.task.v1.CaseEvent.CaseOpened;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears what people decided on cases, and tells the workers whom they are about. An open case is not told: nothing is found yet. */
@ApplicationScoped
class CaseListener {

    private final EventIntake intake;
    private final NoticeBoard board;

    CaseListener(EventIntake intake, NoticeBoard board) {
        this.intake = intake;
        this.board = board;
    }

    @Incoming("cases")
    @Blocking
    void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, CaseEvent.class, this::post);
    }

    private void post(Connection tx, List<Received<CaseEvent>> received) throws SQLException {
        board.post(
                tx,
                received.stream()
                        .map(Received::event)
                        .flatMap(event -> switch (event) {
                            case CaseDecided decided -> NewNotice.of(decided).stream();
                            case CaseOpened ignored -> Stream.<NewNotice>empty();
                            case CaseEvent.Unknown ignored -> Stream.<NewNotice>empty();
                        })
                        .toList());
    }
}
