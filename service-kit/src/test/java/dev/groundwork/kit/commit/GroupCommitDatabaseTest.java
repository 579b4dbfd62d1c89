package dev.groundwork.kit.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import dev.groundwork.kit.commit.GroupCommit.Settings;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One statement for many callers, on a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(TokensTestResource.class)
class GroupCommitDatabaseTest {

    @Inject
    AgroalDataSource database;

    @Test
    void one_command_that_the_database_refuses_fails_alone() throws Exception {
        var probe = UUID.randomUUID();
        int callers = 500;
        try (var commit = new GroupCommit<Integer, Integer>(
                        "probe",
                        database,
                        new Settings(128, Duration.ofMillis(1), 2, 1_000),
                        (tx, numbers) -> insert(tx, probe, numbers));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, callers)
                    .mapToObj(number -> threads.submit(() -> commit.execute(number)))
                    .toList();

            for (int number = 0; number < callers; number++) {
                var answer = answers.get(number);
                if (number % 100 == 99) {
                    assertThat(answer)
                            .failsWithin(Duration.ofSeconds(30))
                            .withThrowableThat()
                            .withMessageContaining("the command failed");
                } else {
                    assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(number);
                }
            }
        }
        assertThat(count(probe)).isEqualTo(callers - callers / 100);
    }

    /** Every hundredth number is out of the range of its column. */
    private static List<Outcome<Integer>> insert(Connection tx, UUID probe, List<Integer> numbers) throws SQLException {
        var rows = numbers.stream()
                .map(number -> number % 100 == 99 ? "99999999999999999999" : number.toString())
                .toArray(String[]::new);
        try (var insert = tx.prepareStatement(
                "insert into probe_effect (probe_id, number) select ?, number::bigint from unnest(?::text[]) as t (number)")) {
            insert.setObject(1, probe);
            insert.setArray(2, tx.createArrayOf("text", rows));
            insert.executeUpdate();
        }
        var outcomes = new ArrayList<Outcome<Integer>>();
        numbers.forEach(number -> outcomes.add(Outcome.done(number)));
        return outcomes;
    }

    private int count(UUID probe) throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("select count(*) from probe_effect where probe_id = ?")) {
            select.setObject(1, probe);
            try (var found = select.executeQuery()) {
                found.next();
                return found.getInt(1);
            }
        }
    }
}
