package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.kit.Ids;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Workers with money, and what finance asks for over HTTP. */
@ApplicationScoped
public class Payroll {

    public static final String IBAN = "ES91 2100 0418 4502 0005 1332";

    public static final String SEPA = "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}";

    /** As {@link #SEPA}, left for the maker to look at. */
    static final String DRAFT = "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"draft\":true}";

    private final Scene scene;
    private final PostingEngine engine;
    private final Vault vault;
    private final EventJson json;
    private final AgroalDataSource database;

    Payroll(Scene scene, PostingEngine engine, Vault vault, EventJson json, AgroalDataSource database) {
        this.scene = scene;
        this.engine = engine;
        this.vault = vault;
        this.json = json;
        this.database = database;
    }

    /** {@return so many workers who have earned so much each and have said where to pay it, all in a few statements} */
    List<UUID> crowd(int workers, long cents) throws SQLException {
        List<UUID> crowd = Stream.generate(UUID::randomUUID).limit(workers).toList();
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            engine.post(
                    tx,
                    crowd.stream()
                            .map(worker -> move(
                                    "earn:" + worker,
                                    Leg.move(
                                            AccountName.cash("EUR"),
                                            AccountName.payable(worker, "EUR"),
                                            cents,
                                            Reason.REWARD)))
                            .toList());
            name(tx, crowd);
            tx.commit();
        }
        return crowd;
    }

    private void name(Connection tx, List<UUID> workers) throws SQLException {
        var account = BankAccount.of("Wanda Weiß", "ES9121000418450200051332", null, "Málaga", "ES");
        try (var insert = tx.prepareStatement("""
                insert into payout_method (id, worker_id, rail, details, fingerprint, masked, changed_by, created_at)
                values (?, ?, 'SEPA', ?, ?, ?, 'the worker', ?)""")) {
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
        }
    }

    /** Sets money of a worker aside for something else; {@return the hold} */
    long reserve(UUID worker, long cents) throws SQLException {
        return post(move(
                        "reserve:" + worker,
                        Leg.hold(AccountName.payable(worker, "EUR"), AccountName.suspense("EUR"), cents, Reason.HOLD)))
                .transferSeq(1);
    }

    /** Gives it free again. */
    void free(UUID worker, long hold) throws SQLException {
        post(move(
                "free:" + worker,
                Leg.voidHold(hold, AccountName.payable(worker, "EUR"), AccountName.suspense("EUR"), Reason.HOLD)));
    }

    private Receipt post(Command command) throws SQLException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            Receipt receipt = engine.post(tx, List.of(command)).getFirst();
            assertThat(receipt.posted()).isTrue();
            tx.commit();
            return receipt;
        }
    }

    private static Command move(String key, Leg leg) {
        return Command.of("test", key, "test", key, "{}", List.of(leg));
    }

    /** Leaves nobody with money that another test would find: cancels what is proposed, and pays out everything. */
    public static void payOff() {
        payOffNow();
        boolean resting = as(TestTokens.withRoles(UUID.randomUUID(), "finance-maker"))
                .get("/v1/payables")
                .jsonPath()
                .getList("currencies.findAll { it.currency == 'EUR' }.parts.flatten().state")
                .contains("METHOD_RESTS");
        if (resting) {
            AdjustableClock clock = CDI.current().select(AdjustableClock.class).get();
            // Some accounts were changed at a time that a test went ahead to.
            clock.advance(Duration.ofDays(365));
            payOffNow();
            clock.reset();
        }
    }

    private static void payOffNow() {
        String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
        for (String id : as(maker)
                .get("/v1/payout-batches?limit=500")
                .jsonPath()
                .<String>getList("items.findAll { it.state in ['DRAFT', 'FROZEN', 'APPROVED'] }.id")) {
            step(maker, id, "cancel").statusCode(200);
        }
        ValidatableResponse last = proposeAs(
                maker, UUID.randomUUID().toString(), "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"0.01\"}");
        if (last.extract().statusCode() == 201) {
            String id = last.extract().path("id");
            String hash = last.extract().path("contentHash");
            approve(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"), id, hash)
                    .statusCode(200);
            release(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"), id, hash)
                    .statusCode(200);
            step(maker, id, "sent").statusCode(200);
            step(maker, id, "settle").statusCode(200);
            step(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"), id, "settle")
                    .statusCode(200);
        } else {
            last.body("code", equalTo("nothing-to-pay"));
        }
    }

    public static ValidatableResponse approve(String token, String id, String hash) {
        return as(token)
                .body("{\"contentHash\":\"%s\"}".formatted(hash))
                .post("/v1/payout-batches/" + id + "/approve")
                .then();
    }

    public static JsonPath batch(String token, String id) {
        return as(token).get("/v1/payout-batches/" + id).jsonPath();
    }

    public UUID paidWorker(long cents, String holder) {
        UUID worker = earned(cents);
        set(worker, IBAN, holder).statusCode(200);
        return worker;
    }

    /** {@return a worker who has earned this much by one assignment} */
    public UUID earned(long cents) {
        UUID worker = UUID.randomUUID();
        earns(worker, cents);
        return worker;
    }

    /** Lets a worker earn by one assignment, and waits until the money is there. */
    public void earns(UUID worker, long cents) {
        Job job = Job.of(scene.requesterWith(cents * 2), cents, 1);
        scene.isFunded(job);
        UUID assignment = scene.approves(job, worker).assignmentId();
        scene.hear(EarningEvent.TOPIC, WorkerCredited.class, credited -> assignment.equals(credited.assignmentId()));
    }

    public static ValidatableResponse set(UUID worker, String iban, String holder) {
        return asWorker(worker)
                .body("{\"rail\":\"SEPA\",\"holderName\":\"%s\",\"iban\":\"%s\"}".formatted(holder, iban))
                .put("/v1/me/payout-method")
                .then();
    }

    public static JsonPath propose(String maker, String body) {
        return proposeAs(maker, UUID.randomUUID().toString(), body)
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    public static ValidatableResponse proposeAs(String token, String key, String body) {
        return as(token)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/payout-batches")
                .then();
    }

    public static ValidatableResponse release(String token, String id, String hash) {
        return as(token)
                .body("{\"contentHash\":\"%s\"}".formatted(hash))
                .post("/v1/payout-batches/" + id + "/release")
                .then();
    }

    public static ValidatableResponse step(String token, String id, String step) {
        return as(token).post("/v1/payout-batches/" + id + "/" + step).then();
    }

    public static void earnings(UUID worker, String payable, String inPayout, String paidOut, String earned) {
        JsonPath balances = asWorker(worker).get("/v1/earnings").jsonPath();
        assertThat(List.of(
                        balances.getString("balances[0].payable.amount"),
                        balances.getString("balances[0].inPayout.amount"),
                        balances.getString("balances[0].paidOut.amount"),
                        balances.getString("balances[0].earned.amount")))
                .containsExactly(payable, inPayout, paidOut, earned);
    }
}
