package dev.groundwork.payment.payout;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.groundwork.payment.payout.Payroll.IBAN;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.proposeAs;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.set;
import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PayoutTest {

    @Inject
    Scene scene;

    @Inject
    AgroalDataSource database;

    @Inject
    Payroll payroll;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");
    private final String both = TestTokens.withRoles(UUID.randomUUID(), "finance-maker", "finance-checker");

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Nested
    class TheMethod {

        private final UUID worker = UUID.randomUUID();

        @Test
        void is_never_shown_whole_nor_stored_readable() throws SQLException {
            set(worker, IBAN, "Wanda Weiß").statusCode(200).body("iban", equalTo("ES91 **** 1332"));

            asWorker(worker)
                    .get("/v1/me/payout-method")
                    .then()
                    .statusCode(200)
                    .body("iban", equalTo("ES91 **** 1332"))
                    .body("holderName", equalTo("Wanda Weiß"));
            byte[] stored = stored(worker);
            assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                    .doesNotContain("2100")
                    .doesNotContain("0418")
                    .doesNotContain("Wanda");
        }

        @Test
        void keeps_its_date_when_the_same_account_is_named_again() {
            String first = set(worker, IBAN, "Wanda Weiß").extract().path("changedAt");

            set(worker, IBAN.replace(" ", "").toLowerCase(Locale.ROOT), "Wanda Weiß")
                    .body("changedAt", equalTo(first));
            set(worker, "DE89370400440532013000", "Wanda Weiß").body("changedAt", not(equalTo(first)));
        }

        @Test
        void of_two_workers_with_one_account_has_one_fingerprint() {
            String one = set(worker, IBAN, "A").extract().path("fingerprint");

            set(UUID.randomUUID(), IBAN, "B").body("fingerprint", equalTo(one));
        }

        @Test
        void that_was_replaced_does_not_become_current_again() throws SQLException {
            set(worker, IBAN, "Wanda Weiß");
            set(worker, "DE89370400440532013000", "Wanda Weiß");
            try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                String back =
                        "update payout_method set replaced_at = null where replaced_at is not null and worker_id = '"
                                + worker + "'";

                assertThatThrownBy(() -> statement.executeUpdate(back))
                        .hasMessageContaining("UPDATE on payout_method is not allowed");
            }
        }

        @Test
        void does_not_open_for_another_worker() throws SQLException {
            UUID thief = UUID.randomUUID();
            set(worker, IBAN, "Wanda Weiß");
            try (var connection = database.getConnection();
                    var copy = connection.prepareStatement("""
                            insert into payout_method (id, worker_id, rail, details, fingerprint, masked, changed_by, created_at)
                            select gen_random_uuid(), ?, rail, details, fingerprint, masked, changed_by, created_at
                            from payout_method where worker_id = ?""")) {
                copy.setObject(1, thief);
                copy.setObject(2, worker);
                copy.executeUpdate();
            }

            asWorker(thief)
                    .get("/v1/me/payout-method")
                    .then()
                    .statusCode(500)
                    .body("detail", not(containsString("ES91")));
        }

        @ParameterizedTest
        @CsvSource({
            "ES91 2100 0418 4502 0005 1333, Wanda, iban-invalid",
            "ES91, Wanda, iban-invalid",
            "nonsense, Wanda, iban-invalid",
            "TR330006100519786457841326, Wanda, iban-outside-sepa",
            "ES9121000418450200051332, 张伟, holder-name-unusable",
        })
        void is_refused_when_no_bank_could_pay_it(String iban, String holder, String code) {
            set(worker, iban, holder).statusCode(422).body("code", equalTo(code));
        }

        @Test
        void needs_its_fields_and_a_worker() {
            asWorker(worker)
                    .body("{\"rail\":\"WISE\",\"holderName\":\"\",\"iban\":\"x\"}")
                    .put("/v1/me/payout-method")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"));
            asWorker(worker).get("/v1/me/payout-method").then().statusCode(404);
            asRequester(worker).get("/v1/me/payout-method").then().statusCode(403);
        }
    }

    @Nested
    class ABatch {

        @Test
        void pays_everyone_once_from_proposal_to_settlement() throws Exception {
            UUID wanda = payroll.paidWorker(500, "Wanda Weiß");
            UUID walter = payroll.paidWorker(701, "Walter O’Brien");
            UUID poor = payroll.paidWorker(99, "Too Little");
            UUID unnamed = payroll.earned(1000);

            JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"1.00\"}");
            String id = batch.getString("id");
            assertThat(batch.getString("state")).isEqualTo("FROZEN");
            assertThat(batch.getInt("payoutCount")).isEqualTo(2);
            assertThat(batch.getString("total.amount")).isEqualTo("12.01");
            earnings(wanda, "0.00", "5.00", "0.00", "5.00");
            earnings(poor, "0.99", "0.00", "0.00", "0.99");
            earnings(unnamed, "10.00", "0.00", "0.00", "10.00");

            release(checker, id, batch.getString("contentHash"))
                    .statusCode(200)
                    .body("state", equalTo("RELEASED"))
                    .body("file", equalTo("/v1/payout-batches/" + id + "/file"));
            byte[] file = as(checker).get("/v1/payout-batches/" + id + "/file").asByteArray();
            var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(PayoutTest.class.getResource("/pain.001.001.09.xsd"));
            schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(file)));
            String xml = new String(file, StandardCharsets.UTF_8);
            assertThat(xml)
                    .contains("<CtrlSum>12.01</CtrlSum>", "<NbOfTxs>2</NbOfTxs>", "Wanda Weiss", "Walter O'Brien")
                    .contains("<IBAN>ES9121000418450200051332</IBAN>");
            assertThat(as(maker).get("/v1/payout-batches/" + id + "/file").asByteArray())
                    .isEqualTo(file);

            step(maker, id, "sent").statusCode(200).body("state", equalTo("SUBMITTED"));
            PayoutSent sent = scene.hear(PayoutEvent.TOPIC, PayoutSent.class, event -> event.workerId()
                    .equals(wanda));
            assertThat(xml).contains("<EndToEndId>" + sent.endToEndId() + "</EndToEndId>");
            step(maker, id, "settle").statusCode(200).body("state", equalTo("SUBMITTED"));
            step(checker, id, "settle").statusCode(200).body("state", equalTo("SETTLED"));
            scene.hear(PayoutEvent.TOPIC, PayoutSettled.class, event -> event.workerId()
                    .equals(walter));

            earnings(wanda, "0.00", "0.00", "5.00", "5.00");
            JsonPath mine = asWorker(wanda).get("/v1/payouts").jsonPath();
            assertThat(mine.getList("items.state")).containsExactly("SETTLED");
            assertThat(mine.getString("items[0].account")).isEqualTo("ES91 **** 1332");
            asWorker(walter)
                    .get("/v1/payouts/" + mine.getString("items[0].id"))
                    .then()
                    .statusCode(404);
            JsonPath statement = asWorker(wanda)
                    .queryParam("month", YearMonth.now(ZoneOffset.UTC).toString())
                    .get("/v1/statements")
                    .jsonPath();
            assertThat(statement.getString("currencies[0].opening.amount")).isEqualTo("0.00");
            assertThat(statement.getString("currencies[0].earned.amount")).isEqualTo("5.00");
            assertThat(statement.getString("currencies[0].paidOut.amount")).isEqualTo("5.00");
            assertThat(statement.getString("currencies[0].closing.amount")).isEqualTo("0.00");
            assertThat(statement.getList("currencies[0].entries.reason")).containsExactly("reward", "payout");
        }

        @Test
        void is_never_released_by_the_one_who_proposed_it() {
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = proposeAs(both, UUID.randomUUID().toString(), "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}")
                    .statusCode(201)
                    .extract()
                    .jsonPath();

            release(both, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(403)
                    .body("code", equalTo("maker-is-checker"));
            release(maker, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(403);
            proposeAs(checker, "k", "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}").statusCode(403);
        }

        @Test
        void is_released_only_as_it_was_seen() {
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}");

            release(checker, batch.getString("id"), "0".repeat(64))
                    .statusCode(409)
                    .body("code", equalTo("batch-changed"));
            as(checker)
                    .get("/v1/payout-batches/" + batch.getString("id") + "/file")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("batch-without-file"));
        }

        @Test
        void takes_each_step_once_and_in_order() {
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}");
            String id = batch.getString("id");

            step(maker, id, "sent").statusCode(409).body("code", equalTo("batch-not-released"));
            step(maker, id, "settle").statusCode(409).body("code", equalTo("batch-not-submitted"));
            release(checker, id, batch.getString("contentHash")).statusCode(200);
            step(maker, id, "cancel").statusCode(409).body("code", equalTo("batch-not-frozen"));
            step(maker, id, "sent").statusCode(200);
            // The same release again: its first answer may have been lost while the messages left.
            release(checker, id, batch.getString("contentHash")).statusCode(200).body("state", equalTo("SUBMITTED"));
            step(maker, id, "settle").statusCode(200);
            step(checker, id, "settle").statusCode(200);
            step(maker, id, "sent").statusCode(409).body("code", equalTo("batch-not-released"));
        }

        @Test
        void answers_a_repeated_step_as_the_first_time() {
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}");
            String id = batch.getString("id");
            String hash = batch.getString("contentHash");

            release(checker, id, hash).statusCode(200);
            release(checker, id, hash).statusCode(200).body("state", equalTo("RELEASED"));
            step(maker, id, "sent").statusCode(200);
            step(maker, id, "sent").statusCode(200).body("state", equalTo("SUBMITTED"));
            step(maker, id, "settle").statusCode(200);
            String first = step(maker, id, "settle")
                    .statusCode(200)
                    .body("state", equalTo("SUBMITTED"))
                    .extract()
                    .path("bookedSaidBy");
            assertThat(batch.getString("proposedBy")).isEqualTo(first);
            step(checker, id, "settle").statusCode(200).body("state", equalTo("SETTLED"));
            step(checker, id, "settle").statusCode(200).body("state", equalTo("SETTLED"));
            assertThat(as(maker)
                            .get("/v1/payout-batches/" + id + "/actions")
                            .jsonPath()
                            .getList("items.action"))
                    .endsWith("SEND", "BOOKED", "SETTLE");
        }

        @Test
        void gives_the_money_back_when_it_is_cancelled() {
            UUID worker = payroll.paidWorker(500, "Wanda Weiß");
            String id =
                    propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}").getString("id");
            earnings(worker, "0.00", "5.00", "0.00", "5.00");

            step(maker, id, "cancel").statusCode(200).body("state", equalTo("CANCELLED"));

            earnings(worker, "5.00", "0.00", "0.00", "5.00");
            propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}");
            earnings(worker, "0.00", "5.00", "0.00", "5.00");
        }

        @Test
        void is_the_same_batch_when_the_proposal_is_repeated() {
            payroll.paidWorker(500, "Wanda Weiß");
            String body = "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}";
            String key = UUID.randomUUID().toString();
            String first = proposeAs(maker, key, body).statusCode(201).extract().path("id");

            proposeAs(maker, key, body)
                    .statusCode(201)
                    .header("Idempotent-Replayed", "true")
                    .body("id", equalTo(first));
            proposeAs(maker, key, "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"2.00\"}")
                    .statusCode(422)
                    .body("code", equalTo("idempotency-key-reused"));
            as(maker)
                    .body(body)
                    .post("/v1/payout-batches")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("idempotency-key-missing"));
            proposeAs(maker, UUID.randomUUID().toString(), body)
                    .statusCode(409)
                    .body("code", equalTo("nothing-to-pay"));
        }

        @Test
        void still_goes_to_the_account_it_was_frozen_with() {
            UUID worker = payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"SEPA\"}");
            set(worker, "DE89370400440532013000", "Wanda Weiß").statusCode(200);

            release(checker, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(200);

            assertThat(as(maker)
                            .get("/v1/payout-batches/" + batch.getString("id") + "/file")
                            .asString())
                    .contains("ES9121000418450200051332");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{\"currency\":\"USD\",\"rail\":\"SEPA\"}; 422; rail-currency",
                    "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"1.001\"}; 400; too-many-decimals",
                    "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"0\"}; 422; amount-not-positive",
                    "{\"currency\":\"EUR\",\"rail\":\"WIRE\"}; 422; rail-not-offered",
                    "{\"currency\":\"EUR\"}; 400; invalid-request",
                })
        void is_not_proposed_from_nonsense(String body, int status, String code) {
            proposeAs(maker, UUID.randomUUID().toString(), body)
                    .statusCode(status)
                    .body("code", equalTo(code));
        }

        @Test
        void that_does_not_exist_is_not_found() {
            step(maker, UUID.randomUUID().toString(), "sent")
                    .statusCode(404)
                    .body("code", equalTo("payout-batch-not-found"));
        }
    }

    private byte[] stored(UUID worker) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select details from payout_method where worker_id = ?")) {
            select.setObject(1, worker);
            try (var row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getBytes(1);
            }
        }
    }
}
