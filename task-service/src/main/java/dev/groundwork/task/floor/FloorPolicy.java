package dev.groundwork.task.floor;

/** Which floor the one base reward of a job has to meet. */
public enum FloorPolicy {
    /** The platform's floor, for everyone alike; where a local floor is higher it is met by top-ups. */
    UNIFORM,
    /** The highest floor among the places that the job admits. */
    UNIFORM_MAX
}
