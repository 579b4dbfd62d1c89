package dev.groundwork.task.appeal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.appeal.Appeals.OpenAppeal;
import dev.groundwork.task.appeal.Appeals.Work;
import dev.groundwork.task.assignment.AnswerCheck;
import dev.groundwork.task.assignment.Assignments;
import dev.groundwork.task.assignment.DisputeConfig;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.TaskInputs;
import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What becomes of appeals: each public method is one use case. */
@ApplicationScoped
class AppealDesk {

    private final Assignments assignments;
    private final TaskSpecs specs;
    private final TaskInputs inputs;
    private final DisputeConfig disputes;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final Clock clock;
    private final AgroalDataSource database;

    AppealDesk(
            Assignments assignments,
            TaskSpecs specs,
            TaskInputs inputs,
            DisputeConfig disputes,
            Outbox outbox,
            ObjectMapper json,
            Clock clock,
            AgroalDataSource database) {
        this.assignments = assignments;
        this.specs = specs;
        this.inputs = inputs;
        this.disputes = disputes;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
        this.database = database;
    }

    /** Contests the rejection of the worker's answer, in their words. */
    void file(UUID assignmentId, UUID workerId, String reason) {
        inTransaction(tx -> {
            var now = now();
            var loaded = assignments.lock(tx, List.of(assignmentId));
            var assignment = loaded.get(assignmentId);
            if (assignment == null) {
                throw new NotFound("assignment", assignmentId);
            }
            assignment.requireWorker(workerId);
            assignment.appeal(disputes.rulingWindow(), now);
            assignments.save(tx, loaded.values(), now);
            new Appeals(tx)
                    .file(
                            Ids.next(),
                            assignmentId,
                            assignment.terms().requesterId(),
                            workerId,
                            reason,
                            now,
                            now.plus(disputes.rulingWindow()));
            return assignmentId;
        });
    }

    /** {@return appeals that wait for a ruling which this adjudicator may give, the most urgent first} */
    Page<AppealView> open(Adjudicator adjudicator, @Nullable String cursor, int limit) {
        var after = Cursor.decodeUuid(cursor);
        var readings = inTransaction(tx -> {
            var now = now();
            var appeals = new Appeals(tx);
            var found = new ArrayList<Reading>();
            for (var appeal : appeals.open(adjudicator, after, limit + 1, now)) {
                found.add(new Reading(appeal, List.of(), now));
            }
            return found;
        });
        return Page.of(readings, limit, last -> Cursor.encode(last.appeal().id()))
                .map(reading -> view(reading).brief());
    }

    AppealView one(UUID appealId, Adjudicator adjudicator) {
        return view(inTransaction(tx -> {
            var now = now();
            var appeals = new Appeals(tx);
            return read(appeals, find(appeals, appealId, adjudicator, now), now);
        }));
    }

    /**
     * Keeps what the adjudicator answers without knowing what the worker answered, and then shows it.
     *
     * @throws RuleViolation {@code answer-already-seen}
     * @throws Unprocessable {@code answer-invalid} with a pointer to every fault
     */
    AppealView judge(UUID appealId, Adjudicator adjudicator, JsonNode ownAnswer) {
        var appeal = inTransaction(tx -> find(new Appeals(tx), appealId, adjudicator, now()));
        AnswerCheck.require(specs.byHash(appeal.specHash()), ownAnswer, () -> tree(appeal.input()));
        return show(appealId, adjudicator, ownAnswer.toString());
    }

    /** Shows the worker's answer without one of the adjudicator's own; asking again changes nothing. */
    AppealView reveal(UUID appealId, Adjudicator adjudicator) {
        return show(appealId, adjudicator, null);
    }

    private AppealView show(UUID appealId, Adjudicator adjudicator, @Nullable String ownAnswer) {
        return view(inTransaction(tx -> {
            var now = now();
            var appeals = new Appeals(tx);
            find(appeals, appealId, adjudicator, now);
            if (!appeals.show(appealId, adjudicator.personId(), ownAnswer, now) && ownAnswer != null) {
                throw new RuleViolation(
                        "answer-already-seen",
                        "You have seen the worker's answer: an answer of your own would not be independent any more.");
            }
            return read(appeals, find(appeals, appealId, adjudicator, now), now);
        }));
    }

    /**
     * Ends the dispute.
     *
     * @param reason in writing; worker and requester read it
     * @throws RuleViolation {@code answer-not-seen} from somebody who has not looked, {@code already-ruled}, {@code
     *     ruling-too-late}
     */
    void rule(UUID appealId, Adjudicator adjudicator, Ruling ruling, String reason) {
        inTransaction(tx -> {
            var now = now();
            var appeals = new Appeals(tx);
            var appeal =
                    appeals.open(adjudicator, appealId, now).orElseThrow(() -> refusal(appeals, adjudicator, appealId));
            if (!appeal.seen()) {
                throw new RuleViolation(
                        "answer-not-seen",
                        "Look at the worker's answer before you rule: judge the task yourself first, or reveal it.");
            }
            var loaded = assignments.lock(tx, List.of(appeal.assignmentId()));
            Objects.requireNonNull(loaded.get(appeal.assignmentId())).rule(ruling == Ruling.UPHELD, reason, now);
            assignments.save(tx, loaded.values(), now);
            appeals.rule(appealId, adjudicator.personId(), now);
            return appealId;
        });
    }

