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

    /** In the order in which the program tells them: the shell, the next task, a frame of a drag (30 in a second), a long text. */
    private static final List<Double> AIMS = List.of(180.0, 150.0, 1000 / 30.0, 300.0);

    private final Marketplace marketplace;
    private final Effort effort;

    WebBench(Marketplace marketplace, Effort effort) {
        this.marketplace = marketplace;
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
        var builder = new ProcessBuilder("node", "browser/bench.mjs")
                .directory(
                        ProjectFolder.root().resolve("gateway/src/main/webui").toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GROUNDWORK_CHROMIUM", chromium.toString(),
                        "GROUNDWORK_URL", marketplace.urls().gateway().toString(),
                        "GROUNDWORK_REQUESTER_TOKEN", marketplace.token("rita"),
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
