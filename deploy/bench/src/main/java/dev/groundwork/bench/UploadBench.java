package dev.groundwork.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.postgresql.PGConnection;

/** Upload of many tasks in one streamed request, against a bare COPY of the rows that came of it. */
final class UploadBench {

    private static final String NAME = "upload";
    private static final double MEBI = 1024.0 * 1024;

    private final Market market;
    private final Effort effort;

    UploadBench(Market market, Effort effort) {
        this.market = market;
        this.effort = effort;
    }

    List<Figure> run() {
        var stand = market.stand();
        var warmUp = market.draft("bench: upload, warm-up");
        market.upload(warmUp, effort.bulk() / 10, stand.taskPort());
        long small = memoryOf(effort.bulk() / 10);

        var figures = new ArrayList<Figure>();
        var direct = market.draft("bench: upload");
        Duration uploaded;
        long peak;
        long before;
        try (var memory = new ProcessMemory.Peak(stand.taskPid())) {
            uploaded = market.upload(direct, effort.bulk(), stand.taskPort());
            before = memory.before();
            peak = memory.highest();
        }
        var gateway = market.draft("bench: upload through the gateway");
        var through = market.upload(gateway, effort.bulk(), stand.gatewayPort());
        var copied = copy(direct);

        double base = effort.bulk() / seconds(copied);
        figures.add(Figure.of(NAME, "COPY into an identical table", base, "rows/s"));
        figures.add(Figure.of(
                        NAME,
                        "task-service, %,d tasks".formatted(effort.bulk()),
                        effort.bulk() / seconds(uploaded),
                        "tasks/s")
                .atLeast(0.3, base, "COPY"));
        figures.add(Figure.of(NAME, "through the gateway", effort.bulk() / seconds(through), "tasks/s")
                .against(base, "COPY"));
        figures.add(Figure.of(NAME, "  memory of task-service, highest", peak / MEBI, "MiB")
                .against(small / MEBI, "a tenth of the tasks")
                .note("resident, %.0f MiB before; flat when it does not grow with the number of tasks"
                        .formatted(before / MEBI)));
        return figures;
    }

    private long memoryOf(long tasks) {
        var job = market.draft("bench: upload of " + tasks);
        try (var memory = new ProcessMemory.Peak(market.stand().taskPid())) {
            market.upload(job, tasks, market.stand().taskPort());
            return memory.highest();
        }
    }

    /** Copies the rows of the job out to a file, and times how they go into a table with the same columns, indexes and keys. */
    private Duration copy(UUID job) {
        var task = market.stand().task();
        task.run(
                "drop schema if exists bench cascade",
                "create schema bench",
                "create table bench.task (like public.task including all)");
        for (var key : foreignKeys()) {
            task.run("alter table bench.task add " + key);
        }
        var file = market.folder().resolve("task.copy");
        try (var connection = task.connect()) {
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            try (var out = Files.newOutputStream(file)) {
                copies.copyOut(
                        "copy (select * from task where job_id = '" + job + "' order by position) to stdout", out);
            }
            long rows;
            long started = System.nanoTime();
            try (var in = Files.newInputStream(file)) {
                rows = copies.copyIn("copy bench.task from stdin", in, 1 << 20);
            }
            var took = Duration.ofNanos(System.nanoTime() - started);
            if (rows != effort.bulk()) {
                throw new IllegalStateException("COPY took %,d rows of %,d".formatted(rows, effort.bulk()));
            }
            return took;
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException("the baseline of the upload failed: " + failed.getMessage(), failed);
        } finally {
            task.run("drop schema bench cascade");
            delete(file);
        }
    }

    private List<String> foreignKeys() {
        var keys = new ArrayList<String>();
        try (var connection = market.stand().task().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'public.task'::regclass")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        } catch (SQLException refused) {
            throw new IllegalStateException("cannot read the keys of task", refused);
        }
        return keys;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot delete " + file, refused);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
