package dev.groundwork.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator, as the machine's packages have it. */
final class PgBench {

    static final String MISSING =
            "pgbench is not installed (Debian: apt install postgresql-client-common postgresql-client "
                    + "postgresql-contrib or postgresql-NN): its baselines are left out";

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern DONE = Pattern.compile("number of transactions actually processed: (\\d+)");

    private final Path program;

    private PgBench(Path program) {
        this.program = program;
    }

    /** One run of a script. */
    record Run(int clients, double perSecond, long done, Latencies latencies) {

        /** {@return the median of the runs with so many clients each, fewest clients first} */
        static List<Run> medians(List<Run> runs) {
            return runs.stream()
                    .map(Run::clients)
                    .distinct()
                    .sorted()
                    .map(clients -> Rounds.median(
                            runs.stream()
                                    .filter(run -> run.clients() == clients)
                                    .toList(),
                            Run::perSecond))
                    .toList();
        }

        /**
         * {@return the fastest of these medians, empty without any} It is what a server can do: which number of clients suits it is
         * not for chance to say, nor for the number of runs.
         */
        static Optional<Run> fastest(List<Run> runs) {
            return runs.stream().max(Comparator.comparingDouble(Run::perSecond));
        }
    }

    /** {@return the program from the path, or the newest below {@code /usr/lib/postgresql}} */
    static Optional<PgBench> find() {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            var program = Path.of(folder.isEmpty() ? "." : folder, "pgbench");
            if (Files.isExecutable(program)) {
                return Optional.of(new PgBench(program));
            }
        }
        var packages = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(packages)) {
            try (var versions = Files.list(packages)) {
                return versions.map(version -> version.resolve("bin/pgbench"))
                        .filter(Files::isExecutable)
                        .max(Comparator.comparing(Path::toString))
                        .map(PgBench::new);
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Runs a script with so many clients for so many seconds; every execution of the script is timed. */
    Run run(Database database, String script, int clients, int seconds, Path folder) throws IOException {
        var work = Files.createTempDirectory(folder, "pgbench-");
        var file = Files.writeString(work.resolve("script.sql"), script);
        var command = List.of(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + seconds,
                "--log",
                "--log-prefix=" + work.resolve("times"),
                "--file=" + file,
                "--host=127.0.0.1",
                "--port=" + database.port(),
                "--username=" + database.user(),
                database.name());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(work.toFile());
        builder.environment().put("PGPASSWORD", database.password());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 || output.contains("aborted in command")) {
                throw new IOException("pgbench failed: " + output.substring(0, Math.min(output.length(), 2_000)));
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
        long done = (long) number(DONE, output);
        // On a machine that is busy with something else a short run may get nothing done, and names no rate then.
        return new Run(clients, done == 0 ? 0 : number(RATE, output), done, times(work));
    }

    /** Makes the tables of TPC-B in a database of ours. */
    void initialise(Database database, int scale) throws IOException {
        var builder = new ProcessBuilder(
                        program.toString(),
                        "--initialize",
                        "--quiet",
                        "--scale=" + scale,
                        "--host=127.0.0.1",
                        "--port=" + database.port(),
                        "--username=" + database.user(),
                        database.name())
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("pgbench could not make its tables: " + output);
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    private static double number(Pattern pattern, String output) throws IOException {
        var matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("pgbench did not say its " + pattern + ": " + output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** Every line of the logs: client, transaction, microseconds, script, time. */
    private static Latencies times(Path folder) throws IOException {
        var latencies = new Latencies();
        var logs = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, "times*")) {
            files.forEach(logs::add);
        }
        for (var log : logs) {
            try (var lines = Files.lines(log)) {
                lines.forEach(line -> {
                    int first = line.indexOf(' ');
                    int second = line.indexOf(' ', first + 1);
                    int third = line.indexOf(' ', second + 1);
                    // One that was rolled back has no time, and is not counted as done either.
                    if (line.charAt(second + 1) != 'f') {
                        latencies.add(Long.parseLong(line, second + 1, third, 10) * 1000);
                    }
                });
            }
            Files.delete(log);
        }
        return latencies;
    }
}
