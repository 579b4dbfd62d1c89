package dev.groundwork.local;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The commands of {@code ./groundwork} that look after the running stack; the script in front builds and finds Java. */
public final class Launcher {

    private static final int WRONG_USE = 2;

    private static final int NOT_ALL_UP = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Path root;
    private final StackFolder folder;
    private final PrintStream out;

    private Launcher(Path root, PrintStream out) {
        this.root = root;
        this.folder = new StackFolder(root.resolve(".groundwork"));
        this.out = out;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        QuietClients.use();
        System.exit(new Launcher(ProjectFolder.root(), System.out).run(List.of(arguments)));
    }

    private int run(List<String> arguments) {
        var command = arguments.isEmpty() ? "" : arguments.getFirst();
        var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "up" -> up(rest);
                case "down" -> down();
                case "status" -> status();
                case "reset" -> reset(rest);
                case "token" -> token(rest);
                case "audit" -> audit(rest);
                default -> throw new WrongUse("unknown command: " + command);
            };
        } catch (WrongUse e) {
            out.println(e.getMessage());
            return WRONG_USE;
        } catch (IOException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    // up

    private int up(List<String> options) throws IOException {
        var asked = portOption(options);
        var known = knownPort();
        if (Supervisor.runs(folder)) {
            if (asked != null && known != null && !asked.equals(known)) {
                throw new IOException("The marketplace already runs, on port " + known
                        + ". To move it: ./groundwork down, then ./groundwork up --port " + asked);
            }
            var ports = new Ports(known == null ? Ports.DEFAULT_BASE : known);
            if (allReady()) {
                out.println("Groundwork is already up; nothing to do.");
                printAddresses(ports);
                return 0;
            }
            Supervisor.retry(folder);
            return watch(ports, "Bringing back what is down");
        }
        var ports = new Ports(asked != null ? asked : known != null ? known : Ports.DEFAULT_BASE);
        requireFreePorts(ports);
        if (known != null && known != ports.base()) {
            requireNobodyOnOldPorts(known);
        }
        Files.createDirectories(folder.run());
        StackFolder.write(folder.home().resolve("port"), Integer.toString(ports.base()));
        for (var part : Stack.PARTS) {
            PartState.tell(folder, part, PartState.Kind.WAITING, "");
        }
        startSupervisor(ports);
        return watch(ports, "Starting Groundwork on ports " + ports.base() + " to " + (ports.base() + Ports.COUNT - 1));
    }

    private static @Nullable Integer portOption(List<String> options) {
        if (options.isEmpty()) {
            return null;
        }
        if (options.size() != 2
                || !options.getFirst().equals("--port")
                || !options.get(1).matches("[0-9]{1,5}")) {
            throw new WrongUse("usage: ./groundwork up [--port N]");
        }
        try {
            return new Ports(Integer.parseInt(options.get(1))).base();
        } catch (IllegalArgumentException e) {
            throw new WrongUse(e.getMessage());
        }
    }

    /** The base port of the last start. */
    private @Nullable Integer knownPort() throws IOException {
        var file = folder.home().resolve("port");
        return Files.exists(file) ? Integer.valueOf(Files.readString(file).strip()) : null;
    }

    /** A port that a living part of ours holds is not taken: that part will be adopted. */
    private void requireFreePorts(Ports ports) throws IOException {
        var stack = stack(ports);
        List<String> complaints = new ArrayList<>();
        Map<Integer, String> wanted = new HashMap<>();
        stack.parts().forEach(part -> wanted.put(part.port(), part.name()));
        wanted.put(ports.kafkaController(), Stack.KAFKA);
        wanted.put(ports.content(), Stack.GATEWAY);
        for (int port = ports.base(); port < ports.base() + Ports.COUNT; port++) {
            var name = wanted.getOrDefault(port, "");
            if (!FreePorts.isFree(port) && Child.living(folder, name).isEmpty()) {
                complaints.add("port " + port + " (for " + name + ") is taken by " + Processes.listenerOn(port));
            }
        }
        if (!complaints.isEmpty()) {
            throw new IOException(String.join("\n", complaints)
                    + "\nEnd that program, or use other ports: ./groundwork up --port N (takes N to N+"
                    + (Ports.COUNT - 1) + ")");
        }
    }

    /** Parts that outlived their supervisor keep their ports; two stacks on the same data would ruin it. */
    private void requireNobodyOnOldPorts(int old) throws IOException {
        var living = Stack.PARTS.stream()
                .filter(part -> Child.living(folder, part).isPresent())
                .toList();
        if (!living.isEmpty()) {
            throw new IOException("Parts of the marketplace still run on the ports from " + old + " ("
                    + String.join(", ", living) + "): ./groundwork down first");
        }
    }

    private Stack stack(Ports ports) {
        return new Stack(root, folder, ports, Map.of());
    }

    /** In a session of its own: neither Ctrl-C nor the end of this terminal reaches it. */
    private void startSupervisor(Ports ports) throws IOException {
        var programs = Programs.of(root);
        for (var service : Stack.SERVICES) {
            programs.service(service);
        }
        programs.forgetOld();
        var detach = "if command -v setsid >/dev/null; then setsid nohup \"$@\" & else set -m; nohup \"$@\" & fi";
        var log = folder.freshLog("supervisor").toFile();
        new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        detach,
                        "detach",
                        Jvm.executable(),
                        "-Xms8m",
                        "-Xmx40m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        programs.localClassPath(),
                        Supervisor.class.getName(),
                        root.toString(),
                        folder.home().toString(),
                        Integer.toString(ports.base()))
                .directory(folder.home().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        if (!Waiting.until(Duration.ofSeconds(20), Duration.ofMillis(50), this::supervisorRuns)) {
            throw new IOException("The supervisor did not start; it said:\n" + folder.endOfLog("supervisor", 20));
        }
    }

    private boolean supervisorRuns() {
        try {
            return Supervisor.runs(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean allReady() {
        return Stack.PARTS.stream().allMatch(this::isReady);
    }

    private boolean isReady(String part) {
        return PartState.of(folder, part).kind() == PartState.Kind.READY
                && Child.living(folder, part).isPresent();
    }

    /** Shows what changes until all is ready, something is given up, or it takes too long. */
    private int watch(Ports ports, String title) throws IOException {
        long start = System.nanoTime();
        var startedAt = Instant.now();
        out.println(title);
        Map<String, String> shown = new HashMap<>();
        while (true) {
            for (var part : Stack.PARTS) {
                var state = PartState.of(folder, part);
                var text = text(state);
                if (!text.equals(shown.put(part, text)) && state.kind() != PartState.Kind.WAITING) {
                    out.printf(Locale.ROOT, "%7.1f s  %-16s %s%n", seconds(start), part, text);
                }
                if (state.kind() == PartState.Kind.FAILED && state.since().isAfter(startedAt)) {
                    out.println(part + " does not start: " + state.message());
                    out.println("Its log: ./groundwork logs " + part
                            + " · what runs keeps running: ./groundwork down stops it, ./groundwork up tries again");
                    return 1;
                }
            }
            if (allReady()) {
                out.printf(Locale.ROOT, "Groundwork is up, after %.1f s.%n", seconds(start));
                printAddresses(ports);
                return 0;
            }
            if (!supervisorRuns()) {
                out.println("The supervisor ended; it said:\n" + folder.endOfLog("supervisor", 20));
                return 1;
            }
            if (seconds(start) > PATIENCE.toSeconds()) {
                out.println("Not everything is up after " + PATIENCE.toMinutes()
                        + " minutes. It goes on in the background: ./groundwork status, ./groundwork logs SERVICE");
                return 1;
            }
            Waiting.pause(Duration.ofMillis(100));
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String text(PartState state) {
        var firstLine = state.message().lines().findFirst().orElse("");
        return switch (state.kind()) {
            case WAITING -> "waiting";
            case STARTING -> firstLine.isEmpty() ? "starting" : firstLine;
            case READY -> "ready";
            case RESTARTING -> "starting again: " + firstLine;
            case FAILED -> "failed";
            case DOWN -> "down";
        };
    }

    private void printAddresses(Ports ports) {
        out.printf("""

                  Marketplace   http://localhost:%d
                  API docs      http://localhost:%d/docs
                  Identity      http://localhost:%d   (administrator: admin, password admin)
                  Task pages    http://127.0.0.1:%d   (requesters' own HTML, for frames of the client alone)

                  Demo logins, each with the password "demo":
                    rita, vic    requesters at Acme (owner; may only look)     rob   requester at Globex
                    wanda, walter   workers      mia   finance, proposes       carl  finance, releases
                    fin   both of finance        ada   adjudicator             otto  operator

                  Next: ./groundwork demo · ./groundwork token rita · ./groundwork status · ./groundwork down
                """, ports.gateway(), ports.gateway(), ports.keycloak(), ports.content());
    }

    // down, reset

    private int down() throws IOException {
        var known = knownPort();
        var ports = new Ports(known == null ? Ports.DEFAULT_BASE : known);
        var supervisor = Child.living(folder, "supervisor").filter(child -> supervisorRuns());
        var living = Stack.PARTS.stream()
                .filter(part -> Child.living(folder, part).isPresent())
                .toList();
        if (supervisor.isEmpty() && living.isEmpty()) {
            out.println("Groundwork is not running; nothing to do.");
            return 0;
        }
        long start = System.nanoTime();
        out.println("Stopping Groundwork");
        if (supervisor.isPresent()) {
            supervisor.get().stop("TERM", Duration.ofSeconds(90));
        }
        // Whatever a supervisor that was killed has left.
        new Starter(folder).takeAllDown(stack(ports));
        Training.clear(folder);
        for (var part : Stack.PARTS) {
            PartState.tell(folder, part, PartState.Kind.DOWN, "");
        }
        Files.deleteIfExists(folder.pidFile("supervisor"));
        out.printf(
                Locale.ROOT,
                "Groundwork is down, after %.1f s. Its data is kept; ./groundwork up continues.%n",
                seconds(start));
        return 0;
    }

    private int reset(List<String> options) throws IOException {
        if (!options.isEmpty() && !options.equals(List.of("--yes"))) {
            throw new WrongUse("usage: ./groundwork reset [--yes]");
        }
        if (options.isEmpty()) {
            if (System.getenv("CI") != null) {
                throw new WrongUse("nobody is there to ask: ./groundwork reset --yes deletes all data");
            }
            out.print("This deletes all jobs, answers, balances and accounts in " + folder.data()
                    + ". Type \"yes\" to go on: ");
            out.flush();
            var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            var answer = in.readLine();
            if (answer == null || !answer.strip().equalsIgnoreCase("yes")) {
                out.println("Nothing was deleted.");
                return 1;
            }
        }
        down();
        for (var gone : List.of(
                folder.data(), folder.run(), folder.logs(), folder.home().resolve("demo"))) {
            FileTrees.delete(gone);
        }
        out.println("All data is deleted; ./groundwork up starts with an empty marketplace.");
        return 0;
    }

    // status, token

    private int status() throws IOException {
        var known = knownPort();
        var ports = new Ports(known == null ? Ports.DEFAULT_BASE : known);
        var stack = stack(ports);
        var supervised = supervisorRuns();
        out.printf("%-16s %-11s %8s %6s %10s %9s%n", "NAME", "STATE", "PID", "PORT", "UPTIME", "MEMORY");
        long total = 0;
        for (var part : stack.parts()) {
            total += line(part.name(), stateWord(part.name(), supervised), Integer.toString(part.port()));
        }
        total += line("supervisor", supervised ? "ready" : "down", "");
        out.printf("%-16s %-11s %8s %6s %10s %6d MB%n", "together", "", "", "", "", total / 1024);
        if (Training.isRunning(folder)) {
            out.println("In the background, with what time nobody else wants: learning how to start faster.");
        }
        return supervised && allReady() ? 0 : NOT_ALL_UP;
    }

    private String stateWord(String part, boolean supervised) {
        var alive = Child.living(folder, part).isPresent();
        var kind = PartState.of(folder, part).kind();
        if (!supervised) {
            return alive ? "unwatched" : "down";
        }
        return kind == PartState.Kind.READY && !alive ? "died" : kind.name().toLowerCase(Locale.ROOT);
    }

    private long line(String name, String state, String port) {
        var child = Child.living(folder, name);
        var pid = child.map(running -> Long.toString(running.pid())).orElse("-");
        var uptime = child.flatMap(Child::startedAt).map(Launcher::since).orElse("-");
        long memory = child.map(running -> Processes.memoryKilobytes(running.process()))
                .orElse(0L);
        // The supervisor's children are counted in their own lines.
        if (name.equals("supervisor")) {
            memory = child.map(running -> Processes.ownMemoryKilobytes(running.process()))
                    .orElse(0L);
        }
        out.printf("%-16s %-11s %8s %6s %10s %6d MB%n", name, state, pid, port, uptime, memory / 1024);
        return memory;
    }

    private static String since(Instant start) {
        var uptime = Duration.between(start, Instant.now());
        return "%d:%02d:%02d".formatted(uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
    }

    private int token(List<String> options) throws IOException {
        if (options.isEmpty() || options.size() > 2) {
            throw new WrongUse("usage: ./groundwork token USER [PASSWORD]");
        }
        var known = knownPort();
        var ports = new Ports(known == null ? Ports.DEFAULT_BASE : known);
        if (!isReady(Stack.KEYCLOAK)) {
            throw new IOException("Keycloak is not running: ./groundwork up");
        }
        var password = options.size() == 2 ? options.get(1) : "demo";
        out.println(new AccessTokens(stack(ports).realmUrl()).ofPerson(options.getFirst(), password));
        return 0;
    }

    // audit

    private int audit(List<String> options) throws IOException {
        if (!options.isEmpty()) {
            throw new WrongUse("usage: ./groundwork audit");
        }
        for (var part : List.of(Stack.POSTGRES, Stack.KAFKA, Stack.KEYCLOAK, "payment-service", "task-service")) {
            if (!isReady(part)) {
                out.println(part + " is not running, and the audit reads the live books: ./groundwork up, then"
                        + " ./groundwork audit");
                return NOT_ALL_UP;
            }
        }
        var known = knownPort();
        var ports = new Ports(known == null ? Ports.DEFAULT_BASE : known);
        var operator = new AccessTokens(stack(ports).realmUrl()).ofPerson("otto", "demo");
        var check = new BooksCheck(
                URI.create("http://localhost:" + ports.paymentService()),
                URI.create("http://localhost:" + ports.taskService()),
                operator,
                "localhost:" + ports.kafka(),
                BooksCheck.PATIENCE);
        return check.run(out) ? 0 : 1;
    }

    /** Asked for in a way that means nothing; the message says what would. */
    private static final class WrongUse extends RuntimeException {

        private static final long serialVersionUID = 1;

        WrongUse(@Nullable String message) {
            super(message);
        }
    }
}
