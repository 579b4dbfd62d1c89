package dev.groundwork.worker.reputation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerPayTakenBack;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerWeekToppedUp;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;
import dev.groundwork.worker.notice.NewNotice;
import dev.groundwork.worker.notice.NoticeBoard;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears what workers were credited and what was taken back, which no requester has paid, and tells them. */
@ApplicationScoped
class EarningListener {

    private final EventIntake intake;
    private final NoticeBoard board;
    private final PayBook pay;

    EarningListener(EventIntake intake, NoticeBoard board, PayBook pay) {
        this.intake = intake;
        this.board = board;
        this.pay = pay;
    }

    @Incoming("earnings")
    @Blocking
    void onEarnings(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, EarningEvent.class, this::take);
    }

    void take(Connection tx, List<Received<EarningEvent>> received) throws SQLException {
        List<NewNotice> notices = new ArrayList<>(received.size());
        List<WorkerPayTakenBack> takenBack = new ArrayList<>();
        for (Received<EarningEvent> one : received) {
            switch (one.event()) {
                case WorkerCredited credited -> notices.add(NewNotice.of(credited));
                case WorkerWeekToppedUp toppedUp -> notices.add(NewNotice.of(toppedUp));
                case WorkerPayTakenBack back -> {
                    notices.add(NewNotice.of(back));
                    takenBack.add(back);
                }
                case EarningEvent.Unknown ignored -> {
                    // Something of a newer version.
                }
            }
        }
        board.post(tx, notices);
        pay.takeBack(tx, takenBack);
    }
}
