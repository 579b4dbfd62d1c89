package dev.groundwork.worker.notice;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears what became of a worker's payouts, and tells them. */
@ApplicationScoped
class PaymentListener {

    private final EventIntake intake;
    private final NoticeBoard board;

    PaymentListener(EventIntake intake, NoticeBoard board) {
        this.intake = intake;
        this.board = board;
    }

    @Incoming("payouts")
    @Blocking
    void onPayouts(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, PayoutEvent.class, this::postPayouts);
    }

    private void postPayouts(Connection tx, List<Received<PayoutEvent>> received) throws SQLException {
        board.post(
                tx,
                received.stream()
                        .map(Received::event)
                        .flatMap(event -> switch (event) {
                            case PayoutSent sent -> Stream.of(NewNotice.of(sent));
                            case PayoutSettled settled -> Stream.of(NewNotice.of(settled));
                            case PayoutFailed failed -> Stream.of(NewNotice.of(failed));
                            case PayoutEvent.Unknown ignored -> Stream.empty();
                        })
                        .toList());
    }
}
