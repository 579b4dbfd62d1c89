package dev.groundwork.task.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Looks every second for jobs of which new times are known. Instances may look at the same job: who changes something has locked it and
 * looks again.
 */
@ApplicationScoped
class PayWatch {

    private static final int BATCH = 200;

    private final JobPilots pilots;
    private final JobPay pay;
    private final TopUps topUps;

    PayWatch(JobPilots pilots, JobPay pay, TopUps topUps) {
        this.pilots = pilots;
        this.pay = pay;
        this.topUps = topUps;
    }

    @Scheduled(
            identity = "pay-watch",
            every = "${groundwork.job.pay-watch-every:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        pilots.look(BATCH);
        pay.lookAtPay(BATCH);
        topUps.run();
    }
}
