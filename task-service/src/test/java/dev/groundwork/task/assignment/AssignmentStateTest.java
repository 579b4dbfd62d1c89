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
            "CLAIMED SCREEN_OUT SCREENED_OUT",
            "SUBMITTED APPROVE APPROVED",
            "SUBMITTED SILENCE APPROVED",
            "SUBMITTED REVISE SUBMITTED",
            "SUBMITTED CONTROL_SCORE APPROVED",
            "SUBMITTED SOFT_REJECT ACCEPTED_UNUSED",
            "SUBMITTED REJECT REJECTION_HELD",
            "REJECTION_HELD APPEAL APPEALED",
            "REJECTION_HELD LAPSE REJECTED",
            "APPEALED UPHOLD REJECTED",
            "APPEALED OVERTURN APPROVED",
            "APPEALED NO_RULING APPROVED");

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
