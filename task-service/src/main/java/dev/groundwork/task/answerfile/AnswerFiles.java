package dev.groundwork.task.answerfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.media.WorkerMedia.Kept;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;

/** Which files belong to which assignment, and how much of what workers may upload is taken. */
@ApplicationScoped
public class AnswerFiles {

    private static final Duration DAY = Duration.ofHours(24);

    /** Longer than an upload takes: what has no bytes by then was given up by a service that ended meanwhile. */
    private static final Duration ARRIVING = Duration.ofHours(1);

    /** While the answer may still be handed in or replaced. */
    private static final String ATTEMPT = """
            select a.requester_id, j.spec_hash, a.state = 'SUBMITTED' or (a.state = 'CLAIMED' and a.deadline_at > ?)
            from assignment a join job j on j.id = a.job_id where a.id = ? and a.worker_id = ?
            """;

    /** Two uploads of one worker must not both take the last of what is left, nor both put the same bytes where they belong. */
    private static final String TAKE_TURNS = "select pg_advisory_xact_lock(hashtextextended('files ' || ?::uuid, 0))";

    private static final String TAKEN = """
            select count(*) filter (where assignment_id = ? and removed_at is null),
                   coalesce(sum(bytes) filter (where assignment_id = ? and removed_at is null), 0),
                   coalesce(sum(bytes) filter (where added_at > ?), 0)
            from answer_file where worker_id = ? and (added_at > ? or assignment_id = ?)
                and (medium_id is not null or removed_at is not null or added_at > ?)
            """;

    private static final String RESERVE =
            "insert into answer_file (id, assignment_id, worker_id, bytes, added_at) values (?, ?, ?, ?, ?)";

    private static final String FINISH = """
            update answer_file set medium_id = ?, bytes = ? where id = ?
                and not exists (select from answer_file where assignment_id = ? and medium_id = ?)
            """;

    private static final String THERE_AGAIN =
            "update answer_file set removed_at = null where assignment_id = ? and medium_id = ?";

    /** It took of the day all the same. */
    private static final String GIVE_UP = "update answer_file set removed_at = ?, bytes = ? where id = ?";

    private static final String NOT_TAKEN = "delete from answer_file where id = ? and medium_id is null";

    private static final String LIST = """
            select m.id, m.media_type, m.bytes
            from answer_file f join media m on m.id = f.medium_id
            where f.assignment_id = ? and f.worker_id = ? and f.removed_at is null order by f.id
            """;

    private static final String REMOVE = """
            update answer_file set removed_at = ?
            where assignment_id = ? and worker_id = ? and medium_id = ? and removed_at is null
            """;

    private static final String OWN =
            "select medium_id from answer_file where assignment_id = ? and removed_at is null and medium_id is not null";

    private final AgroalDataSource database;
    private final TaskSpecs specs;
    private final AnswerFileConfig config;
    private final Clock clock;

    AnswerFiles(AgroalDataSource database, TaskSpecs specs, AnswerFileConfig config, Clock clock) {
        this.database = database;
        this.specs = specs;
        this.config = config;
        this.clock = clock;
    }

    /** Room for a file whose bytes may arrive now. */
    record Room(UUID id, UUID assignmentId, UUID workerId, UUID requesterId) {}

    /**
     * Takes room for a file before its first byte is read.
     *
     * @param bytes as the request announces them
     * @throws NotFound {@code assignment-not-found}
     * @throws RuleViolation {@code assignment-not-in-hand}, {@code no-file-asked}, {@code too-many-files}
     * @throws TooLarge {@code files-too-large}, {@code upload-quota-used}
     */
    Room reserve(UUID assignmentId, UUID workerId, long bytes) {
        return call("reserve", tx -> {
            var now = clock.instant();
            UUID requesterId = requireOpen(tx, assignmentId, workerId, now);
            takeTurns(tx, workerId);
            requireRoom(tx, assignmentId, workerId, bytes, now);
            var room = new Room(Ids.next(), assignmentId, workerId, requesterId);
            try (var insert = tx.prepareStatement(RESERVE)) {
                insert.setObject(1, room.id());
                insert.setObject(2, assignmentId);
                insert.setObject(3, workerId);
                insert.setLong(4, bytes);
                insert.setTimestamp(5, Timestamp.from(now));
                insert.executeUpdate();
            }
            return room;
        });
    }

    private static void takeTurns(Connection tx, UUID workerId) throws SQLException {
        try (var lock = tx.prepareStatement(TAKE_TURNS)) {
            lock.setObject(1, workerId);
            lock.execute();
        }
    }

