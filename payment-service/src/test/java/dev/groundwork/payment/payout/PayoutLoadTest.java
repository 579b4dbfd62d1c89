package dev.groundwork.payment.payout;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.money.Money;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.PayoutApprovals.Checker;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
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
    PostingEngine engine;

    @Inject
    Vault vault;

    @Inject
    EventJson json;

    @Inject
    AgroalDataSource database;

    @Inject
    Scene scene;

    @Test
    void ten_thousand_workers_are_paid_in_one_batch() throws SQLException {
        List<UUID> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(UUID.randomUUID());
        }
        earn(workers);
        name(workers);

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

    private void earn(List<UUID> workers) throws SQLException {
        List<Command> commands = new ArrayList<>();
        for (UUID worker : workers) {
            String key = "earn:" + worker;
            commands.add(Command.of(
                    "test",
                    key,
                    "earn",
                    key,
                    "{}",
                    List.of(Leg.move(
                            AccountName.cash("EUR"), AccountName.payable(worker, "EUR"), 700_000, Reason.REWARD))));
        }
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            engine.post(tx, commands);
            tx.commit();
        }
    }

    private void name(List<UUID> workers) throws SQLException {
        var account = BankAccount.of("Wanda Weiß", "ES9121000418450200051332", null, "Málaga", "ES");
        try (Connection tx = database.getConnection();
                var insert = tx.prepareStatement("""
                        insert into payout_method (id, worker_id, rail, details, fingerprint, masked, changed_by, created_at)
                        values (?, ?, 'SEPA', ?, ?, ?, 'the worker', ?)""")) {
            tx.setAutoCommit(false);
            for (UUID worker : workers) {
                insert.setObject(1, Ids.next());
                insert.setObject(2, worker);
                insert.setBytes(3, vault.lock(worker, json.write(account)));
                insert.setBytes(4, vault.fingerprint(account.iban()));
                insert.setString(5, account.masked());
                insert.setTimestamp(6, Timestamp.from(Instant.now()));
                insert.addBatch();
            }
            insert.executeBatch();
            tx.commit();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
