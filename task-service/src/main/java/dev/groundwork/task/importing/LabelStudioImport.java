package dev.groundwork.task.importing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.importing.ImportView.ImportedTask;
import dev.groundwork.task.ingest.RowError;
import dev.groundwork.task.ingest.RowErrors;
import dev.groundwork.task.ingest.TaskUpload;
import dev.groundwork.task.ingest.UploadReport;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.job.JobDrafts;
import dev.groundwork.task.job.JobState;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/** Takes Label Studio projects in: as a look at what they would be, or as a draft with all of its tasks. */
@ApplicationScoped
class LabelStudioImport {

    private static final int SAMPLE = 20;

    private final JobDrafts drafts;
    private final JobDesk jobs;
    private final TaskUpload upload;
    private final Idempotency idempotency;
    private final ImportConfig config;
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore places;

    LabelStudioImport(JobDrafts drafts, JobDesk jobs, TaskUpload upload, Idempotency idempotency, ImportConfig config) {
        this.drafts = drafts;
        this.jobs = jobs;
        this.upload = upload;
        this.idempotency = idempotency;
        this.config = config;
        this.places = new Semaphore(config.concurrent());
    }

    /** Who may have a draft made of the import; asked only when one is wanted. */
    interface Requester {
        UUID id();
    }

    /** What an idempotent repetition has to find again. */
    record Drafted(UUID jobId) {}

    /**
     * Reads a project.
     *
     * @param requester who it is for
     * @throws Unprocessable {@code label-config-not-supported}, {@code import-rejected}
     * @throws TryLater {@code imports-busy}, {@code uploads-busy}
     * @throws RuleViolation {@code import-cancelled} when a repetition finds its job cancelled
     */
    ImportView take(Requester requester, @Nullable String idempotencyKey, InputStream body) throws IOException {
        if (!places.tryAcquire()) {
            throw new TryLater(
                    "imports-busy",
                    "As many imports are under way as this service takes at once (" + config.concurrent()
                            + "). Try again in a few seconds.",
                    Duration.ofSeconds(5));
        }
        try {
            return taken(requester, idempotencyKey, body);
        } finally {
            places.release();
        }
    }

    private ImportView taken(Requester requester, @Nullable String idempotencyKey, InputStream body)
            throws IOException {
        Path folder = makeScratch();
        Path lines = folder.resolve("tasks");
        try (var file = ProjectFile.keep(body, folder.resolve("project"), config.mostBytes())) {
            ProjectFile.Head head = file.head();
            var project = new LabelProject(LabelConfig.parse(head.config()));
            ObjectNode document = project.spec();
            ImportView preview = read(file, head, project, document, lines);
            ObjectNode terms = head.job();
            if (terms == null) {
                return preview;
            }
            if (preview.rejectedTasks() > 0) {
                throw rejected(preview);
            }
            return draft(requester.id(), idempotencyKey, file.sha256OfBody(), terms, preview, lines);
        } finally {
            remove(folder);
        }
    }

    /** Reads every task, and writes it as a line of an upload. */
    private ImportView read(
            ProjectFile file, ProjectFile.Head head, LabelProject project, ObjectNode document, Path lines)
            throws IOException {
        TaskSpec spec = TaskSpec.parse(document, "/spec");
        var errors = new RowErrors();
        var sample = new ArrayList<ImportedTask>();
        long[] answered = {0};
        long tasks;
        try (BufferedWriter writer = Files.newBufferedWriter(lines)) {
            tasks = file.each((number, task) -> {
                JsonNode input = LabelProject.dataOf(task);
                List<FieldError> faults =
                        task.isObject() ? spec.faultsOfInput(input) : List.of(new FieldError("", "must be an object"));
                for (FieldError fault : faults) {
                    errors.add(new RowError(number, null, fault.pointer(), "invalid-input", fault.detail()));
                }
                String externalId = LabelProject.externalIdOf(task, number);
                Optional<JsonNode> gold = project.answerIn(task, spec);
                answered[0] += gold.isPresent() ? 1 : 0;
                if (sample.size() < SAMPLE) {
                    sample.add(new ImportedTask(externalId, input, gold.orElse(null)));
                }
                ObjectNode line = json.createObjectNode().put("externalId", externalId);
                line.set("input", input);
                if (head.gold() && gold.isPresent()) {
                    line.set("gold", gold.get());
                }
                writer.write(json.writeValueAsString(line));
                writer.write('\n');
            });
        }
        return new ImportView(
                document,
                project.kinds(),
                tasks,
                answered[0],
                sample,
                project.notes(),
                errors.rows(),
                errors.list(),
                null,
                null);
    }

    /** Drafts the job once, then adds its tasks, which may be done again: a task that is there is not added twice. */
    private ImportView draft(
            UUID requesterId,
            @Nullable String idempotencyKey,
            String body,
            ObjectNode terms,
            ImportView preview,
            Path lines)
            throws IOException {
        terms.set("spec", preview.spec());
        JobDrafts.Draft draft = drafts.read(terms);
        UUID jobId = QuarkusTransaction.requiringNew()
                .call(() -> idempotency.once(
                        "import-label-studio:" + requesterId,
                        idempotencyKey,
                        body,
                        Drafted.class,
                        () -> new Drafted(drafts.draft(requesterId, draft).id())))
                .jobId();
        JobState state = jobs.get(requesterId, jobId).state();
        if (state == JobState.CANCELLED) {
            throw new RuleViolation(
                    "import-cancelled",
                    "The job " + jobId + " that this import made was cancelled. Import again with another"
                            + " Idempotency-Key.");
        }
        if (state != JobState.DRAFT) {
            // A repetition that comes after the job was published has nothing left to do.
            return preview.with(jobId, new UploadReport(preview.tasks(), 0, preview.tasks(), 0, List.of()));
        }
        try (InputStream in = Files.newInputStream(lines)) {
            return preview.with(jobId, upload.take(requesterId, jobId, TaskUpload.Format.NDJSON, in, false));
        } catch (TryLater busy) {
            // The draft waits for the repetition, which adds the tasks to it.
            throw busy;
        } catch (DomainProblem refused) {
            jobs.cancel(requesterId, jobId);
            throw refused;
        }
    }

    private static Unprocessable rejected(ImportView preview) {
        RowError first = preview.errors().getFirst();
        return new Unprocessable(
                "import-rejected",
                "Nothing is imported: " + preview.rejectedTasks() + " of " + preview.tasks()
                        + " tasks cannot be used. The first: task " + first.row() + ", " + first.pointer() + " "
                        + first.detail() + ".",
                Map.of(
                        "received",
                        preview.tasks(),
                        "rejectedRows",
                        preview.rejectedTasks(),
                        "errors",
                        preview.errors()));
    }

    /** What cannot be removed must not hide what became of the import. */
    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException failure) {
            Log.errorf(failure, "the files of an import are left in %s", folder);
        }
    }

    private Path makeScratch() throws IOException {
        if (config.scratch().isEmpty()) {
            return Files.createTempDirectory("groundwork-import");
        }
        return Files.createTempDirectory(
                Files.createDirectories(config.scratch().get()), "groundwork-import");
    }
}
