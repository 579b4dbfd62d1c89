package dev.groundwork.payment.payout;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

import jakarta.inject.Inject;

import dev.groundwork.kit.money.Money;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.payout.PayoutApprovals.Checker;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch of many workers: every step is a fixed number of statements. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PayoutLoadTest {

    private static final int WORKERS = 10_000;

    @Inject
    PayoutProposals proposals;

    @Inject
    PayoutRun run;

    @Inject
    PayoutArchive archive;

    @Inject
    Payroll payroll;

    @Inject
    Scene scene;

    @Test
    void ten_thousand_workers_are_paid_in_one_batch() throws SQLException {
        payroll.crowd(WORKERS, 700_000);

        long start = System.nanoTime();
        // Above the balances that other tests may have left.
        PayoutBatch batch = QuarkusTransaction.requiringNew().timeout(600).call(() -> {
            PayoutBatch collected = proposals.collect("maker", "SEPA", new Money(700_000, "EUR"));
            proposals.freeze(collected, "maker");
            return collected;
        });
        double proposed = seconds(start);
        start = System.nanoTime();
        run.approve(batch.id(), new Checker("first checker", null), batch.contentHash());
        run.release(batch.id(), new Checker("second checker", null), batch.contentHash());
        double released = seconds(start);
        start = System.nanoTime();
        run.sent(batch.id(), "maker");
        run.settle(batch.id(), "maker");
        run.settle(batch.id(), "second checker");
        double settled = seconds(start);

        Log.warnf(
                "%d workers: proposed in %.1f s, released in %.1f s, settled in %.1f s",
                WORKERS, proposed, released, settled);
        assertThat(batch.payoutCount()).isEqualTo(WORKERS);
        assertThat(batch.total()).isEqualTo(new Money(700_000L * WORKERS, "EUR"));
        assertThat(new String(archive.file(batch.id(), 1).file().bytes(), StandardCharsets.UTF_8))
                .contains("<NbOfTxs>" + WORKERS + "</NbOfTxs>");
        scene.booksAreRight();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
