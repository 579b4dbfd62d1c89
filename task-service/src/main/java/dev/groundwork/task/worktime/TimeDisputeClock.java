package dev.groundwork.task.worktime;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Answers time disputes that nobody has answered in time; instances share the work by skipping each other's rows. */
@ApplicationScoped
class TimeDisputeClock {

    private final TimeDisputes disputes;

    TimeDisputeClock(TimeDisputes disputes) {
        this.disputes = disputes;
    }

    @Scheduled(
            identity = "time-dispute-clock",
            every = "${groundwork.task.time-dispute-clock-every:60s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        disputes.acceptOverdue();
    }
}
