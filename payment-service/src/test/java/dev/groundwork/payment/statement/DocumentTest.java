package dev.groundwork.payment.statement;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.sheet.DocumentFormat;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** Statements and invoices against the ledger that they are made of. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class DocumentTest {

    @Inject
    Scene scene;

    @Inject
    AdjustableClock clock;

    @Inject
    AgroalDataSource database;

    @Inject
    WorkerSheets workerSheets;

    @Inject
    Invoices invoices;

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        scene.booksAreRight();
    }

    @Test
    void a_months_statement_adds_up_to_the_ledger_and_is_the_same_for_ever() throws Exception {
        Job job = funded();
        UUID worker = UUID.randomUUID();
        for (int i = 0; i < 60; i++) {
            scene.approves(job, worker);
        }
        scene.topsUp(job, worker, 7);
        scene.hasEarned(worker, "3.07");
        YearMonth month = YearMonth.now(ZoneOffset.UTC);

        asWorker(worker)
                .get("/v1/statements/" + month + "/document")
                .then()
                .statusCode(409)
                .body("code", equalTo("month-not-over"));
        afterMonth(month);
        Response csv = asWorker(worker).get("/v1/statements/" + month + "/document?format=CSV");
        Response pdf = asWorker(worker).get("/v1/statements/" + month + "/document");

        List<CSVRecord> rows = rows(csv);
        assertThat(of(rows, "reward")).hasSize(60).allSatisfy(row -> {
            assertThat(row.get("seconds")).isEqualTo("17");
            assertThat(row.get("per_hour")).isEqualTo("10.59");
            assertThat(row.get("job")).isEqualTo("Test job");
            assertThat(row.get("assignment")).isNotEmpty();
        });
        assertThat(of(rows, "top up")).hasSize(1);
        assertThat(sum(of(rows, "reward")).add(sum(of(rows, "top up")))).isEqualTo(ledger(worker, "PAYABLE"));
        assertThat(of(rows, "closing balance").getFirst().get("balance")).isEqualTo("3.07");
        String text = text(pdf);
        assertThat(text).contains("Statement " + month, "total reward", "3.00", "closing balance", "3.07");
        assertThat(text.lines().filter(line -> line.contains("10.59"))).hasSize(60);

        assertThat(asWorker(worker).get("/v1/statements/" + month + "/document").asByteArray())
                .isEqualTo(pdf.asByteArray());
        assertThat(DocumentFormat.PDF.write(workerSheets.month(worker, month))).isEqualTo(pdf.asByteArray());
        assertThat(pdf.header("ETag")).isEqualTo('"' + sha256(pdf.asByteArray()) + '"');
        assertThat(asWorker(UUID.randomUUID())
                        .get("/v1/statements/" + month + "/document?format=CSV")
                        .asString()
                        .lines())
                .hasSize(1);
    }

    @Test
    void a_screen_out_stands_there_with_its_evidence() throws Exception {
        Job job = funded();
        UUID worker = UUID.randomUUID();
        var screenedOut = Scene.screenedOut(job, worker, 4);
        scene.say(job, screenedOut);
        scene.hasEarned(worker, "0.04");
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        afterMonth(month);

        List<CSVRecord> rows = rows(asWorker(worker).get("/v1/statements/" + month + "/document?format=CSV"));

        assertThat(of(rows, "screen out")).hasSize(1).allSatisfy(row -> {
            assertThat(row.get("assignment"))
                    .isEqualTo(screenedOut.assignmentId().toString());
            assertThat(row.get("seconds")).isEqualTo("12");
            assertThat(row.get("per_hour")).isEqualTo("12.00");
            assertThat(row.get("amount")).isEqualTo("0.04");
            assertThat(row.get("evidence"))
                    .isEqualTo("not for you: 12 s at 9.37 an hour (ES, RD 126/2026), at most the reward");
        });
        assertThat(of(rows, "total screen out").getFirst().get("amount")).isEqualTo("0.04");
        assertThat(rows(asRequester(job.requesterId()).get("/v1/invoices/" + month + "?format=CSV")))
                .anySatisfy(row -> {
                    assertThat(row.get("item")).isEqualTo("pay of workers for whom the job was not");
                    assertThat(row.get("amount")).isEqualTo("0.04");
                });
    }

    @Test
    void the_desk_gets_the_very_documents_of_workers_and_requesters() throws Exception {
        Job job = funded();
        UUID worker = UUID.randomUUID();
        scene.approves(job, worker);
        scene.hasEarned(worker, "0.05");
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        String finance = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");
        as(finance)
                .get("/v1/statements/workers/" + worker + "/" + month)
                .then()
                .statusCode(409)
                .body("code", equalTo("month-not-over"));
        afterMonth(month);

        Response statement = as(finance).get("/v1/statements/workers/" + worker + "/" + month + "?format=CSV");
        Response invoice = as(finance).get("/v1/invoices/requesters/" + job.requesterId() + "/" + month);

        assertThat(of(rows(statement), "reward")).hasSize(1);
        assertThat(statement.asByteArray())
                .isEqualTo(asWorker(worker)
                        .get("/v1/statements/" + month + "/document?format=CSV")
                        .asByteArray());
        assertThat(invoice.asByteArray())
                .isEqualTo(asRequester(job.requesterId())
                        .get("/v1/invoices/" + month)
                        .asByteArray());
        as(finance)
                .get("/v1/statements/workers/" + UUID.randomUUID() + "/" + month)
                .then()
                .statusCode(404)
                .body("code", equalTo("worker-not-found"));
        as(finance)
                .get("/v1/invoices/requesters/" + worker + "/" + month)
                .then()
                .statusCode(404)
                .body("code", equalTo("requester-not-found"));
        asWorker(worker)
                .get("/v1/statements/workers/" + worker + "/" + month)
                .then()
                .statusCode(403);
    }

    @Test
    void an_invoice_says_where_the_money_of_a_job_went_with_the_requesters_own_number() throws Exception {
        Job job = funded();
        UUID worker = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            scene.approves(job, worker);
        }
        scene.topsUp(job, worker, 7);
        scene.hasEarned(worker, "0.22");
        asRequester(job.requesterId())
                .body("{\"number\":\"=PO 4711\"}")
                .put("/v1/purchase-orders/" + job.id())
                .then()
                .statusCode(204);
        asRequester(UUID.randomUUID())
                .body("{\"number\":\"PO 1\"}")
                .put("/v1/purchase-orders/" + job.id())
                .then()
                .statusCode(404)
                .body("code", equalTo("job-not-found"));
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        afterMonth(month);

        Response csv = asRequester(job.requesterId()).get("/v1/invoices/" + month + "?format=CSV&jobId=" + job.id());

        List<CSVRecord> rows = rows(csv);
        assertThat(rows)
                .extracting(row -> row.get("item") + " " + row.get("quantity") + " " + row.get("amount"))
                .containsExactly(
                        "escrow at the beginning  0.00",
                        "held for the job 1 7.25",
                        "rewards 3 0.15",
                        "fees on rewards 3 0.03",
                        "top-ups of answers 1 0.07",
                        "total spent  0.25",
                        "escrow at the end  7.00");
        assertThat(rows).allSatisfy(row -> assertThat(row.get("po_number")).isEqualTo("'=PO 4711"));
        assertThat(ledger(job.id(), "ESCROW")).isEqualTo(new BigDecimal("7.00"));
        Response pdf = asRequester(job.requesterId()).get("/v1/invoices/" + month);
        assertThat(text(pdf)).contains("=PO 4711", "total spent", "0.25");
        assertThat(DocumentFormat.PDF.write(invoices.of(job.requesterId(), month, null)))
                .isEqualTo(pdf.asByteArray());
        asRequester(UUID.randomUUID())
                .get("/v1/invoices/" + month + "?jobId=" + job.id())
                .then()
                .statusCode(404);
    }

    @Test
    void a_job_has_the_number_that_its_requester_gave_it_last_and_tells_it_to_nobody_else() {
        Job job = funded();
        String number = "/v1/purchase-orders/" + job.id();
        asRequester(job.requesterId()).get(number).then().statusCode(200).body("number", nullValue());

        for (String given : List.of("PO 1", "PO 4711")) {
            asRequester(job.requesterId())
                    .body(Map.of("number", given))
                    .put(number)
                    .then()
                    .statusCode(204);
        }

        asRequester(job.requesterId()).get(number).then().statusCode(200).body("number", equalTo("PO 4711"));
        asRequester(UUID.randomUUID()).get(number).then().statusCode(404).body("code", equalTo("job-not-found"));
    }

    private Job funded() {
        Job job = Job.of(scene.requesterWith(10_000), 5, 100);
        scene.isFunded(job);
        return job;
    }

    private void afterMonth(YearMonth month) {
        LocalDate next = month.plusMonths(1).atDay(1);
        clock.set(Instant.parse(next + "T01:00:01Z"));
    }

    private static List<CSVRecord> rows(Response response) throws IOException {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("text/csv");
        String text = new String(response.asByteArray(), StandardCharsets.UTF_8);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text))
                .getRecords();
    }

    private static List<CSVRecord> of(List<CSVRecord> rows, String type) {
        return rows.stream().filter(row -> row.get("type").equals(type)).toList();
    }

    private static BigDecimal sum(List<CSVRecord> rows) {
        return rows.stream().map(row -> new BigDecimal(row.get("amount"))).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String text(Response response) throws IOException {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        try (var document = Loader.loadPDF(response.asByteArray())) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document);
        }
    }

    private BigDecimal ledger(UUID owner, String purpose) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select (sum(case when t.credit_account = a.id then t.amount else -t.amount end) / 100.0)::numeric(20, 2)
                        from account a join transfer t on a.id in (t.credit_account, t.debit_account)
                        where a.owner_id = ? and a.purpose = ?""")) {
            statement.setObject(1, owner);
            statement.setString(2, purpose);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBigDecimal(1);
            }
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
