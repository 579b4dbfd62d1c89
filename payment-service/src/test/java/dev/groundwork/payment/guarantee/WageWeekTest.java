package dev.groundwork.payment.guarantee;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerWeekToppedUp;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentTimeCorrected;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.guarantee.WorkedWeeks.weekAgo;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** A worker's week comes to the wage floor: over a real Kafka and a real PostgreSQL, with weeks that are long over. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class WageWeekTest {

    @Inject
    Scene scene;

    @Inject
    WorkedWeeks past;

    @Inject
    WageWeeks weeks;

    @Inject
    AdjustableClock clock;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        scene.booksAreRight();
    }

    @Test
    void acceptance_vector_4_slow_work_is_topped_up_without_anybody_asking_and_a_rerun_posts_nothing() {
        Instant monday = weekAgo(2);
        Job job = past.funded(65, 30);
        UUID worker = past.livesIn("ES");
        past.othersTake(job, monday, 180, 180, 180);
        List<AssignmentApproved> answers = new ArrayList<>();
        for (long seconds : List.of(180, 240, 300, 420, 1500, 200)) {
            answers.add(past.works(job, worker, seconds, monday.plusSeconds(answers.size() * 3600L)));
        }
        scene.hasEarned(worker, "3.90");

        weeks.run();

        scene.hasEarned(worker, "5.84");
        JsonPath week = asWorker(worker).get("/v1/wage-weeks").jsonPath();
        assertThat(week.getList("items")).hasSize(1);
        assertThat(week.getLong("items[0].activeSeconds")).isEqualTo(2840);
        assertThat(week.getLong("items[0].creditedSeconds")).isEqualTo(2240);
        assertThat(week.getString("items[0].floorPerHour.amount")).isEqualTo("9.37");
        assertThat(week.getString("items[0].floorPlace")).isEqualTo("ES");
        assertThat(week.getString("items[0].earned.amount")).isEqualTo("3.90");
        assertThat(week.getString("items[0].due.amount")).isEqualTo("5.84");
        assertThat(week.getString("items[0].toppedUp.amount")).isEqualTo("1.94");
        scene.hear(
                EarningEvent.TOPIC,
                WorkerWeekToppedUp.class,
                told -> told.workerId().equals(worker) && told.amount().equals(new Amount("194", "EUR")));
        // 9 rewards of 0.65 with a fee of 0.13 each, and the top-up: all from what was held for the job.
        scene.hasBalance(job.requesterId(), "71.72", "19.32", "8.96");

        weeks.run();
        scene.hasEarned(worker, "5.84");

        // The worker contests the capped time of nothing else but one answer: only the difference is posted.
        scene.say(
                job,
                new AssignmentTimeCorrected(
                        answers.getFirst().assignmentId(),
                        job.id(),
                        job.requesterId(),
                        worker,
                        280,
                        100,
                        Instant.now()));
        past.changed(answers.getFirst().assignmentId(), 280);
        weeks.run();
        scene.hasEarned(worker, "6.10");
        assertThat(asWorker(worker).get("/v1/wage-weeks").jsonPath().getInt("items[0].revision"))
                .isEqualTo(2);
    }

    @Test
    void pay_that_was_taken_back_lifts_no_week_any_more_also_where_a_top_up_is_left() throws SQLException {
        Instant monday = weekAgo(2);
        Job job = past.funded(65, 30);
        UUID worker = past.livesIn("ES");
        past.othersTake(job, monday, 240, 240, 240);
        AssignmentApproved quick = past.works(job, worker, 60, monday);
        past.works(job, worker, 240, monday.plusSeconds(3600));
        past.works(job, worker, 300, monday.plusSeconds(7200));
        scene.hasEarned(worker, "1.95");
        weeks.run();
        // 600 seconds at 9.37 an hour are 1.57.
        scene.hasEarned(worker, "1.95");
        toppedUp(quick.assignmentId());

        for (int time = 0; time < 2; time++) {
            Scene.as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                    .body("{\"reason\":\"a duplicate\"}")
                    .post("/v1/approvals/" + quick.assignmentId() + "/reversal")
                    .then()
                    .statusCode(200);
        }
        scene.hasEarned(worker, "1.30");
        weeks.run();

        // 540 seconds are 1.41, and 1.30 of it is paid.
        JsonPath week = asWorker(worker).get("/v1/wage-weeks").jsonPath();
        assertThat(week.getString("items[0].earned.amount")).isEqualTo("1.30");
        assertThat(week.getString("items[0].due.amount")).isEqualTo("1.41");
        assertThat(week.getString("items[0].toppedUp.amount")).isEqualTo("0.11");
        scene.hasEarned(worker, "1.41");
    }

    /** Neither by ending the job, nor by fetching the money, nor by acting on the week; a rejection is another service's to refuse. */
    @Test
    void acceptance_vector_4_a_requester_cannot_keep_the_top_up_back() {
        Instant monday = weekAgo(2);
        Job job = past.funded(65, 30);
        UUID worker = past.livesIn("ES");
        past.othersTake(job, monday, 180, 180, 180);
        for (long seconds : List.of(180, 240, 300, 420, 1500, 200)) {
            past.works(job, worker, seconds, monday.plusSeconds(seconds * 10));
        }
        scene.hasEarned(worker, "3.90");

        scene.isCompleted(job, 9);

        scene.hasBalance(job.requesterId(), "91.04", "1.94", "7.02");
        asRequester(job.requesterId())
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"amount\":{\"amount\":\"92.98\",\"currency\":\"EUR\"}}")
                .post("/v1/refunds")
                .then()
                .statusCode(409)
                .body("code", equalTo("insufficient-funds"));
        asRequester(job.requesterId()).post("/v1/wage-weeks/reckonings").then().statusCode(403);

        weeks.run();

        scene.hasEarned(worker, "5.84");
        scene.hasBalance(job.requesterId(), "91.04", "0.00", "8.96");
    }

    @Test
    void time_that_turns_out_shorter_takes_nothing_back() {
        Instant monday = weekAgo(2);
        Job job = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        AssignmentApproved answer = past.works(job, worker, 60, monday);
        scene.hasEarned(worker, "0.05");
        weeks.run();
        scene.hasEarned(worker, "0.16");

        scene.say(
                job,
                new AssignmentTimeCorrected(
                        answer.assignmentId(), job.id(), job.requesterId(), worker, 20, 0, Instant.now()));
        past.changed(answer.assignmentId(), 20);
        weeks.run();

        scene.hasEarned(worker, "0.16");
    }

    @Test
    void a_good_payer_does_not_make_up_for_a_bad_one_and_weeks_stand_alone() {
        Instant monday = weekAgo(3);
        UUID worker = past.livesIn("ES");
        Job bad = past.funded(5, 30);
        Job good = past.funded(500, 3);
        past.works(bad, worker, 60, monday);
        past.works(good, worker, 60, monday.plusSeconds(600));
        past.works(bad, worker, 60, monday.plus(Duration.ofDays(7)));
        scene.hasEarned(worker, "5.10");

        weeks.run();

        // 60 s at 9.37 an hour are 0.1562, rounded up: 0.11 above 0.05, twice.
        scene.hasEarned(worker, "5.32");
        assertThat(asWorker(worker).get("/v1/wage-weeks").jsonPath().getList("items.toppedUp.amount"))
                .containsExactlyInAnyOrder("0.11", "0.11", "0.00");
    }

    @Test
    void time_that_ran_out_is_paid_at_the_floor_and_what_was_given_back_is_not() {
        Instant monday = weekAgo(2);
        Job job = past.funded(65, 30);
        UUID worker = past.livesIn("IT");
        past.othersTake(job, monday, 400);
        var expired = new AssignmentExpired(UUID.randomUUID(), job.id(), UUID.randomUUID(), worker, 480, monday);
        scene.say(job, expired);
        scene.say(job, new AssignmentReturned(UUID.randomUUID(), job.id(), UUID.randomUUID(), worker, 300, monday));
        past.changed(expired.assignmentId(), 480);

        weeks.run();

        // 8 minutes at the platform's 7.40.
        scene.hasEarned(worker, "0.99");

        // A person found that it took 10.
        scene.say(
                job,
                new AssignmentTimeCorrected(
                        expired.assignmentId(), job.id(), job.requesterId(), worker, 600, 120, Instant.now()));
        past.changed(expired.assignmentId(), 600);
        weeks.run();
        scene.hasEarned(worker, "1.24");
    }

    @Test
    void who_is_screened_out_late_is_lifted_to_the_floor_as_whoever_answers_is() {
        Instant monday = weekAgo(2);
        Job job = past.funded(65, 30);
        UUID worker = past.livesIn("ES");
        past.othersTake(job, monday, 400);
        scene.say(job, Scene.screenedOut(job, worker, 12, 600, monday));
        scene.hasEarned(worker, "0.12");

        weeks.run();

        // 10 minutes at 9.37 an hour.
        scene.hasEarned(worker, "1.57");
    }

    @Test
    void who_is_screened_out_of_a_job_without_answers_is_owed_nothing_beside_their_pay() {
        Instant monday = weekAgo(2);
        Job idle = past.funded(65, 30);
        Job worked = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        scene.say(idle, Scene.screenedOut(idle, worker, 65, 86_400, monday));
        scene.hasEarned(worker, "0.65");
        past.works(worked, worker, 60, monday);
        scene.hasEarned(worker, "0.70");

        weeks.run();

        // Nor does it make up for work under the floor: 60 s at 9.37 an hour lack 0.11 above 0.05.
        scene.hasEarned(worker, "0.81");
        assertThat(asWorker(worker).get("/v1/wage-weeks").jsonPath().getList("items.creditedSeconds", Long.class))
                .containsExactly(60L);
    }

    @Test
    void a_currency_that_fell_is_made_good_for() throws SQLException {
        Instant monday = weekAgo(5);
        LocalDate day = LocalDate.ofInstant(monday, ZoneOffset.UTC);
        // The only test that moves this rate: 10.42 GBP at 0.8 to the dollar are 13.025 dollars.
        String currency = "GBP";
        rate(currency, day, "0.8");
        rate(currency, day.plusDays(7), "0.64");
        floor("GG", currency, 1042, day);
        Job job = past.funded(10, 30);
        UUID worker = past.livesIn("GG");
        past.othersTake(job, monday, 3600);
        past.works(job, worker, 3600, monday);
        scene.hasEarned(worker, "0.10");

        weeks.run();

        // At the rates of the week's end (0.64): 10.42 / 0.64 × 0.925 = 15.0602; of the day: 12.0482.
        scene.hasEarned(worker, "15.07");
        assertThat(topUpsByReason(worker)).containsExactly("20: 1195", "21: 302");
    }

    @Test
    void a_job_that_is_over_keeps_what_its_open_week_may_take_and_gives_back_the_rest() {
        Job job = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        past.works(job, worker, 60, Instant.now().minusSeconds(5));
        scene.hasEarned(worker, "0.05");

        scene.isCompleted(job, 1);

        // Of 2.18 that were held 0.06 are spent, and 0.11 may be owed when the week is over.
        scene.hasBalance(job.requesterId(), "99.83", "0.11", "0.06");

        clock.advance(Duration.ofDays(8));
        weeks.run();
        scene.hasEarned(worker, "0.16");
        scene.hasBalance(job.requesterId(), "99.83", "0.00", "0.17");
    }

    @Test
    void what_a_job_cannot_pay_the_platform_does() {
        Instant monday = weekAgo(2);
        Job job = past.funded(5, 2);
        UUID worker = past.livesIn("ES");
        past.works(job, worker, 300, monday);
        past.works(job, worker, 300, monday);
        scene.hasEarned(worker, "0.10");

        weeks.run();

        // Due 1.5617; 0.03 are left of what was held, which is less than the whole.
        scene.hasEarned(worker, "1.57");
        scene.isCompleted(job, 2);
        scene.hasBalance(job.requesterId(), "99.85", "0.00", "0.15");
    }

    private void toppedUp(UUID assignmentId) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "update work_time set pay_minor = pay_minor + 1 where assignment_id = ?")) {
            statement.setObject(1, assignmentId);
            statement.executeUpdate();
        }
    }

    private void rate(String currency, LocalDate day, String perUsd) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("insert into fx_rate values (?, ?::date, ?, 'test')")) {
            statement.setString(1, currency);
            statement.setString(2, day.toString());
            statement.setBigDecimal(3, new BigDecimal(perUsd));
            statement.executeUpdate();
        }
    }

    private void floor(String place, String currency, long minor, LocalDate day) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        insert into wage_floor (place, kind, effective_from, per_hour_minor, currency, source, confidence)
                        values (?, 'STATUTORY', ?::date, ?, ?, 'test', 'high')""")) {
            statement.setString(1, place);
            statement.setString(2, day.toString());
            statement.setLong(3, minor);
            statement.setString(4, currency);
            statement.executeUpdate();
        }
    }

    private List<String> topUpsByReason(UUID worker) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select t.reason, sum(t.amount) from transfer t join account a on a.id = t.credit_account
                        where a.owner_id = ? and t.reason >= 20 group by 1 order by 1""")) {
            statement.setObject(1, worker);
            try (var row = statement.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (row.next()) {
                    found.add(row.getInt(1) + ": " + row.getLong(2));
                }
                return found;
            }
        }
    }
}
