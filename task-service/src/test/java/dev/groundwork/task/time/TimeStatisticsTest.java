package dev.groundwork.task.time;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.testing.TestJobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is kept of the times of a spec. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TimeStatisticsTest {

    @Inject
    Market market;

    @Inject
    TestJobs database;

    @Inject
    TimeStatistics statistics;

    @Inject
    AgroalDataSource source;

    @Test
    void a_time_that_is_corrected_while_others_measure_is_seen_by_the_last_of_them() throws SQLException {
        var worker = market.worker();
        var job = market.open(terms());
        var assignment = UUID.fromString(Market.claim(job, worker));
        Market.submit(assignment.toString(), worker);
        correct(assignment, 250);
        var specHash = database.text("select spec_hash from job where id = ?", job.id());
        var pid = new CompletableFuture<Integer>();
        Thread second;

        try (var first = source.getConnection()) {
            first.setAutoCommit(false);
            statistics.measure(first, job.id(), job.requesterId(), specHash);
            second = Thread.startVirtualThread(() -> {
                try {
                    Transactions.call(source, tx -> {
                        pid.complete(pidOf(tx));
                        return statistics.measure(tx, job.id(), job.requesterId(), specHash);
                    });
                } catch (SQLException failure) {
                    pid.completeExceptionally(failure);
                }
            });
            int waiting = pid.join();
            await().until(() -> database.text("select cardinality(pg_blocking_pids(?)) > 0", waiting)
                    .equals("t"));
            correct(assignment, 400);
            first.commit();
        }

        await().until(() -> !second.isAlive());
        assertThat(database.text("select slowest_seconds from time_stat where requester_id = ?", job.requesterId()))
                .isEqualTo("400");
    }

    private void correct(UUID assignment, long seconds) {
        database.execute(
                "update assignment set active_seconds = ?, time_basis = 'CORRECTED' where id = ?", seconds, assignment);
    }

    private static int pidOf(Connection tx) throws SQLException {
        try (var query = tx.prepareStatement("select pg_backend_pid()");
                var row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
