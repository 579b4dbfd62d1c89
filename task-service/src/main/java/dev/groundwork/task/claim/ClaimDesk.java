package dev.groundwork.task.claim;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.commit.GroupCommit;
import dev.groundwork.kit.commit.Outcome;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.OpenAttempts;
import dev.groundwork.task.assignment.TaskInputs;

import io.agroal.api.AgroalDataSource;

/** Where workers get tasks: many claims go through one transaction. */
@ApplicationScoped
class ClaimDesk {

    private final OpenAttempts attempts;
    private final TaskInputs inputs;
    private final GroupCommit<Claim, Claims> commits;

    ClaimDesk(Clock clock, OpenAttempts attempts, TaskInputs inputs, AgroalDataSource database, ClaimConfig config) {
        this.attempts = attempts;
        this.inputs = inputs;
        this.commits = new GroupCommit<>("claim", database, config.settings(), new GroupCommit.BatchWork<>() {
            @Override
            public List<Outcome<Claims>> run(Connection tx, List<Claim> claims) throws SQLException {
                BatchPlans.use(tx);
                // PostgreSQL keeps microseconds; what is answered now must equal what is read later.
                return new ClaimBatch(tx, claims, clock.instant().truncatedTo(ChronoUnit.MICROS)).run();
            }

            @Override
            public Object laneKey(Claim claim) {
                return claim.jobId();
            }
        });
    }

    /**
     * Gives the worker tasks, durably once this is completed.
     *
     * @param then where what follows the commit is done, as the thread that commits has others waiting for it
     */
    CompletionStage<Claims> claim(Claim claim, Executor then) {
        return commits.submit(claim).thenApplyAsync(claims -> handOver(claim, claims), then);
    }

    private Claims handOver(Claim claim, Claims claims) {
        var known = new HashMap<UUID, OpenAttempts.Attempt>();
        for (ClaimedTask task : claims.items()) {
            known.put(task.assignmentId(), new OpenAttempts.Attempt(claim.workerId(), task.specHash()));
        }
        attempts.remember(known);
        return new Claims(
                claims.items().stream()
                        .map(task -> task.withInput(inputs.forWorker(task.input())))
                        .toList(),
                claims.replayed());
    }

    @PreDestroy
    void close() {
        commits.close();
    }
}
