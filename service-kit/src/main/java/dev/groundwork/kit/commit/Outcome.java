package dev.groundwork.kit.commit;

import dev.groundwork.kit.problem.DomainProblem;

/** What became of one command of a batch. */
public sealed interface Outcome<R> {

    static <R> Outcome<R> done(R result) {
        return new Done<>(result);
    }

    /** The command is refused and has changed nothing; the others of the batch are not affected. */
    static <R> Outcome<R> refused(DomainProblem refusal) {
        return new Refused<>(refusal);
    }

    record Done<R>(R result) implements Outcome<R> {}

    record Refused<R>(DomainProblem refusal) implements Outcome<R> {}
}
