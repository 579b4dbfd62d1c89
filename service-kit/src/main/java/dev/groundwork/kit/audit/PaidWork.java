package dev.groundwork.kit.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The work of jobs that is paid, in sums that say alike when the single payments are alike. The service that knows what is to be
 * paid and the one that paid both make them here.
 */
public final class PaidWork {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private PaidWork() {}

    /**
     * What is paid for a job's assignments in one currency, without what lifts it to a wage floor later.
     *
     * @param assignments how many
     * @param minor in minor units of the currency
     * @param hash of each assignment's id with its amount, summed up
     */
    @Schema(name = "PaidWorkOfJob")
    public record Sum(
            UUID jobId,
            @Schema(examples = "EUR") String currency,
            @Schema(examples = "17") long assignments,

            @Schema(description = "Paid for them, in minor units of the currency", examples = "850")
            String minor,

            @Schema(
                    description =
                            "The sum of the first 15 hexadecimal digits of the MD5 of each \"<assignment>=<minor units>\"",
                    examples = "5764607523034234880")
            String hash) {}

    /**
     * {@return a page of sums; it may hold none and still have a page after it}
     *
     * @param jobs selects the ids of jobs in their order: those after its first parameter, at most as many as its second
     * @param paid selects job, currency, assignment and minor units of all that was paid for the jobs in its only parameter, an array
     * @param limit how many jobs
     * @throws dev.groundwork.kit.problem.InvalidRequest {@code invalid-cursor}
     */
    public static Page<Sum> page(DataSource database, String jobs, String paid, @Nullable String cursor, int limit) {
        UUID after = Cursor.decodeUuid(cursor);
        try {
            return Transactions.call(database, tx -> {
                var page =
                        Page.of(jobs(tx, jobs, after == null ? BEFORE_ALL : after, limit + 1), limit, Cursor::encode);
                return new Page<>(sums(tx, paid, page.items()), page.next());
            });
        } catch (SQLException e) {
            throw new IllegalStateException("the paid work cannot be summed up", e);
        }
    }

    private static List<UUID> jobs(Connection tx, String jobs, UUID after, int limit) throws SQLException {
        try (var statement = tx.prepareStatement(jobs)) {
            statement.setObject(1, after);
            statement.setInt(2, limit);
            List<UUID> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getObject(1, UUID.class));
                }
            }
            return found;
        }
    }

    /** The sum of hashes has no order, so that no service has to sort; it tells amounts apart that changed places. */
    private static List<Sum> sums(Connection tx, String paid, List<UUID> jobs) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select job_id, currency, count(*), sum(minor)::text,
                       sum(('x' || substr(md5(assignment_id || '=' || minor), 1, 15))::bit(60)::bigint)::text
                from (%s) as paid (job_id, currency, assignment_id, minor)
                group by job_id, currency
                order by job_id, currency""".formatted(paid))) {
            statement.setArray(1, tx.createArrayOf("uuid", jobs.toArray()));
            List<Sum> sums = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sums.add(new Sum(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5)));
                }
            }
            return sums;
        }
    }
}