    private UUID requireOpen(Connection tx, UUID assignmentId, UUID workerId, Instant now) throws SQLException {
        UUID requesterId;
        String specHash;
        try (var query = tx.prepareStatement(ATTEMPT)) {
            query.setTimestamp(1, Timestamp.from(now));
            query.setObject(2, assignmentId);
            query.setObject(3, workerId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("assignment", assignmentId);
                }
                if (!row.getBoolean(3)) {
                    throw new RuleViolation(
                            "assignment-not-in-hand",
                            "This task is not in your hands any more, so it takes no file; look at the assignment.");
                }
                requesterId = row.getObject(1, UUID.class);
                specHash = row.getString(2);
            }
        }
        if (files(specs.byHash(specHash)).isEmpty()) {
            throw new RuleViolation("no-file-asked", "This task asks for no file, so none is taken for it.");
        }
        return requesterId;
    }

    private void requireRoom(Connection tx, UUID assignmentId, UUID workerId, long bytes, Instant now)
            throws SQLException {
        var since = Timestamp.from(now.minus(DAY));
        try (var query = tx.prepareStatement(TAKEN)) {
            query.setObject(1, assignmentId);
            query.setObject(2, assignmentId);
            query.setTimestamp(3, since);
            query.setObject(4, workerId);
            query.setTimestamp(5, since);
            query.setObject(6, assignmentId);
            query.setTimestamp(7, Timestamp.from(now.minus(ARRIVING)));
            try (var row = query.executeQuery()) {
                row.next();
                if (row.getInt(1) >= config.mostFiles()) {
                    throw new RuleViolation(
                            "too-many-files",
                            "One answer has at most %d files; remove one first.".formatted(config.mostFiles()));
                }
                if (row.getLong(2) + bytes > config.mostBytes()) {
                    throw new TooLarge(
                            "files-too-large",
                            "The files of one answer have at most %d bytes together; %d are there already."
                                    .formatted(config.mostBytes(), row.getLong(2)));
                }
                if (row.getLong(3) + bytes > config.mostBytesPerDay()) {
                    throw new TooLarge(
                            "upload-quota-used",
                            "You upload at most %d bytes in 24 hours, and %d are used; go on later, or send a smaller file."
                                    .formatted(config.mostBytesPerDay(), row.getLong(3)));
                }
            }
        }
    }

    /** Puts the file where room was taken for it; the same bytes again are the same file. */
    void finish(Room room, Kept kept) {
        call("keep", tx -> {
            takeTurns(tx, room.workerId());
            try (var update = tx.prepareStatement(FINISH)) {
                update.setObject(1, kept.id());
                update.setLong(2, kept.bytes());
                update.setObject(3, room.id());
                update.setObject(4, room.assignmentId());
                update.setObject(5, kept.id());
                if (update.executeUpdate() > 0) {
                    return true;
                }
            }
            try (var again = tx.prepareStatement(THERE_AGAIN);
                    var give = tx.prepareStatement(GIVE_UP)) {
                again.setObject(1, room.assignmentId());
                again.setObject(2, kept.id());
                again.executeUpdate();
                give.setTimestamp(1, Timestamp.from(clock.instant()));
                give.setLong(2, kept.bytes());
                give.setObject(3, room.id());
                give.executeUpdate();
            }
            return true;
        });
    }

    /** Gives the room back: of the file nothing was kept. */
    void cancel(Room room) {
        call("cancel", tx -> {
            try (var delete = tx.prepareStatement(NOT_TAKEN)) {
                delete.setObject(1, room.id());
                return delete.executeUpdate();
            }
        });
    }

    /** {@return the files of a worker's assignment, the earliest first} */
    List<Kept> of(UUID assignmentId, UUID workerId) {
        return call("list", tx -> {
            try (var query = tx.prepareStatement(LIST)) {
                query.setObject(1, assignmentId);
                query.setObject(2, workerId);
                var files = new ArrayList<Kept>();
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        files.add(new Kept(row.getObject(1, UUID.class), row.getString(2), row.getLong(3)));
                    }
                }
                return files;
            }
        });
    }

    /** Takes a file back; once it is away nothing more happens. */
    void remove(UUID assignmentId, UUID workerId, UUID mediumId) {
        call("remove", tx -> {
            try (var update = tx.prepareStatement(REMOVE)) {
                update.setTimestamp(1, Timestamp.from(clock.instant()));
                update.setObject(2, assignmentId);
                update.setObject(3, workerId);
                update.setObject(4, mediumId);
                return update.executeUpdate();
            }
        });
    }

    /**
     * Refuses an answer that names files which were not uploaded for its assignment.
     *
     * @throws Unprocessable {@code answer-invalid} with a pointer to each
     */
    public void requireOwn(UUID assignmentId, TaskSpec spec, JsonNode answer) {
        var named = files(spec).stream()
                .filter(field -> answer.path(field.name()).isTextual())
                .toList();
        if (named.isEmpty()) {
            return;
        }
        Set<UUID> own = own(assignmentId);
        List<FieldError> faults = named.stream()
                .filter(field -> TaskSpec.mediumIn(answer.path(field.name()).textValue())
                        .filter(own::contains)
                        .isEmpty())
                .map(field -> new FieldError("/" + field.name(), "is no file that was uploaded for this task"))
                .toList();
        if (!faults.isEmpty()) {
            throw new Unprocessable(
                    "answer-invalid",
                    "The answer names a file that was not uploaded for this task; see errors for where.",
                    Map.of("errors", faults));
        }
    }

    private Set<UUID> own(UUID assignmentId) {
        return call("read", tx -> {
            try (PreparedStatement query = tx.prepareStatement(OWN)) {
                query.setObject(1, assignmentId);
                List<UUID> ids = new ArrayList<>();
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getObject(1, UUID.class));
                    }
                }
                return ids.stream().collect(Collectors.toUnmodifiableSet());
            }
        });
    }

    private static List<OutputField> files(TaskSpec spec) {
        return spec.outputs().stream()
                .filter(field -> field.kind() == OutputKind.FILE)
                .toList();
    }

    private <T> T call(String what, Transactions.Work<T> work) {
        try {
            return Transactions.call(database, work);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot " + what + " files of an answer", failure);
        }
    }
}
