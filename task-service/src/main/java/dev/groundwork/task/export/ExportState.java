package dev.groundwork.task.export;

/** Where an export stands. */
enum ExportState {
    /** Waits for its turn, at first or after an attempt that failed. */
    QUEUED,
    /** Is being written. */
    RUNNING,
    /** Its file is there until it expires. */
    READY,
    /** Every attempt failed. */
    FAILED
}
