package dev.groundwork.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import org.postgresql.PGConnection;

/** Snapshots of many results in several formats, against a bare COPY of the same rows, and the memory that they take. */
final class ExportBench {

    private static final String NAME = "export";
    private static final double MEBI = 1024.0 * 1024;
    private static final double MOST_HEAP_MEBI = 256;
    private static final List<String> FORMATS = List.of("jsonl", "csv", "parquet", "hugging-face");

    private final Market market;
    private final Effort effort;

    ExportBench(Market market, Effort effort) {
        this.market = market;
        this.effort = effort;
    }

    List<Figure> run() {
        var stand = market.stand();
        var small = answered("bench: export, a tenth", effort.bulk() / 10);
        FORMATS.forEach(format -> market.export(small, format));
        long smallPeak;
        try (var memory = new ProcessMemory.Peak(stand.taskPid())) {
            FORMATS.forEach(format -> market.export(small, format));
            smallPeak = memory.highest();
        }

        var job = answered("bench: export", effort.bulk());
        double base = effort.bulk() / seconds(copy(job));
        var figures = new ArrayList<Figure>();
        figures.add(Figure.of(NAME, "COPY of the same rows to a file", base, "rows/s"));
        long peak;
        long before;
        double heap;
        collectGarbage(stand.taskPid());
        try (var memory = new ProcessMemory.Peak(stand.taskPid());
                var used = new HeapPeak(stand.taskPort())) {
            for (var format : FORMATS) {
                figures.add(measured(job, format).against(base, "COPY"));
            }
            before = memory.before();
            peak = memory.highest();
            heap = used.highest() / MEBI;
        }
        figures.add(Figure.of(NAME, "  heap of task-service, highest", heap, "MiB")
                .aimBelow(MOST_HEAP_MEBI)
                .note("in use, garbage included, while the exports above were written"));
        figures.add(Figure.of(NAME, "  memory of task-service, highest", peak / MEBI, "MiB")
                .against(smallPeak / MEBI, "a tenth of the tasks")
                .note("resident, %.0f MiB before; flat when it does not grow with the number of results"
                        .formatted(before / MEBI)));
        return figures;
    }

    private Figure measured(UUID job, String format) {
        long started = System.nanoTime();
        var ready = market.export(job, format);
        double took = (System.nanoTime() - started) / 1e9;
        if (ready.path("rows").asLong() != effort.bulk()) {
            throw new IllegalStateException("an export of %,d results has %s".formatted(effort.bulk(), ready));
        }
        long fetched = System.nanoTime();
        long bytes = market.download(ready.path("file").asText());
        double fetching = (System.nanoTime() - fetched) / 1e9;
        if (bytes != ready.path("sizeBytes").asLong()) {
            throw new IllegalStateException("%,d bytes came of %s".formatted(bytes, ready));
        }
        return Figure.of(NAME, "%,d results as %s".formatted(effort.bulk(), format), effort.bulk() / took, "rows/s")
                .note("%.1f s, %.0f MiB, fetched through the gateway in %.1f s"
                        .formatted(took, bytes / MEBI, fetching));
    }

    private UUID answered(String title, long tasks) {
        var job = market.draft(title);
        market.upload(job, tasks, market.stand().taskPort());
        var task = market.stand().task();
        // One answer for each task of a draft, and its result, as if all had been worked, approved and thought about.
        task.run("""
                        insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor, currency,
                                                claimed_at, deadline_at, submitted_at, active_seconds, answer)
                        select gen_random_uuid(), t.job_id, t.id, t.position, j.requester_id, gen_random_uuid(), 'APPROVED',
                               j.reward_minor, j.currency, now() - interval '1 minute', now() + interval '1 hour', now(), 5,
                               '{"label": "yes"}'
                        from task t join job j on j.id = t.job_id
                        where t.job_id = '%s'
                        """.formatted(job), """
                        insert into task_result (job_id, position, answers, result, confidence, state, refreshed_at)
                        select job_id, position, 1,
                               '{"label": {"value": "yes", "votes": 1, "share": 1.0, "confidence": 0.6667, "method": "majority"}}',
                               0.6667, 'DONE', now()
                        from task where job_id = '%s'
                        """.formatted(job), "analyze assignment", "analyze task", "analyze task_result");
        return job;
    }

    private Duration copy(UUID job) {
        Path file = market.folder().resolve("results.copy");
        try (var connection = market.stand().task().connect();
                var out = Files.newOutputStream(file)) {
            long started = System.nanoTime();
            long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("""
                        copy (select t.id, t.external_id, t.input, a.answer
                              from task t join assignment a on a.task_id = t.id
                              where t.job_id = '%s' order by t.position) to stdout
                        """.formatted(job), out);
            var took = Duration.ofNanos(System.nanoTime() - started);
            if (rows != effort.bulk()) {
                throw new IllegalStateException("COPY gave %,d rows of %,d".formatted(rows, effort.bulk()));
            }
            return took;
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException("the baseline of the export failed: " + failed.getMessage(), failed);
        }
    }

    /** What other benchmarks left behind is not what an export takes. Without the tool of the JDK it is counted all the same. */
    private static void collectGarbage(long pid) {
        var tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            return;
        }
        try {
            new ProcessBuilder(tool.toString(), Long.toString(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot ask process " + pid + " to collect its garbage", refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The most that the service says to have in use of its heap, asked often. */
    private static final class HeapPeak implements AutoCloseable {

        private static final int EVERY_MILLIS = 50;

        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread watcher;
        private volatile double highest;

        HeapPeak(int port) {
            var metrics = URI.create("http://localhost:%d/q/metrics".formatted(port));
            watcher = Thread.ofPlatform().daemon().name("heap").start(() -> watch(metrics));
        }

        private void watch(URI metrics) {
            try (var http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                while (!over.get()) {
                    var answer =
                            http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
                    highest = Math.max(
                            highest,
                            answer.body()
                                    .lines()
                                    .filter(line ->
                                            line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                                    .sum());
                    Pause.millis(EVERY_MILLIS);
                }
            } catch (IOException unreachable) {
                throw new UncheckedIOException("the metrics of task-service cannot be read", unreachable);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        double highest() {
            if (highest == 0) {
                throw new IllegalStateException("task-service does not say how much of its heap it uses");
            }
            return highest;
        }

        @Override
        public void close() {
            over.set(true);
            try {
                watcher.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
