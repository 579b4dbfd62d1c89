package dev.groundwork.payment.guarantee;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentTimeCorrected;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
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
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;

/** Time that nobody measured counts once: over a real Kafka and a real PostgreSQL. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class UnmeasuredTimeTest {

    @Inject
    Scene scene;

    @Inject
    WorkedWeeks past;

    @Inject
    WageWeeks weeks;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void tasks_that_were_handed_in_together_took_no_more_than_the_time_that_passed() {
        Instant monday = weekAgo(2);
        Job job = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        for (int i = 0; i < 12; i++) {
            past.works(
                    job,
                    worker,
                    1200,
                    monday,
                    monday.plusSeconds(1200),
                    List.of("wall", "reported", "corrected").get(i / 4));
        }
        scene.hasEarned(worker, "0.60");

        weeks.run();

        // 20 minutes at 9.37 an hour, not 4 hours.
        scene.hasEarned(worker, "3.13");
        JsonPath week = asWorker(worker).get("/v1/wage-weeks").jsonPath();
        assertThat(week.getLong("items[0].activeSeconds")).isEqualTo(1200);
        assertThat(week.getLong("items[0].creditedSeconds")).isEqualTo(1200);
    }

    @Test
    void the_time_that_passed_does_not_raise_the_cap_where_others_were_measured() {
        Instant monday = weekAgo(2);
        Job job = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        for (int i = 0; i < 6; i++) {
            past.works(job, UUID.randomUUID(), 12, monday, monday.plusSeconds(60), "measured");
        }
        for (int i = 0; i < 3; i++) {
            past.works(job, worker, 600, monday, monday.plusSeconds(600), "wall");
        }
        scene.hasEarned(worker, "0.15");

        weeks.run();

        // Of 200 seconds each, 60: 5 times the 12 that were measured. 180 s at 9.37 an hour are 0.4685.
        scene.hasEarned(worker, "0.47");
    }

    @Test
    void what_was_measured_meanwhile_is_taken_off_and_what_stands_apart_counts_in_full() {
        Instant monday = weekAgo(2);
        Job job = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        past.works(job, worker, 200, monday.plusSeconds(100), monday.plusSeconds(700), "measured");
        past.works(job, worker, 1200, monday, monday.plusSeconds(1200), "wall");
        past.works(job, worker, 601, monday.plusSeconds(599), monday.plusSeconds(1200), "wall");
        past.works(job, worker, 300, monday.plusSeconds(1200), monday.plusSeconds(1500), "wall");
        past.works(job, worker, 50, monday.plusSeconds(9000), monday.plusSeconds(9050), "measured");

        weeks.run();

        JsonPath week = asWorker(worker).get("/v1/wage-weeks").jsonPath();
        assertThat(week.getLong("items[0].activeSeconds")).isEqualTo(1200 + 300 + 50);
        // What one of them is corrected to has its place in the same time.
        UUID disputed = past.works(job, worker, 40, monday.plusSeconds(200), monday.plusSeconds(1000), "corrected")
                .assignmentId();
        scene.say(
                job,
                new AssignmentTimeCorrected(disputed, job.id(), job.requesterId(), worker, 400, 360, Instant.now()));
        past.changed(disputed, 400);
        weeks.run();
        assertThat(asWorker(worker).get("/v1/wage-weeks").jsonPath().getLong("items[0].activeSeconds"))
                .isEqualTo(1200 + 300 + 50);
    }

    @Test
    void one_that_was_held_for_long_makes_no_room_for_what_others_say_of_a_short_while() {
        Instant monday = weekAgo(2);
        Job job = past.funded(5, 30);
        UUID worker = past.livesIn("ES");
        past.works(job, worker, 1, monday, monday.plusSeconds(3600), "reported");
        for (int i = 0; i < 4; i++) {
            past.works(job, worker, 300, monday, monday.plusSeconds(300), "wall");
        }
        // One after the other in the same hour: all that they say of themselves was there.
        for (int i = 1; i <= 3; i++) {
            past.works(job, worker, 60, monday.plusSeconds(900), monday.plusSeconds(900 + 60L * i), "reported");
        }

        weeks.run();

        assertThat(asWorker(worker).get("/v1/wage-weeks").jsonPath().getLong("items[0].activeSeconds"))
                .isEqualTo(1 + 300 + 180);
    }

    /** What a person says of a time span, in seconds. */
    private record Held(int since, int until, int said) {}

    @Test
    void as_much_fits_as_any_order_of_work_could_place() throws SQLException {
        var chance = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Held> all = new ArrayList<>();
            for (int i = chance.nextInt(1, 7); i > 0; i--) {
                int since = chance.nextInt(12);
                int until = since + chance.nextInt(1, 8);
                all.add(new Held(since, until, chance.nextInt(until - since + 2)));
            }
            all.sort(Comparator.comparingInt(Held::until));

            assertThat(fits(all)).as("%s", all).isEqualTo(placed(all));
        }
        assertThat(fits(List.of(new Held(5, 5, 3)))).isZero();
    }

    private long fits(List<Held> all) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select seconds_that_fit(?, ?, ?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "numeric",
                            all.stream().map(held -> new BigDecimal(held.since)).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "numeric",
                            all.stream().map(held -> new BigDecimal(held.until)).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", all.stream().map(held -> (long) held.said).toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** {@return the most seconds that can each be given to one of those who say that they worked in it: a maximum matching} */
    private static long placed(List<Held> all) {
        int[] takenBy = new int[24];
        Arrays.fill(takenBy, -1);
        List<Held> seconds = new ArrayList<>();
        all.forEach(held -> {
            for (int i = 0; i < held.said; i++) {
                seconds.add(held);
            }
        });
        long placed = 0;
        for (int wish = 0; wish < seconds.size(); wish++) {
            if (place(seconds, wish, takenBy, new boolean[takenBy.length])) {
                placed++;
            }
        }
        return placed;
    }

    private static boolean place(List<Held> wishes, int wish, int[] takenBy, boolean[] seen) {
        Held held = wishes.get(wish);
        for (int second = held.since; second < held.until; second++) {
            if (!seen[second]) {
                seen[second] = true;
                if (takenBy[second] < 0 || place(wishes, takenBy[second], takenBy, seen)) {
                    takenBy[second] = wish;
                    return true;
                }
            }
        }
        return false;
    }
}
