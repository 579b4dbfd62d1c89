package dev.groundwork.task.aggregation;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** What a job's answers teach about one property, ready to turn the answers of any of its tasks into one. */
interface FieldResult {

    /**
     * What the answers to one task come to.
     *
     * @param values the values of the property, by worker; those that leave it out are not among them
     * @return nothing when there are none
     */
    Optional<Outcome> of(long position, List<Given> values);

    /** {@return how values are found, and why so} */
    MethodUsed method();

    /**
     * {@return whether it decides every task as an earlier result of the same property would, so that only tasks whose answers
     * changed need to be looked at}
     */
    boolean decidesLike(FieldResult earlier);

    /** Sees the answers of a job, task after task in the order of positions, before anything can be said. */
    interface Learner {

        /** Takes the values that workers gave for one task; possibly none. */
        void see(long position, List<Given> values);

        /** {@return what was learned} */
        FieldResult learn();
    }

    /** The values of one property in answers that have it. */
    static List<Given> values(String property, List<Given> answers) {
        return answers.stream()
                .map(given -> new Given(given.worker(), given.answer().path(property)))
                .filter(given -> isThere(given.answer()))
                .toList();
    }

    private static boolean isThere(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }
}
