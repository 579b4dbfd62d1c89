package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.commit.GroupCommit;
import dev.groundwork.kit.commit.Outcome;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;

import io.agroal.api.AgroalDataSource;

/**
 * Everything that happens to single assignments after the claim: many callers' changes go through one transaction, each on its
 * own assignment, and one that is refused leaves the others alone.
 */
@ApplicationScoped
public class AssignmentDesk {

    private final Assignments assignments;
    private final Clock clock;
    private final GroupCommit<Change, Receipt> commits;

    private record Change(UUID assignmentId, BiConsumer<Assignment, Instant> verb) {}

    AssignmentDesk(Assignments assignments, Outbox outbox, Clock clock, AgroalDataSource database, DeskConfig config) {
        this.assignments = assignments;
        this.clock = clock;
        this.commits = new GroupCommit<>("assignment", database, config.settings(), new GroupCommit.BatchWork<>() {
            @Override
            public List<Outcome<Receipt>> run(Connection tx, List<Change> changes) throws SQLException {
                return apply(tx, changes);
            }

            @Override
            public void committed() {
                outbox.wake();
            }
        });
    }

    /**
     * Changes one assignment, durably when this returns.
     *
     * @param verb given the assignment and the present; what it throws reaches the caller, and nothing is changed then
     * @throws NotFound where there is no such assignment
     */
    public Receipt change(UUID assignmentId, BiConsumer<Assignment, Instant> verb) {
        return commits.execute(new Change(assignmentId, verb));
    }

    /** As {@link #change}, for callers that must not wait; completed by the thread that commits. */
    CompletionStage<Receipt> changeLater(UUID assignmentId, BiConsumer<Assignment, Instant> verb) {
        return commits.submit(new Change(assignmentId, verb));
    }

    private List<Outcome<Receipt>> apply(Connection tx, List<Change> changes) throws SQLException {
        BatchPlans.use(tx);
        // PostgreSQL keeps microseconds; what is answered now must equal what is read later.
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var ids = new HashSet<UUID>();
        changes.forEach(change -> ids.add(change.assignmentId()));
        var loaded = assignments.lock(tx, ids);
        var outcomes = new ArrayList<Outcome<Receipt>>(changes.size());
        for (Change change : changes) {
            outcomes.add(apply(change, loaded, now));
        }
        assignments.save(tx, loaded.values(), now);
        return outcomes;
    }

    private static Outcome<Receipt> apply(Change change, Map<UUID, Assignment> loaded, Instant now) {
        var assignment = loaded.get(change.assignmentId());
        if (assignment == null) {
            return Outcome.refused(new NotFound("assignment", change.assignmentId()));
        }
        try {
            change.verb().accept(assignment, now);
            return Outcome.done(Receipt.of(assignment));
        } catch (DomainProblem refused) {
            return Outcome.refused(refused);
        }
    }

    @PreDestroy
    void close() {
        commits.close();
    }
}
