package dev.groundwork.task.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Looks every second for jobs that have come to their end; instances share the work by skipping each other's rows. */
@ApplicationScoped
class JobCompletion {

    private static final int BATCH = 100;

    private final JobDesk desk;

    JobCompletion(JobDesk desk) {
        this.desk = desk;
    }

    @Scheduled(
            identity = "job-completion",
            every = "${groundwork.job.completion-every:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        desk.endFinished(BATCH);
    }
}
