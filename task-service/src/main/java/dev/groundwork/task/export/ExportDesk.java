package dev.groundwork.task.export;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.job.Job;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.media.ObjectStore;
import dev.groundwork.task.spec.TaskSpecs;

import org.jspecify.annotations.Nullable;

/** What requesters do with exports: ask for one, look at it, fetch its file, take it back. */
@ApplicationScoped
class ExportDesk {

    private final ExportStore store;
    private final ObjectStore files;
    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final ExportConfig config;
    private final Clock clock;

    ExportDesk(ExportStore store, ObjectStore files, JobDesk jobs, TaskSpecs specs, ExportConfig config, Clock clock) {
        this.store = store;
        this.files = files;
        this.jobs = jobs;
        this.specs = specs;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The file of an export.
     *
     * @param view which is ready, so it has a size and a hash
     */
    record Download(ExportView view, String key, long bytes) {}

    /** Puts an export into the queue, when its format has a place for what the job's answers hold. */
    @Transactional(TxType.MANDATORY)
    ExportView ask(UUID requesterId, UUID jobId, NewExport asked) {
        Job job = jobs.get(requesterId, jobId);
        asked.format().check(specs.byHash(job.specHash()), asked.request().options());
        if (store.open(requesterId) >= config.mostOpen()) {
            throw new RuleViolation(
                    "too-many-exports",
                    "You have " + config.mostOpen()
                            + " exports waiting or under way, as many as you may. Wait for one to be"
                            + " ready, or delete one.");
        }
        UUID id = Ids.next();
        store.add(id, jobId, requesterId, asked, job.taskCount(), clock.instant());
        return found(jobId, id);
    }

    Page<ExportView> list(UUID requesterId, UUID jobId, @Nullable UUID before, int limit) {
        Job job = jobs.get(requesterId, jobId);
        List<ExportView> views = store.list(job.id(), before, limit + 1);
        return Page.of(views, limit, view -> Cursor.encode(view.id()));
    }

    /** @throws NotFound {@code export-not-found} */
    ExportView get(UUID requesterId, UUID jobId, UUID id) {
        return found(jobs.get(requesterId, jobId).id(), id);
    }

    /**
     * The file of an export.
     *
     * @throws RuleViolation {@code export-not-ready}, with its state
     */
    Download download(UUID requesterId, UUID jobId, UUID id) throws IOException {
        ExportView view = get(requesterId, jobId, id);
        String key = store.keyOfReady(jobId, id)
                .orElseThrow(() -> new RuleViolation(
                        "export-not-ready",
                        "The export is " + view.state()
                                + ", so there is no file. Look at it again, or ask for another.",
                        Map.of("state", view.state())));
        long bytes = files.size(key).orElseThrow(() -> new NotFound("export", id));
        return new Download(view, key, bytes);
    }

    InputStream open(Download download, long from, long length) throws IOException {
        return length == 0 ? InputStream.nullInputStream() : files.open(download.key(), from, length);
    }

    /** Takes an export back, in whatever state it is. */
    void delete(UUID requesterId, UUID jobId, UUID id) {
        if (!store.delete(jobs.get(requesterId, jobId).id(), id, clock.instant())) {
            throw new NotFound("export", id);
        }
    }

    private ExportView found(UUID jobId, UUID id) {
        return store.find(jobId, id).orElseThrow(() -> new NotFound("export", id));
    }
}
