package dev.groundwork.payment.fairness;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.asRequester;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** The fairness numbers against fixtures whose answer is known. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class FairnessTest {

    private static final long HOUR = 3600;

    @Inject
    Scene scene;

    @Inject
    AgroalDataSource database;

    private final LocalDate week = LocalDate.now(ZoneOffset.UTC)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .minusWeeks(1);

    @Test
    void acceptance_vector_9_unpaid_time_lowers_the_hour_and_is_shown() throws SQLException {
        Job job = funded();
        for (int i = 0; i < 10; i++) {
            UUID worker = UUID.randomUUID();
            worked(job, worker, 30 * HOUR, 30 * 937);
            worked(job, worker, 10 * HOUR, 0);
            week(job, worker, 937, 30 * 937);
        }

        JsonPath own = asRequester(job.requesterId()).get("/v1/fairness/own").jsonPath();

        assertThat(own.getLong("currencies[0].workers")).isEqualTo(10);
        assertThat(own.getString("currencies[0].paidTime.median.amount")).isEqualTo("9.37");
        assertThat(own.getString("currencies[0].paidTime.coverage")).isEqualTo("1.0000");
        assertThat(own.getString("currencies[0].allTime.median.amount")).isEqualTo("7.03");
        assertThat(own.getString("currencies[0].allTime.coverage")).isEqualTo("0.0000");
        assertThat(own.getString("currencies[0].unpaidShare")).isEqualTo("0.2500");
        assertThat(own.getString("payGap.index")).isEqualTo("1.0000");
    }

    /** 120 hours at 17 instead of 25, 80 at 18.50, and 300 of those who get the 25. */
    @Test
    void acceptance_vector_7_the_gap_report_says_0_869() throws SQLException {
        UUID requester = scene.requesterWith(10_000);
        Job catalan = funded(requester);
        Job spanish = funded(requester);
        for (int i = 0; i < 10; i++) {
            worked(catalan, livesIn("US"), 15 * HOUR, 15 * 2500);
            worked(catalan, livesIn("ES"), 12 * HOUR, 12 * 1700);
            worked(spanish, livesIn("US"), 15 * HOUR, 15 * 2500);
            worked(spanish, livesIn("MX"), 8 * HOUR, 8 * 1850);
        }

        JsonPath own = asRequester(requester).get("/v1/fairness/own").jsonPath();

        assertThat(own.getString("payGap.index")).isEqualTo("0.8687");
        assertThat(own.getList("payGap.flagged.index")).containsExactlyInAnyOrder("0.6800", "0.7400");
        assertThat(own.getList("payGap.flagged.country")).containsExactlyInAnyOrder("ES", "MX");
    }

    @Test
    void countries_that_earn_less_for_the_same_job_are_flagged() throws SQLException {
        Job job = funded();
        for (int i = 0; i < 10; i++) {
            worked(job, livesIn("US"), 10 * HOUR, 10 * 1500);
            worked(job, livesIn("KE"), 10 * HOUR, 10 * 200);
        }
        worked(job, livesIn("PH"), 10 * HOUR, 10 * 100);

        JsonPath own = asRequester(job.requesterId()).get("/v1/fairness/own").jsonPath();

        assertThat(own.getList("payGap.flagged.country")).containsExactly("KE");
        assertThat(own.getString("payGap.flagged[0].index")).isEqualTo("0.1333");
        // Two groups with as many hours: the square root of 2/15.
        assertThat(own.getString("payGap.index")).isEqualTo("0.3651");
        assertThat(own.getInt("payGap.groups")).isEqualTo(2);
        assertThat(own.getInt("payGap.groupsLeftOut")).isEqualTo(1);
    }

    @Test
    void few_workers_are_left_out_and_counted_and_a_report_stands_for_its_day() throws SQLException {
        Job job = funded();
        for (int i = 0; i < 9; i++) {
            worked(job, UUID.randomUUID(), 2 * HOUR, 2000);
        }
        JsonPath own = asRequester(job.requesterId()).get("/v1/fairness/own").jsonPath();
        assertThat(own.getList("currencies")).isEmpty();
        assertThat(own.getInt("currenciesLeftOut")).isEqualTo(1);

        worked(job, UUID.randomUUID(), 2 * HOUR, 2000);

        assertThat(asRequester(job.requesterId())
                        .get("/v1/fairness/own")
                        .jsonPath()
                        .getInt("currenciesLeftOut"))
                .isEqualTo(1);
    }

    @Test
    void a_requester_keeps_the_same_numbers_as_a_document() throws Exception {
        Job job = funded();
        for (int i = 0; i < 10; i++) {
            UUID worker = UUID.randomUUID();
            worked(job, worker, 30 * HOUR, 30 * 937);
            worked(job, worker, 10 * HOUR, 0);
            week(job, worker, 937, 30 * 937);
        }

        String csv = asRequester(job.requesterId())
                .get("/v1/fairness/own/document?format=CSV")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"transparency-" + week + ".csv\"")
                .extract()
                .asString();
        byte[] pdf = asRequester(job.requesterId())
                .get("/v1/fairness/own/document")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();

        assertThat(csv.lines())
                .contains("EUR,workers,10,Active for an hour at least")
                .anyMatch(line -> line.startsWith("EUR,\"hourly pay over paid time, median\",9.37,"))
                .anyMatch(line -> line.startsWith("EUR,\"hourly pay over all time, median\",7.03,"))
                .contains("EUR,unpaid share,0.2500,Unpaid time by all time");
        try (var document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document)).contains("7.03", "0.2500", "pay gap index");
        }
        given().get("/v1/fairness/own/document").then().statusCode(401);
    }

    @Test
    void everybody_may_read_the_numbers_of_the_marketplace() {
        given().get("/v1/fairness")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=3600")
                .body("method", equalTo(2))
                .body("groupsOf", equalTo(10))
                .body("lastWeek", equalTo(week.toString()));
        given().get("/v1/fairness/own").then().statusCode(401);
    }

    private Job funded() {
        return funded(scene.requesterWith(10_000));
    }

    private Job funded(UUID requester) {
        Job job = Job.of(requester, 5, 10);
        scene.isFunded(job);
        return job;
    }

    private UUID livesIn(String country) throws SQLException {
        UUID worker = UUID.randomUUID();
        execute("insert into worker_place values ('%s', 1, '%s', null, now())".formatted(worker, country));
        return worker;
    }

    private void worked(Job job, UUID worker, long seconds, long payMinor) throws SQLException {
        execute("insert into work_time values ('%s', '%s', '%s', 'SUBMITTED', %d, '%s', '%s', '%s', %d)"
                .formatted(UUID.randomUUID(), job.id(), worker, seconds, week, week, week, payMinor));
    }

    private void week(Job job, UUID worker, long floorMinor, long earnedMinor) throws SQLException {
        execute("""
                insert into wage_week (week, worker_id, requester_id, currency, place, floor_minor, floor_kind, floor_place,
                                       floor_source, assignments, active_seconds, credited_seconds, expired_seconds, earned_minor,
                                       due_minor, due_at_close_minor, owed_minor, jobs, shortfalls, computed_at)
                values ('%s', '%s', '%s', 'EUR', '', %d, 'STATUTORY', 'ES', 'test', 1, 1, 1, 0, %d, %d, %d, 0, '{}', '{}', now())""".formatted(week, worker, job.requesterId(), floorMinor, earnedMinor, earnedMinor, earnedMinor));
        execute("""
                insert into wage_week_revision values ('%s', '%s', '%s', 'EUR', 1, 1, %d, %d, %d, now())""".formatted(week, worker, job.requesterId(), earnedMinor, earnedMinor, earnedMinor));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
