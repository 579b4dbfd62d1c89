package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import dev.groundwork.task.time.Activity;
import dev.groundwork.task.time.Attention;
import dev.groundwork.task.time.Attentions;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happens to single assignments after the claim: many callers' changes go through one transaction, each on its
 * own assignment, and one that is refused leaves the others alone.
 */
@ApplicationScoped
public class AssignmentDesk {

    private final Assignments assignments;
    private final Clock clock;
    private final GroupCommit<Change, Receipt> commits;

    private record Change(
            UUID assignmentId,
            BiConsumer<Assignment, Instant> verb,
            @Nullable Signs signs) {}

    /** What was seen of a worker on an assignment. */
    private record Signs(Duration allowance, List<Activity> activities) {}

    AssignmentDesk(
            Assignments assignments,
            Outbox outbox,
            AnswerBell bell,
            Clock clock,
            @DataSource(BatchPlans.DATABASE) AgroalDataSource database,
            DeskConfig config) {
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
                bell.ring();
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
        return commits.execute(new Change(assignmentId, verb, null));
    }

    /**
     * Credits a worker's time by what was seen of them: each moment once, to the one assignment that was in front.
     *
     * @param allowance how long a silent look at the task counts as reading it
     * @param activities in the order of their times
     * @param reportedSeconds what the worker's client counted beside; null where it did not
     * @throws NotFound where the worker has no such assignment
     */
    Receipt observe(
            UUID assignmentId,
            UUID workerId,
            Duration allowance,
            List<Activity> activities,
            @Nullable Long reportedSeconds) {
        return commits.execute(new Change(
                assignmentId,
                (assignment, now) -> {
                    assignment.requireWorker(workerId);
                    assignment.requireInHand(now);
                    if (reportedSeconds != null) {
                        assignment.heartbeat(reportedSeconds, now);
                    }
                },
                new Signs(allowance, activities)));
    }

    /** As {@link #change}, for callers that must not wait; completed by the thread that commits. */
    CompletionStage<Receipt> changeLater(UUID assignmentId, BiConsumer<Assignment, Instant> verb) {
        return commits.submit(new Change(assignmentId, verb, null));
    }

    private List<Outcome<Receipt>> apply(Connection tx, List<Change> changes) throws SQLException {
        // PostgreSQL keeps microseconds; what is answered now must equal what is read later.
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var ids = new HashSet<UUID>();
        changes.forEach(change -> ids.add(change.assignmentId()));
        var loaded = assignments.lock(tx, ids);
        var attentions = Attentions.lock(tx, watchedWorkers(changes, loaded));
        var elsewhere = new HashMap<UUID, Long>();
        var outcomes = new ArrayList<Outcome<Receipt>>(changes.size());
        for (Change change : changes) {
            outcomes.add(apply(change, loaded, attentions, elsewhere, now));
        }
        attentions.save(tx);
        assignments.save(tx, loaded.values(), now);
        Attentions.credit(tx, elsewhere, now);
        return outcomes;
    }

    /** Whose attention the changes are about: who sent signs of work, and who may end work that is measured. */
    private static Set<UUID> watchedWorkers(List<Change> changes, Map<UUID, Assignment> loaded) {
        var workers = new HashSet<UUID>();
        for (Change change : changes) {
            var assignment = loaded.get(change.assignmentId());
            if (assignment != null
                    && (change.signs() != null
                            || (assignment.isMeasured() && assignment.state() == AssignmentState.CLAIMED))) {
                workers.add(assignment.terms().workerId());
            }
        }
        return workers;
    }

    private static Outcome<Receipt> apply(
            Change change,
            Map<UUID, Assignment> loaded,
            Attentions attentions,
            Map<UUID, Long> elsewhere,
            Instant now) {
        var assignment = loaded.get(change.assignmentId());
        if (assignment == null) {
            return Outcome.refused(new NotFound("assignment", change.assignmentId()));
        }
        try {
            var attention = attentions.of(assignment.terms().workerId());
            if (attention != null && change.signs() == null) {
                assignment.attendedFor(attention.tailMillis(assignment.id(), now));
            }
            change.verb().accept(assignment, now);
            if (attention != null) {
                attend(change, assignment, attention, now);
                attention.takeCredits().forEach((id, millis) -> {
                    var credited = loaded.get(id);
                    if (credited == null) {
                        elsewhere.merge(id, millis, Long::sum);
                    } else {
                        credited.credit(millis, now);
                    }
                });
            }
            return Outcome.done(Receipt.of(assignment));
        } catch (DomainProblem refused) {
            return Outcome.refused(refused);
        }
    }

    private static void attend(Change change, Assignment assignment, Attention attention, Instant now) {
        var signs = change.signs();
        if (signs != null) {
            for (Activity activity : signs.activities()) {
                attention.observe(
                        assignment.id(),
                        signs.allowance(),
                        activity.within(assignment.terms().claimedAt(), now));
            }
            // Seen is seen, also while it adds nothing yet.
            assignment.credit(0, now);
        } else if (assignment.state() != AssignmentState.CLAIMED) {
            attention.end(assignment.id(), now);
        }
    }

    @PreDestroy
    void close() {
        commits.close();
    }
}
