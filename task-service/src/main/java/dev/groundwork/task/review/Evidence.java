package dev.groundwork.task.review;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.assignment.Assignment;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionReason;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** What a rejection points at is looked up: evidence that is not there is none, and some reasons need more of it than others. */
final class Evidence {

    /** One control task is missed by everybody at some time. */
    static final int FEWEST_MISSES = 2;

    private static final int UUID_LENGTH = 36;

    private Evidence() {}

    /**
     * Refuses a rejection whose evidence does not carry its reason.
     *
     * @param others how long the other workers of the job took
     * @throws Unprocessable {@code evidence-not-found}, {@code gold-miss-needs-more}, {@code speed-not-shown}
     */
    static void require(
            Connection tx, ObjectMapper json, Assignment assignment, Rejection rejection, OthersTimes others)
            throws SQLException {
        var ids = new LinkedHashSet<UUID>();
        for (String item : rejection.items() == null ? Set.<String>of() : rejection.items()) {
            var id = idIn(item);
            if (id != null) {
                ids.add(id);
            } else if (!pointsInto(json, assignment, item)) {
                throw notFound(item);
            }
        }
        ids.remove(assignment.id());
        requireOfWorker(tx, assignment, ids);
        if (rejection.reason() == RejectionReason.GOLD_MISS) {
            requireMisses(tx, ids);
        }
        if (rejection.reason() == RejectionReason.TOO_FAST && !others.isTooFast(assignment.activeSeconds())) {
            throw new Unprocessable(
                    "speed-not-shown",
                    "The answer took %d s, which is not far outside of what the other workers of the job took (3.5 deviations on the logarithm of time, %d workers at least)."
                            .formatted(assignment.activeSeconds(), OthersTimes.FEWEST_WORKERS));
        }
    }

    private static @Nullable UUID idIn(String item) {
        try {
            return item.length() == UUID_LENGTH ? UUID.fromString(item) : null;
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }

    private static boolean pointsInto(ObjectMapper json, Assignment assignment, String item) {
        var answer = assignment.answer();
        try {
            return answer != null
                    && !json.readTree(answer).at(JsonPointer.compile(item)).isMissingNode();
        } catch (IllegalArgumentException noPointer) {
            return false;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the stored answer of " + assignment.id() + " is not JSON", impossible);
        }
    }

    private static void requireOfWorker(Connection tx, Assignment assignment, Set<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        var missing = new ArrayList<>(ids);
        try (var query = tx.prepareStatement("""
                select id from assignment
                where id = any (?) and job_id = ? and worker_id = ? and submitted_at is not null
                """)) {
            query.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            query.setObject(2, assignment.terms().jobId());
            query.setObject(3, assignment.terms().workerId());
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    missing.remove(row.getObject(1, UUID.class));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw notFound(missing.getFirst().toString());
        }
    }

    /** Counted are answers to control tasks that had not leaked by then. */
    private static void requireMisses(Connection tx, Set<UUID> ids) throws SQLException {
        try (var query = tx.prepareStatement(
                "select count(*) from control_answer where assignment_id = any (?) and not is_right and not training and counts")) {
            query.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            try (var row = query.executeQuery()) {
                row.next();
                if (row.getLong(1) < FEWEST_MISSES) {
                    throw new Unprocessable(
                            "gold-miss-needs-more",
                            "One missed control task is a slip. Name in items at least %d other assignments of the worker that missed control tasks; %d of those named did."
                                    .formatted(FEWEST_MISSES, row.getLong(1)));
                }
            }
        }
    }

    private static Unprocessable notFound(String item) {
        return new Unprocessable(
                "evidence-not-found",
                "There is nothing at \"%s\": items are JSON pointers into the answer, or ids of other answers of the worker in this job."
                        .formatted(item));
    }
}
