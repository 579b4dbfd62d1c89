package dev.groundwork.task.claim;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.commit.GroupCommit;
import dev.groundwork.kit.commit.Outcome;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.OpenAttempts;
import dev.groundwork.task.assignment.TaskInputs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.virtual.threads.VirtualThreads;

/** Where workers get tasks: many claims go through one transaction. */
@ApplicationScoped
class ClaimDesk {

    /** Characters of inputs that are looked through on the caller's executor, which may be an event loop. */
    private static final int QUICKLY_READ = 64 * 1024;

    private final OpenAttempts attempts;
    private final TaskInputs inputs;
    private final ExecutorService virtualThreads;
    private final GroupCommit<Claim, Claims> commits;

    ClaimDesk(
            Clock clock,
            OpenAttempts attempts,
            TaskInputs inputs,
            @DataSource(BatchPlans.DATABASE) AgroalDataSource database,
            ClaimConfig config,
            @VirtualThreads ExecutorService virtualThreads) {
        this.attempts = attempts;
        this.inputs = inputs;
        this.virtualThreads = virtualThreads;
        this.commits = new GroupCommit<>("claim", database, config.settings(), new GroupCommit.BatchWork<>() {
            @Override
            public List<Outcome<Claims>> run(Connection tx, List<Claim> claims) throws SQLException {
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
        return commits.submit(claim)
                .thenComposeAsync(
                        claims -> {
                            remember(claim, claims);
                            return isPlain(claims)
                                    ? CompletableFuture.completedStage(claims)
                                    : CompletableFuture.supplyAsync(() -> withLinks(claims), virtualThreads);
                        },
                        then);
    }

    /**
     * {@return whether the inputs are so short that it is soon seen that none of them names media} Links are signed one by one, and
     * inputs of a megabyte are looked through for them: both is done elsewhere.
     */
    private boolean isPlain(Claims claims) {
        int length = 0;
        for (ClaimedTask task : claims.items()) {
            length += task.input().length();
        }
        return length <= QUICKLY_READ && claims.items().stream().allMatch(task -> inputs.isPlain(task.input()));
    }

    private void remember(Claim claim, Claims claims) {
        var known = new HashMap<UUID, OpenAttempts.Attempt>();
        for (ClaimedTask task : claims.items()) {
            known.put(task.assignmentId(), new OpenAttempts.Attempt(claim.workerId(), task.specHash()));
        }
        attempts.remember(known);
    }

    private Claims withLinks(Claims claims) {
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
