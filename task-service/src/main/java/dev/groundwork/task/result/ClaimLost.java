package dev.groundwork.task.result;

import java.util.UUID;

/** Another replica has claimed the job since: what was thought about it here must not be written. */
final class ClaimLost extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClaimLost(UUID jobId) {
        super("the results of job " + jobId + " are worked on elsewhere");
    }
}
