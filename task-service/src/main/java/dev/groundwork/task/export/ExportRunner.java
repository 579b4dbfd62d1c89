package dev.groundwork.task.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.export.ExportStore.Ready;
import dev.groundwork.task.export.ExportStore.Remains;
import dev.groundwork.task.export.ExportStore.Run;
import dev.groundwork.task.export.format.ExportWriter;
import dev.groundwork.task.export.format.Notes;
import dev.groundwork.task.export.format.Plan;
import dev.groundwork.task.media.ObjectStore;
import dev.groundwork.task.result.ResultRefresh;
import dev.groundwork.task.spec.TaskSpec;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Writes exports in the background, a few at a time. Every second it says of each that it goes on, begins the next and removes
 * what has expired. An export whose process died is begun again once its lease is over; one that fails is tried a few times
 * more, while the others go on.
 */
@ApplicationScoped
class ExportRunner {

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration PAUSE_FOR_RESULTS = Duration.ofSeconds(2);
    private static final int REMOVED_AT_ONCE = 100;

    private final ExportStore store;
    private final ExportRows rows;
    private final ExportedJobs jobs;
    private final ResultRefresh results;
    private final ObjectStore files;
    private final ExportConfig config;
    private final Clock clock;

    private final Map<UUID, Progress> running = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final ExecutorService threads;
    private volatile boolean stopping;

    ExportRunner(
            ExportStore store,
            ExportRows rows,
            ExportedJobs jobs,
            ResultRefresh results,
            ObjectStore files,
            ExportConfig config,
            Clock clock) {
        this.store = store;
        this.rows = rows;
        this.jobs = jobs;
        this.results = results;
        this.files = files;
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.concurrent());
        // Threads of the platform: writing is work, not waiting.
        this.threads = Executors.newFixedThreadPool(
                config.concurrent(),
                Thread.ofPlatform().name("export-", 0).daemon().factory());
    }

    /** How far a run has come, and whether it is still wanted. */
    private static final class Progress {

        private final Run run;
        private final AtomicLong tasks = new AtomicLong();
        private volatile boolean lost;

        Progress(Run run) {
            this.run = run;
        }
    }

    /** Ends a run that nobody waits for any more. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("the export is not wanted any more", null, false, false);
        }
    }

    @Scheduled(
            identity = "export-runner",
            every = "${groundwork.export.every:1s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void tick() {
        for (Progress progress : running.values()) {
            if (!store.progress(progress.run, progress.tasks.get(), config.lease())) {
                progress.lost = true;
            }
        }
        begin();
        removeExpired();
    }

    /** Begins what waits, as far as there is room. */
    void begin() {
        while (!stopping && places.tryAcquire()) {
            boolean begun = false;
            try {
                var next = store.begin(config.lease(), clock.instant());
                if (next.isEmpty()) {
                    return;
                }
                var progress = new Progress(next.get());
                running.put(next.get().id(), progress);
                threads.execute(() -> attempt(progress));
                begun = true;
            } finally {
                if (!begun) {
                    places.release();
                }
            }
        }
    }

    private void attempt(Progress progress) {
        Run run = progress.run;
        try {
            if (run.failures() >= config.attempts()) {
                giveUp(run, "It was begun " + run.failures() + " times and never came to its end.");
            } else if (results.bringUpToDate(run.jobId()).pendingTasks() > 0 && mayWait(run)) {
                store.later(run, clock.instant().plus(PAUSE_FOR_RESULTS));
            } else {
                write(progress);
            }
        } catch (Abandoned gone) {
            if (stopping && !progress.lost) {
                store.handBack(run);
            }
            Log.infof("export %s of job %s stopped", run.id(), run.jobId());
        } catch (IOException | RuntimeException | Error failure) {
            fail(run, failure);
        } finally {
            running.remove(run.id(), progress);
            places.release();
        }
    }

    /** Results of a large job follow its answers in a while; of one that is being worked on they never quite do. */
    private boolean mayWait(Run run) {
        return clock.instant().isBefore(run.createdAt().plus(config.patience()));
    }

    private void fail(Run run, Throwable failure) {
        Log.errorf(failure, "export %s of job %s failed at attempt %d", run.id(), run.jobId(), run.attempt());
        try {
            if (run.failures() + 1 < config.attempts()) {
                store.again(
                        run,
                        "An attempt failed; it is tried again.",
                        clock.instant().plus(PAUSE_AFTER_FAILURE));
            } else {
                giveUp(
                        run,
                        "Every attempt failed. Ask for it again, and tell the operator its id if that does not help.");
            }
        } catch (RuntimeException unreachable) {
            // The lease runs out, and whoever finds the export then counts this attempt as failed.
            Log.errorf(unreachable, "the failure of export %s could not be noted", run.id());
        }
    }

    private void giveUp(Run run, String reason) {
        Instant now = clock.instant();
        store.fail(run, reason, now, now.plus(config.keep()));
    }

    private void write(Progress progress) throws IOException {
        Run run = progress.run;
        Path scratch = makeScratch();
        try {
            Path file = scratch.resolve("export");
            MessageDigest digest = sha256();
            var notes = new Notes();
            long written;
            try (OutputStream out =
                    new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024), digest)) {
                written = write(progress, scratch, notes, out);
            }
            files.put(run.key(), file);
            Instant now = clock.instant();
            var ready = new Ready(written, Files.size(file), HexFormat.of().formatHex(digest.digest()), notes.list());
            if (store.ready(run, ready, now, now.plus(config.keep()))) {
                Log.infof(
                        "export %s of job %s ready: %d rows as %s",
                        run.id(), run.jobId(), written, run.format().word());
            } else {
                files.delete(run.key());
            }
        } finally {
            remove(scratch);
        }
    }

    private long write(Progress progress, Path scratch, Notes notes, OutputStream out) throws IOException {
        Run run = progress.run;
        ExportedJobs.ExportedJob job = jobs.get(run.jobId());
        TaskSpec spec = job.spec();
        var plan = new Plan(run.jobId(), job.title(), spec, run.request().options(), scratch, notes);
        var pseudonyms = new Pseudonyms(store.secretOf(run.jobId()));
        try (ExportWriter writer = run.format().open(plan, out)) {
            rows.each(
                    run.jobId(), spec, run.request().filters(), run.request().options(), pseudonyms, (row, behind) -> {
                        if (stopping || progress.lost) {
                            throw new Abandoned();
                        }
                        writer.row(row);
                        progress.tasks.incrementAndGet();
                        if (behind) {
                            notes.add(Notes.Reason.RESULT_BEHIND, row.externalId());
                        }
                    });
            writer.end();
        }
        return progress.tasks.get();
    }

    /** First the files, then the row that knows of them. */
    private void removeExpired() {
        for (Remains remains : store.expired(clock.instant(), REMOVED_AT_ONCE)) {
            try {
                for (String key : remains.keys()) {
                    files.delete(key);
                }
                store.forget(remains.id());
            } catch (IOException | RuntimeException failure) {
                Log.errorf(failure, "export %s could not be removed", remains.id());
            }
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        threads.shutdown();
        if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
            Log.warn("exports under way were left; they begin again when their lease is over");
        }
    }

    private Path makeScratch() throws IOException {
        if (config.scratch().isEmpty()) {
            return Files.createTempDirectory("groundwork-export");
        }
        Path parent = Files.createDirectories(config.scratch().get());
        return Files.createTempDirectory(parent, "groundwork-export");
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
