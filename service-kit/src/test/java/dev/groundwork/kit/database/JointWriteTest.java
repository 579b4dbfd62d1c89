package dev.groundwork.kit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Changes of several kinds in one statement, on a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(TokensTestResource.class)
class JointWriteTest {

    private static final String INSERT =
            "insert into probe_effect (probe_id, number) select ?::uuid, unnest(?::bigint[])";
    private static final String RAISE = "update probe_effect set number = number + ?::bigint where probe_id = ?::uuid";
    private static final String DELETE = "delete from probe_effect where probe_id = ?::uuid";

    private final UUID raised = UUID.randomUUID();
    private final UUID removed = UUID.randomUUID();
    private final UUID added = UUID.randomUUID();

    @Inject
    AgroalDataSource database;

    @Test
    void all_parts_change_what_they_are_for() throws Exception {
        try (var tx = begun()) {
            var write = new JointWrite();
            write.add("new", INSERT, 3, added.toString(), numbers(tx, 7L, 8L, 9L));
            write.add("raised", RAISE, 2, "100", raised.toString());
            write.add("removed", DELETE, 1, removed.toString());
            write.execute(tx);

            assertThat(sum(tx, added)).isEqualTo(24);
            assertThat(sum(tx, raised)).isEqualTo(203);
            assertThat(sum(tx, removed)).isZero();
        }
    }

    @Test
    void a_part_that_finds_other_rows_than_it_was_for_is_an_error() throws Exception {
        try (var tx = begun()) {
            var write = new JointWrite();
            write.add("new", INSERT, 1, added.toString(), numbers(tx, 7L));
            write.add("rows to raise", RAISE, 3, "100", raised.toString());

            assertThatThrownBy(() -> write.execute(tx))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("2 of 3 rows to raise were there to be written");
        }
    }

    @Test
    void without_a_part_nothing_happens() throws Exception {
        try (var tx = begun()) {
            new JointWrite().execute(tx);

            assertThat(sum(tx, raised)).isEqualTo(3);
        }
    }

    /** Rolled back when it is closed, as nobody commits it. */
    private Connection begun() throws SQLException {
        var tx = database.getConnection();
        tx.setAutoCommit(false);
        var write = new JointWrite();
        write.add("raised", INSERT, 2, raised.toString(), numbers(tx, 1L, 2L));
        write.add("removed", INSERT, 1, removed.toString(), numbers(tx, 5L));
        write.execute(tx);
        return tx;
    }

    private static Object numbers(Connection tx, Long... numbers) throws SQLException {
        return tx.createArrayOf("bigint", numbers);
    }

    private static long sum(Connection tx, UUID probe) throws SQLException {
        try (var query = tx.prepareStatement("select coalesce(sum(number), 0) from probe_effect where probe_id = ?")) {
            query.setObject(1, probe);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
