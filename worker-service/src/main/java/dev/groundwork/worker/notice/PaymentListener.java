package dev.groundwork.worker.notice;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerWeekToppedUp;
import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears what became of a worker's money, and tells them. */
@ApplicationScoped
class PaymentListener {

    private final EventIntake intake;
    private final NoticeBoard board;

    PaymentListener(EventIntake intake, NoticeBoard board) {
        this.intake = intake;
        this.board = board;
    }

    @Incoming("earnings")
    @Blocking
    void onEarnings(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, EarningEvent.class, this::postCredits);
    }

    @Incoming("payouts")
    @Blocking
    void onPayouts(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, PayoutEvent.class, this::postPayouts);
    }

    private void postCredits(Connection tx, List<Received<EarningEvent>> received) throws SQLException {
        board.post(
                tx,
                received.stream()
                        .map(Received::event)
                        .flatMap(event -> switch (event) {
                            case WorkerCredited credited -> Stream.of(NewNotice.of(credited));
                            case WorkerWeekToppedUp toppedUp -> Stream.of(NewNotice.of(toppedUp));
                            case EarningEvent.Unknown ignored -> Stream.empty();
                        })
                        .toList());
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
