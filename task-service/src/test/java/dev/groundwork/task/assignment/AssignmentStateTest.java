package dev.groundwork.task.assignment;

import java.util.HashSet;
import java.util.Set;

import dev.groundwork.task.assignment.AssignmentState.Act;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AssignmentStateTest {

    /** Spelt out as in the design, so that an edge can neither be lost nor slip in. */
    private static final Set<String> EDGES = Set.of(
            "CLAIMED SUBMIT SUBMITTED",
            "CLAIMED GIVE_BACK RETURNED",
            "CLAIMED EXPIRE EXPIRED",
            "SUBMITTED APPROVE APPROVED",
            "SUBMITTED SILENCE APPROVED",
            "SUBMITTED REJECT REJECTION_HELD");

    @Test
    void has_exactly_the_edges_of_the_design() {
        var found = new HashSet<String>();
        for (AssignmentState state : AssignmentState.values()) {
            for (Act act : Act.values()) {
                state.after(act).ifPresent(next -> found.add(state + " " + act + " " + next));
            }
        }

        assertThat(found).isEqualTo(EDGES);
    }
}
