package dev.groundwork.task.policy;

/**
 * What a worker does, paid, before the real tasks of a job.
 *
 * @param tasks training tasks of one attempt
 * @param threshold share of right answers that passes
 * @param attempts how often a worker may try, each time with other tasks
 * @param workers how many workers' training the hold covers
 */
public record TrainingCourse(int tasks, double threshold, int attempts, int workers) {

    /** For SQL: whether a row of {@code assignment} named {@code a} is no training, which teaches the work and is not it. */
    public static final String NO_TRAINING_SQL = "not exists (select from control_task t"
            + " where t.job_id = a.job_id and t.position = a.position and t.training)";

    /** {@return the most training answers} */
    long most() {
        return Math.multiplyExact((long) tasks * attempts, (long) workers);
    }
}
