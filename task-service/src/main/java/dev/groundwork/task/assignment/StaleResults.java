package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.groundwork.kit.database.JointWrite;

/** What becomes of results when the answers that they were made with change: they are marked to be made anew, or dropped at once. */
final class StaleResults {

    private static final String MARK = """
            insert into result_mark (job_id, position) select * from unnest(?::uuid[], ?::bigint[])
            """;

    /**
     * Held together by all who withdraw answers of a job, and alone by whoever is about to commit its results: one of the two
     * sees what the other did.
     */
    private static final String HOLD = """
            select pg_advisory_xact_lock_shared(hashtextextended('results ' || job.id, 0))
            from (select distinct v.id from unnest(?::uuid[]) as v (id) order by v.id) job
            """;

    /** Passes over what is being written at the moment: its writer looks for withdrawn answers before it commits. */
    private static final String DROP = """
            delete from task_result r
            using (select k.job_id, k.position
                   from task_result k join unnest(?::uuid[], ?::bigint[]) as v (job_id, position)
                       on k.job_id = v.job_id and k.position = v.position
                   order by k.job_id, k.position for update of k skip locked) stale
            where r.job_id = stale.job_id and r.position = stale.position
            """;

    private StaleResults() {}

    /** Waits for whoever commits results of these jobs: before the counters are locked, or claims of the jobs would wait with it. */
    static void hold(Connection tx, List<Assignment> changed) throws SQLException {
        var withdrawn = withdrawn(changed);
        if (withdrawn.isEmpty()) {
            return;
        }
        try (var hold = tx.prepareStatement(HOLD)) {
            hold.setArray(1, new Columns<>(tx, withdrawn).uuids(assignment -> assignment
                    .terms()
                    .jobId()));
            hold.execute();
        }
    }

    /** What was made with an answer that is of no use any more goes with it, before anybody can read it; once it is held. */
    static void drop(Connection tx, List<Assignment> changed) throws SQLException {
        var withdrawn = withdrawn(changed);
        if (withdrawn.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, withdrawn);
        try (var delete = tx.prepareStatement(DROP)) {
            delete.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            delete.setArray(2, columns.longs(assignment -> assignment.terms().position()));
            delete.executeUpdate();
        }
    }

    private static List<Assignment> withdrawn(List<Assignment> changed) {
        return changed.stream()
                .filter(assignment -> assignment.loadedAs().isUsable() && !assignment.isUsable())
                .toList();
    }

    /** Whatever makes an answer usable, unusable or another one changes what its task comes to; approval does not. */
    static void mark(Connection tx, List<Assignment> changed, JointWrite write) throws SQLException {
        var touched = changed.stream()
                .filter(assignment -> assignment.state().isAnswered()
                        && (assignment.newAnswer() != null
                                || assignment.loadedAs() != AssignmentState.SUBMITTED
                                || assignment.state() != AssignmentState.APPROVED))
                .toList();
        if (touched.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, touched);
        write.add(
                "marks of results",
                MARK,
                touched.size(),
                columns.uuids(assignment -> assignment.terms().jobId()),
                columns.longs(assignment -> assignment.terms().position()));
    }
}
