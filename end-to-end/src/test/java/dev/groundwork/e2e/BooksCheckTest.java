package dev.groundwork.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.local.BooksCheck;
import dev.groundwork.local.Marketplace;
import dev.groundwork.local.PostgresServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

/** What {@code ./groundwork audit} says of a running marketplace: green, and red with a name when somebody altered a row by hand. */
@ExtendWith(SharedMarketplace.class)
class BooksCheckTest {

    private final Marketplace marketplace;

    BooksCheckTest(Marketplace marketplace) {
        this.marketplace = marketplace;
    }

    @BeforeEach
    void something_is_posted_and_sealed() throws IOException {
        given().baseUri(marketplace.urls().gateway().toString())
                .auth()
                .oauth2(marketplace.token("rita"))
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"amount\":{\"amount\":\"1.00\",\"currency\":\"EUR\"}}")
                .post("/v1/deposits")
                .then()
                .statusCode(201);
        await().atMost(Jobs.SOON)
                .until(() ->
                        number("select coalesce(max(to_seq), 0) from seal") >= number("select max(seq) from posting")
                                && number("select count(*) from outbox") == 0);
    }

    @Test
    void the_books_are_green_until_a_row_is_altered_by_hand() throws Exception {
        assertThat(check()).contains("GREEN").doesNotContain("VIOLATED");

        String latest = "seq = (select max(seq) from transfer)";
        assertThat(asSuperuser("update transfer set amount = amount + 1 where " + latest))
                .isOne();
        String red;
        try {
            red = check();
        } finally {
            asSuperuser("update transfer set amount = amount - 1 where " + latest);
        }

        assertThat(red)
                .contains("RED")
                .containsPattern(" 2 +every balance is the sum of its transfers +VIOLATED")
                .containsPattern("14 +the seals hold from the first posting on +VIOLATED")
                .containsPattern("account \\d+: counters");
        assertThat(check()).contains("GREEN");
    }

    @Test
    void who_rewrites_the_seals_too_is_betrayed_by_what_was_published() throws Exception {
        String latest = "seq = (select max(seq) from posting)";
        String reseal =
                "update seal set hash = seal_hash(prev, from_seq, to_seq) where block = (select max(block) from seal)";
        assertThat(asSuperuser("update posting set business_key = business_key || '!' where " + latest))
                .isOne();
        String red;
        try {
            assertThat(asSuperuser(reseal)).isOne();
            red = check();
        } finally {
            asSuperuser("update posting set business_key = rtrim(business_key, '!') where " + latest);
            asSuperuser(reseal);
        }

        assertThat(red)
                .containsPattern("14 +the seals hold from the first posting on +ok")
                .containsPattern("the seals are those that were published +VIOLATED")
                .containsPattern("seal \\d+ was published as [0-9a-f]{64} and is now [0-9a-f]{64}");
        assertThat(check()).contains("GREEN");
    }

    @Test
    void the_pay_of_who_is_screened_out_is_known_to_both_services() throws IOException {
        var rita = Person.demo(marketplace, "rita");
        var spec = new LinkedHashMap<>(Jobs.spec("text", Map.of("type", "string")));
        spec.put("screenOut", Map.of("output", "animal", "values", List.of("owl")));
        String job = Jobs.openJob(rita, Map.of("spec", spec, "screenOuts", 1, "overlap", 1), 1);
        var stranger = Person.newWorker(marketplace, "IT", "IT60X0542811101000000123456");
        String assignment = Jobs.claim(stranger, job, 1).getFirst().assignmentId();
        String pay = stranger.sending(Map.of("answer", Map.of("animal", "owl"), "activeSeconds", 1))
                .post("/v1/assignments/" + assignment + "/submit")
                .then()
                .statusCode(200)
                .body("state", is("SCREENED_OUT"))
                .extract()
                .path("pay.amount");
        stranger.with().post(job + "/claims").then().statusCode(403).body("code", is("screened-out"));
        var other = Person.newWorker(marketplace, "IT", "IT60X0542811101000000123456");
        Jobs.submit(other, Jobs.claim(other, job, 1).getFirst().assignmentId(), "cat");

        await().atMost(Jobs.SOON).untilAsserted(() -> stranger.with()
                .get("/v1/earnings")
                .then()
                .body("balances.find { it.currency == 'EUR' }?.earned?.amount", is(pay)));
        assertThat(check()).contains("GREEN").containsPattern("the services agree on which work was paid +ok");
    }

    /** Somebody put an approved answer into the one service's database, and a payment into the other's, of which the other never heard. */
    @Test
    void work_that_only_one_service_knows_as_paid_is_found() throws Exception {
        UUID job = UUID.randomUUID();
        UUID unasked = UUID.randomUUID();
        String red;
        try {
            approveWithoutPay(job);
            payWithoutApproval(unasked);
            // Nothing is on its way that could still make it right.
            red = check(Duration.ofSeconds(2));
        } finally {
            forget(job, unasked);
        }

        assertThat(red)
                .containsPattern("the services agree on which work was paid +VIOLATED")
                .containsPattern(
                        "job " + job + " in EUR: 1 assignments of 5 in minor units .* to be paid, 0 assignments of 0 ")
                .containsPattern("job " + unasked
                        + " in EUR: 0 assignments of 0 in minor units .* to be paid, 1 assignments of 7 ");
        assertThat(check()).contains("GREEN").containsPattern("the services agree on which work was paid +ok");
    }

    private void approveWithoutPay(UUID job) throws SQLException {
        assertThat(onTask(
                        "insert into task_spec (hash, document, created_at) values ('%s', '{}', now())".formatted(job)))
                .isOne();
        assertThat(onTask("""
                insert into job (id, version, requester_id, title, spec_hash, state, reward_minor, currency, overlap,
                                 time_estimate_seconds, time_limit_seconds, review_window_seconds, floor_policy, created_at, ended_at)
                values ('%1$s', 0, '%1$s', 'Nobody''s', '%1$s', 'COMPLETED', 5, 'EUR', 1, 12, 60, 60, 'UNIFORM', now(), now())""".formatted(job))).isOne();
        assertThat(onTask("""
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor, currency,
                                        claimed_at, deadline_at)
                values ('%1$s', '%1$s', '%1$s', 1, '%1$s', '%1$s', 'APPROVED', 5, 'EUR', now(), now())""".formatted(job))).isOne();
    }

    private void payWithoutApproval(UUID job) throws SQLException {
        assertThat(asSuperuser("""
                insert into account (owner_type, owner_id, purpose, currency, normal_side)
                values ('JOB', '%s', 'ESCROW', 'EUR', 'C')""".formatted(job))).isOne();
        assertThat(asSuperuser("""
                insert into posting (id, seq, kind, business_key, effective_on, posted_at)
                values ('%1$s', -1, 'approve', 'approve:%1$s', current_date, now())""".formatted(job))).isOne();
        assertThat(asSuperuser("""
                insert into transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
                select -1, owner_id, 1, id, -1, 'EUR', 7, 'SINGLE', 4 from account where owner_id = '%s'""".formatted(job))).isOne();
    }

    /** As much of both as is there: the marketplace is green again for the other tests. */
    private void forget(UUID unpaid, UUID unasked) throws SQLException {
        asSuperuser("delete from transfer where posting_id = '" + unasked + "'");
        asSuperuser("delete from posting where id = '" + unasked + "'");
        asSuperuser("delete from account where owner_id = '" + unasked + "'");
        onTask("delete from assignment where id = '" + unpaid + "'");
        onTask("delete from job where id = '" + unpaid + "'");
        onTask("delete from task_spec where hash = '" + unpaid + "'");
    }

    private int onTask(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        marketplace.jdbcUrl("task"), PostgresServer.USER, PostgresServer.PASSWORD);
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private String check() throws IOException {
        return check(BooksCheck.PATIENCE);
    }

    private String check(Duration patience) throws IOException {
        var said = new ByteArrayOutputStream();
        var check = new BooksCheck(
                marketplace.urls().paymentService(),
                marketplace.urls().taskService(),
                marketplace.token("otto"),
                marketplace.bootstrapServers(),
                patience);
        boolean ok = check.run(new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(text.contains("GREEN")).as(text).isEqualTo(ok);
        return text;
    }

    private int asSuperuser(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        marketplace.jdbcUrl("payment"), PostgresServer.SUPERUSER, PostgresServer.PASSWORD);
                var statement = connection.createStatement()) {
            // What no trigger stops.
            statement.execute("set session_replication_role = replica");
            return statement.executeUpdate(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        marketplace.jdbcUrl("payment"), PostgresServer.USER, PostgresServer.PASSWORD);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
