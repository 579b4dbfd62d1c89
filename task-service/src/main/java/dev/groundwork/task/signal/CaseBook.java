package dev.groundwork.task.signal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.CaseEvent;
import dev.groundwork.contracts.task.v1.CaseEvent.CaseOpened;
import dev.groundwork.kit.Ids;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.Log;

/**
 * Opens cases: one for a sign, however often it is seen. While it is open its evidence grows; once a person has decided, it takes
 * as much evidence that the person has not seen as a first case does. One urgent report is as much.
 */
@ApplicationScoped
public class CaseBook {

    /** How many workers must have reported tasks of a job before a case is opened, where no single report is urgent. */
    public static final int LEAST_REPORTERS = SignalKind.REPORTED_TASKS.leastItems();

    private static final String OF_SIGN =
            " from signal_case where job_id = ? and kind = ? and field = ? and workers = ?";

    private static final String OPEN = "select id, items" + OF_SIGN + " and state = 'OPEN' for update";

    private static final String DECIDED = "select items" + OF_SIGN + " and state <> 'OPEN'";

    private static final String INSERT = """
            insert into signal_case (job_id, kind, field, workers, id, requester_id, state, summary, evidence, items,
                                     opened_at, seen_at, system_version)
            values (?, ?, ?, ?, ?, ?, 'OPEN', ?, ?::jsonb, ?, ?, ?, ?)
            """;

    private static final String GROW = """
            update signal_case
            set items = ?, seen_at = ?, summary = coalesce(?, summary), evidence = coalesce(?::jsonb, evidence)
            where id = ?
            """;

    private final Outbox outbox;

    CaseBook(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Of which job the signs are. */
    private record Subject(UUID id, UUID requesterId) {}

    /**
     * What workers have reported of a job.
     *
     * @param summary one sentence for the person who looks at it
     * @param evidence the reports, with the tasks they are about
     * @param items names of the single reports, by which new ones are told from those that a person has seen
     * @param enough whether such new ones are enough for another case
     */
    public record ReportedTasks(
            UUID jobId,
            UUID requesterId,
            String summary,
            ObjectNode evidence,
            SortedSet<String> items,
            Predicate<SortedSet<String>> enough) {}

    /** Opens a case about a job's tasks, or lets the open one grow, within a transaction that no other one of the job runs beside. */
    public void openReported(Connection tx, ReportedTasks reported, Instant now) throws SQLException {
        var finding = new Finding(
                SignalKind.REPORTED_TASKS, "", List.of(), reported.summary(), reported.evidence(), reported.items());
        open(tx, new Subject(reported.jobId(), reported.requesterId()), List.of(finding), reported.enough(), now);
    }

    /** Opens a case for each finding that is new, within a transaction that only one searcher at a time can commit. */
    void open(Connection tx, WatchedJob job, List<Finding> findings, Instant now) throws SQLException {
        for (Finding finding : findings) {
            int least = finding.kind().leastItems();
            open(tx, new Subject(job.id(), job.requesterId()), List.of(finding), fresh -> fresh.size() >= least, now);
        }
    }

    private void open(
            Connection tx, Subject job, List<Finding> findings, Predicate<SortedSet<String>> enough, Instant now)
            throws SQLException {
        var opened = new ArrayList<OutboxEvent>();
        for (Finding finding : findings) {
            if (!grow(tx, job, finding, now) && isNew(tx, job, finding, enough)) {
                var id = insert(tx, job, finding, now);
                opened.add(new OutboxEvent(
                        CaseEvent.TOPIC,
                        job.id(),
                        new CaseOpened(
                                id, job.id(), job.requesterId(), finding.kind().name(), now)));
                Log.infof("case %s of kind %s opened in job %s", id, finding.kind(), job.id());
            }
        }
        outbox.addAll(tx, opened);
    }

    /** {@return whether a case about this is open} Its evidence is replaced when the finding shows more. */
    private static boolean grow(Connection tx, Subject job, Finding finding, Instant now) throws SQLException {
        UUID id;
        SortedSet<String> known;
        try (var query = tx.prepareStatement(OPEN)) {
            bindSign(tx, query, job, finding);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                id = row.getObject(1, UUID.class);
                known = items(row.getArray(2));
            }
        }
        if (known.containsAll(finding.items())) {
            return true;
        }
        // Of reports the latest are looked at: they are what the person has not seen yet.
        boolean showsMore =
                finding.kind() == SignalKind.REPORTED_TASKS || finding.items().size() >= known.size();
        var all = new TreeSet<>(known);
        all.addAll(finding.items());
        try (var update = tx.prepareStatement(GROW)) {
            update.setArray(1, tx.createArrayOf("text", all.toArray()));
            update.setTimestamp(2, Timestamp.from(now));
            update.setString(3, showsMore ? finding.summary() : null);
            update.setString(4, showsMore ? finding.evidence().toString() : null);
            update.setObject(5, id);
            update.executeUpdate();
        }
        return true;
    }

    /** {@return whether nobody has decided on this, or on so much less of it that it is another case} */
    private static boolean isNew(Connection tx, Subject job, Finding finding, Predicate<SortedSet<String>> enough)
            throws SQLException {
        var fresh = new TreeSet<>(finding.items());
        boolean decided = false;
        try (var query = tx.prepareStatement(DECIDED)) {
            bindSign(tx, query, job, finding);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    decided = true;
                    fresh.removeAll(items(row.getArray(1)));
                }
            }
        }
        return !decided || enough.test(fresh);
    }

    private static UUID insert(Connection tx, Subject job, Finding finding, Instant now) throws SQLException {
        var id = Ids.next();
        try (var insert = tx.prepareStatement(INSERT)) {
            bindSign(tx, insert, job, finding);
            insert.setObject(5, id);
            insert.setObject(6, job.requesterId());
            insert.setString(7, finding.summary());
            insert.setString(8, finding.evidence().toString());
            insert.setArray(9, tx.createArrayOf("text", finding.items().toArray()));
            insert.setTimestamp(10, Timestamp.from(now));
            insert.setTimestamp(11, Timestamp.from(now));
            insert.setInt(12, finding.kind().system().version());
            insert.executeUpdate();
        }
        return id;
    }

    private static void bindSign(Connection tx, PreparedStatement statement, Subject job, Finding finding)
            throws SQLException {
        statement.setObject(1, job.id());
        statement.setString(2, finding.kind().name());
        statement.setString(3, finding.field());
        statement.setArray(4, tx.createArrayOf("uuid", finding.workers().toArray()));
    }

    private static SortedSet<String> items(Array array) throws SQLException {
        return new TreeSet<>(Arrays.asList((String[]) array.getArray()));
    }
}
