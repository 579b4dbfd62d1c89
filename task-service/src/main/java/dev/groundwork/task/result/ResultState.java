package dev.groundwork.task.result;

/** Where the result of a task stands. */
public enum ResultState {
    /** Fewer usable answers than the task wants, or none. */
    OPEN,
    /** As many answers as wanted, and they decide. */
    DONE,
    /** As many answers as wanted, and they do not decide: for a required property another value has as good a claim. */
    DISPUTED;

    /**
     * The state of a task as SQL, where {@code d} is its row of {@code task_decision} and {@code r} that of {@code task_result},
     * null where it has neither: where the answers decide how many are wanted, that decision says where the task stands.
     */
    public static final String SQL =
            "case d.state when 'CONFIDENT' then 'DONE' when 'SETTLED' then 'DONE' else coalesce(d.state, r.state) end";
}