    /** Why an appeal that is not open cannot be ruled on. */
    private static DomainProblem refusal(Appeals appeals, Adjudicator adjudicator, UUID appealId) {
        return switch (appeals.end(adjudicator, appealId)) {
            case RULED -> new RuleViolation("already-ruled", "The appeal is decided.");
            case TOO_LATE ->
                new RuleViolation(
                        "ruling-too-late",
                        "The time to rule on the appeal is over: without a ruling the worker is right.");
            case UNKNOWN -> new NotFound("appeal", appealId);
        };
    }

    private static OpenAppeal find(Appeals appeals, UUID appealId, Adjudicator adjudicator, Instant now)
            throws SQLException {
        return appeals.open(adjudicator, appealId, now).orElseThrow(() -> new NotFound("appeal", appealId));
    }

    /**
     * What a view is made of, all that needs the transaction.
     *
     * @param named other answers of the worker that the rejection names, once the answer may be seen
     */
    private record Reading(OpenAppeal appeal, List<Work> named, Instant at) {}

    private Reading read(Appeals appeals, OpenAppeal appeal, Instant now) throws SQLException {
        if (!appeal.seen()) {
            return new Reading(appeal, List.of(), now);
        }
        var ids = items(rejection(appeal.rejection())).stream()
                .filter(item -> !isPointer(item))
                .map(UUID::fromString)
                .toList();
        return new Reading(appeal, appeals.named(appeal.jobId(), appeal.workerId(), ids), now);
    }

    /** Outside of a transaction, as a spec that is not in memory takes a connection of its own. */
    private AppealView view(Reading reading) {
        var appeal = reading.appeal();
        var taskSpec = specs.byHash(appeal.specHash());
        var spec = taskSpec.document();
        var rejection = rejection(appeal.rejection());
        var answer = tree(appeal.answer());
        var own = appeal.ownAnswer() == null ? null : tree(appeal.ownAnswer());
        return new AppealView(
                appeal.id(),
                appeal.filedAt(),
                appeal.dueAt(),
                Duration.between(reading.at(), appeal.dueAt()).toSeconds(),
                rejection.reason(),
                rejection.clause(),
                appeal.outcome(),
                spec.get("title"),
                spec.get("instructions"),
                spec.get("output"),
                spec.get("ui"),
                tree(inputs.forWorker(appeal.input())),
                own,
                own == null ? null : GoldComparison.matches(taskSpec, own, answer),
                appeal.seen() ? shown(reading, rejection) : null);
    }

    private AppealView.Shown shown(Reading reading, Rejection rejection) {
        var appeal = reading.appeal();
        var files = specs.byHash(appeal.specHash()).outputs().stream()
                .filter(field -> field.kind() == OutputKind.FILE)
                .toList();
        // The ids stay here, where nobody can look up whose they are.
        var pointers = items(rejection).stream().filter(AppealDesk::isPointer).toList();
        var others = reading.named().stream()
                .map(work ->
                        new AppealView.Other(tree(inputs.forWorker(work.input())), withLinks(work.answer(), files)))
                .toList();
        return new AppealView.Shown(
                withLinks(appeal.answer(), files),
                appeal.activeSeconds(),
                rejection.evidence(),
                pointers,
                others,
                appeal.reason());
    }

    /** A file is looked at by its link, as the media of a task are; words that look like one are the worker's and stay words. */
    private JsonNode withLinks(String stored, List<OutputField> files) {
        var answer = tree(stored);
        if (answer instanceof ObjectNode fields) {
            files.stream()
                    .map(OutputField::name)
                    .filter(fields::has)
                    .forEach(name -> fields.set(
                            name, tree(inputs.forWorker(fields.path(name).toString()))));
        }
        return answer;
    }

    private static List<String> items(Rejection rejection) {
        var items = rejection.items();
        return items == null ? List.of() : items;
    }

    /** The items of a stored rejection are pointers or ids. */
    private static boolean isPointer(String item) {
        return item.isEmpty() || item.startsWith("/");
    }

    private Rejection rejection(String text) {
        try {
            return json.readValue(text, Rejection.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored rejection is not one", impossible);
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what is stored is not JSON", impossible);
        }
    }

    /** PostgreSQL keeps microseconds; what is answered now must equal what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        try {
            var result = Transactions.call(database, work);
            outbox.wake();
            return result;
        } catch (SQLException failure) {
            throw new IllegalStateException("an appeal cannot be read or written", failure);
        }
    }
}
