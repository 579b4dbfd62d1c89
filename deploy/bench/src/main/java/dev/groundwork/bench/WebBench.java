package dev.groundwork.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.groundwork.local.Marketplace;
import dev.groundwork.local.ProjectFolder;

/** What the web client costs in a real browser: a program of its own folder goes through it and tells the figures. */
final class WebBench {

    static final String NAME = "web";
    static final String MISSING =
            "There is no Chromium on the PATH, so nothing is measured in a browser (apt install chromium).";

    private static final Pattern FIGURE = Pattern.compile("figure (.+) \\| ([0-9.]+) \\| (\\S+)");
    private static final long PATIENCE_MINUTES = 10;

    /**
     * In the order in which the program tells them: the shell, the next task, a frame of a drag (30 in a second), a long text, the
     * progress of a large job.
     */
    private static final List<Double> AIMS = List.of(180.0, 150.0, 1000 / 30.0, 300.0, 1000.0);

    private final Marketplace marketplace;
    private final Market market;
    private final Effort effort;

    WebBench(Marketplace marketplace, Market market, Effort effort) {
        this.marketplace = marketplace;
        this.market = market;
        this.effort = effort;
    }

    /** {@return where a Chromium is, if there is one} */
    static Optional<Path> chromium() {
        var folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    List<Figure> run(Path chromium) throws IOException {
        var large = halfDone();
        var builder = new ProcessBuilder("node", "browser/bench.mjs")
                .directory(
                        ProjectFolder.root().resolve("gateway/src/main/webui").toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GROUNDWORK_CHROMIUM", chromium.toString(),
                        "GROUNDWORK_URL", marketplace.urls().gateway().toString(),
                        "GROUNDWORK_REQUESTER_TOKEN", marketplace.token("rita"),
                        "GROUNDWORK_LARGE_JOB", large.id().toString(),
                        "GROUNDWORK_LARGE_JOB_TASKS", Long.toString(large.tasks()),
                        "GROUNDWORK_ROUNDS", effort.equals(Effort.QUICK) ? "2" : "15"));
        var process = builder.start();
        // Reading ends with the browser's last word: without this, a browser that hangs would hang the bench.
        process.onExit().orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).exceptionally(late -> end(process));
        try (var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            var said = lines.lines().toList();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the browser's benchmark failed: " + String.join("\n", said));
            }
            return figures(said);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        } finally {
            end(process);
        }
    }

    /** An open job of many tasks that came by the API, half of which have an answer, as if they had been worked: not approved, as what is approved is to be paid. */
    private Market.Job halfDone() {
        var job = market.job("bench: progress", effort.bulk());
        long done = job.tasks() / 2;
        market.stand()
                .task()
                .run(
                        """
                        insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor, currency,
                                                claimed_at, deadline_at, submitted_at, active_seconds, answer)
                        select gen_random_uuid(), t.job_id, t.id, t.position, j.requester_id, gen_random_uuid(), 'SUBMITTED',
                               j.reward_minor, j.currency, now() - interval '1 minute', now() + interval '1 hour', now(), 5,
                               '{"label": "yes"}'
                        from task t join job j on j.id = t.job_id
                        where t.job_id = '%s' order by t.position limit %d
                        """.formatted(job.id(), done),
                        """
                        delete from open_task o using assignment a
                        where a.job_id = '%1$s' and o.job_id = '%1$s' and o.position = a.position
                        """.formatted(job.id()),
                        """
                        update job_progress set submitted = %d,
                            head = (select min(position) - 1 from open_task where job_id = '%2$s')
                        where job_id = '%2$s'
                        """.formatted(done, job.id()),
                        "vacuum analyze assignment",
                        "vacuum analyze open_task");
        return job;
    }

    private static Process end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return process.destroyForcibly();
    }

    private static List<Figure> figures(List<String> said) {
        var found = new ArrayList<Figure>();
        for (var line : said) {
            Matcher figure = FIGURE.matcher(line);
            if (figure.matches()) {
                found.add(Figure.of(NAME, figure.group(1), Double.parseDouble(figure.group(2)), figure.group(3))
                        .aimBelow(AIMS.get(found.size())));
            }
        }
        if (found.size() != AIMS.size()) {
            throw new IllegalStateException("the browser told other figures: " + String.join("\n", said));
        }
        return found;
    }
}
