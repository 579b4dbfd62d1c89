package dev.groundwork.payment.settlement;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerPayTakenBack;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ReversalTest {

    @Inject
    DebtRepayments repayments;

    @Inject
    PostingEngine engine;

    @Inject
    Ledger ledger;

    @Inject
    AgroalDataSource database;

    @Inject
    Scene scene;

    private final UUID worker = UUID.randomUUID();
    private final AccountName payable = AccountName.payable(worker, "EUR");
    private final AccountName debt = AccountName.debt(worker, "EUR");

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void pay_goes_back_to_the_job_and_is_taken_back_once() throws Exception {
        Job job = Job.of(scene.requesterWith(10_000), 50, 10);
        scene.isFunded(job);
        AssignmentApproved approved = scene.approves(job, worker);
        scene.hasEarned(worker, "0.50");
        long escrow = inAccount(AccountName.escrow(job.id(), "EUR"));

        reverse(approved.assignmentId())
                .statusCode(200)
                .body("reversed.amount", is("0.60"))
                .body("owed.amount", is("0.00"));
        reverse(approved.assignmentId())
                .statusCode(200)
                .body("reversed.amount", is("0.60"))
                .body("owed.amount", is("0.00"));

        assertThat(inAccount(payable)).isZero();
        assertThat(inAccount(AccountName.escrow(job.id(), "EUR"))).isEqualTo(escrow + 60);
        WorkerPayTakenBack told = scene.hear(EarningEvent.TOPIC, WorkerPayTakenBack.class, event -> event.assignmentId()
                .equals(approved.assignmentId()));
        assertThat(told.amount()).isEqualTo(new Amount("50", "EUR"));
        assertThat(told.workerId()).isEqualTo(worker);
        assertThat(told.requesterId()).isEqualTo(job.requesterId());
        assertThat(told.reason()).isEqualTo("a duplicate");
        scene.approves(job, worker);
        scene.hasEarned(worker, "0.50");
        assertThat(scene.count(EarningEvent.TOPIC, WorkerPayTakenBack.class, event -> event.workerId()
                        .equals(worker)))
                .isOne();
    }

    @Test
    void pay_of_a_job_that_is_over_goes_back_to_the_requester() throws Exception {
        Job job = Job.of(scene.requesterWith(10_000), 50, 1);
        scene.isFunded(job);
        AssignmentApproved approved = scene.approves(job, worker);
        scene.isCompleted(job, 1);
        scene.hasBalance(job.requesterId(), "99.40", "0.00", "0.60");

        reverse(approved.assignmentId()).statusCode(200);

        assertThat(inAccount(AccountName.available(job.requesterId(), "EUR"))).isEqualTo(10_000);
        assertThat(inAccount(AccountName.escrow(job.id(), "EUR"))).isZero();
    }

    @Test
    void a_debt_is_repaid_out_of_a_share_of_new_earnings() throws Exception {
        Job job = Job.of(scene.requesterWith(100_000), 100, 50);
        scene.isFunded(job);
        AssignmentApproved mistaken = scene.approves(job, worker);
        scene.hasEarned(worker, "1.00");
        move(payable, AccountName.held(worker, "EUR"), 80);
        reverse(mistaken.assignmentId()).statusCode(200).body("owed.amount", is("0.80"));
        assertThat(inAccount(debt)).isEqualTo(80);
        repayments.run();
        assertThat(inAccount(debt)).as("nothing to repay with").isEqualTo(80);

        scene.approves(job, worker);
        scene.hasEarned(worker, "1.00");
        repayments.run();
        repayments.run();

        // Two rewards on this day, of which a quarter each may go into the debt.
        assertThat(inAccount(debt)).isEqualTo(30);
        assertThat(inAccount(payable)).isEqualTo(50);

        scene.approves(job, worker);
        scene.approves(job, worker);
        scene.hasEarned(worker, "3.00");
        repayments.run();
        repayments.run();

        assertThat(inAccount(debt)).isZero();
        assertThat(inAccount(payable)).isEqualTo(220);
    }

    @Test
    void only_finance_reverses_and_only_what_was_paid() {
        var reason = "{\"reason\":\"a duplicate\"}";
        reverse(UUID.randomUUID()).statusCode(404).body("code", is("approval-not-found"));
        for (String token : List.of(TestTokens.requester(UUID.randomUUID()), TestTokens.worker(worker))) {
            Scene.as(token)
                    .body(reason)
                    .post("/v1/approvals/" + UUID.randomUUID() + "/reversal")
                    .then()
                    .statusCode(403);
        }
        Scene.as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .body("{\"reason\":\" \"}")
                .post("/v1/approvals/" + UUID.randomUUID() + "/reversal")
                .then()
                .statusCode(400);
    }

    private static ValidatableResponse reverse(UUID assignmentId) {
        return Scene.as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .body("{\"reason\":\"a duplicate\"}")
                .post("/v1/approvals/" + assignmentId + "/reversal")
                .then();
    }

    private void move(AccountName from, AccountName to, long cents) throws SQLException {
        String key = "move:" + UUID.randomUUID();
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            engine.post(
                    tx,
                    List.of(Command.of(
                            "reversal-test", key, "test", key, "{}", List.of(Leg.move(from, to, cents, Reason.HOLD)))));
            tx.commit();
        }
    }

    private long inAccount(AccountName account) throws SQLException {
        try (var tx = database.getConnection()) {
            return ledger.available(tx, account);
        }
    }
}
