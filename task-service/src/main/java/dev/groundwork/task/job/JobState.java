package dev.groundwork.task.job;

/** Where a job stands in its life. */
public enum JobState {
    /** Being prepared: tasks may be added. */
    DRAFT,
    /** Waits for its money to be held. */
    FUNDING,
    /** Only the pilot's share is open, until time is measured. */
    PILOT,
    /** Workers may claim. */
    OPEN,
    /** Nothing more may be claimed for now; what is claimed may be submitted. */
    PAUSED,
    /** Every assignment is final. */
    COMPLETED,
    /** Given up by the requester; what was claimed before is still taken and paid. */
    CANCELLED;

    public boolean hasEnded() {
        return this == COMPLETED || this == CANCELLED;
    }
}
