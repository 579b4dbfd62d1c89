package dev.groundwork.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.ApiProblem;
import dev.groundwork.demo.client.Exchange;
import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;
import dev.groundwork.demo.crowd.GeneratedCrowd;
import dev.groundwork.demo.crowd.RecordedCrowd;
import dev.groundwork.demo.crowd.SybilCrowd;

import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code ./groundwork demo}: lets a crowd work through the public API of a running marketplace, and checks the books afterwards. */
public final class Demo {

    private static final int ALL_HELD = 0;
    private static final int CHECK_FAILED = 1;
    private static final int WRONG_OPTION = 2;
    private static final int SERVER_AWAY = 3;

    private final DemoOptions options;
    private final PrintStream out;
    private final boolean live;
    private Map<String, Object> values = Map.of();

    private Demo(DemoOptions options, PrintStream out, boolean live) {
        this.options = options;
        this.out = out;
        this.live = live;
    }

    /** Runs the demo and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out, Terminal.isLive()));
    }

    /**
     * Runs the demo in this JVM.
     *
     * @param live whether a line may be rewritten in place
     * @return the exit code, as {@code --help} explains it
     */
    public static int run(List<String> arguments, PrintStream out, boolean live) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments, System.getenv());
        } catch (DemoOptions.WrongOption wrong) {
            out.println("demo: " + wrong.getMessage() + "; see ./groundwork demo --help");
            return WRONG_OPTION;
        }
        if (options.help()) {
            out.print(DemoOptions.HELP);
            return ALL_HELD;
        }
        return options.compare() ? compare(options, out, live) : new Demo(options, out, live).run();
    }

    /** Both runs, and a table of what each bought. */
    private static int compare(DemoOptions options, PrintStream out, boolean live) {
        var table = new Comparison();
        int worst = ALL_HELD;
        for (boolean dynamic : new boolean[] {false, true}) {
            out.println(dynamic ? "With dynamic overlap:" : "With a fixed overlap:");
            var demo = new Demo(options.once(dynamic), out, live);
            int code = demo.run();
            worst = Math.max(worst, code);
            if (code == WRONG_OPTION || code == SERVER_AWAY || demo.values.isEmpty()) {
                return code;
            }
            table.add(dynamic ? "dynamic" : "fixed", demo.values);
        }
        out.println(table.text());
        var file = options.json();
        if (file != null) {
            write(file, table.json());
        }
        return worst;
    }

    private int run() {
        Crowd crowd;
        RunState state;
        try {
            var earlier = earlier();
            crowd = crowd(earlier.map(options::of).orElse(options));
            state = earlier.orElseGet(this::begin);
        } catch (DemoOptions.WrongOption | RecordedCrowd.UnreadableRecording wrong) {
            out.println("demo: " + wrong.getMessage());
            return WRONG_OPTION;
        }
        try (var terminal = new Terminal(out, live);
                var exchange = new Exchange(options.patience(), terminal)) {
            var replay = new Replay(
                    new Api(exchange, options.gateway()),
                    new Identity(exchange, options.identity()),
                    crowd,
                    state,
                    terminal,
                    options.of(state));
            try {
                replay.run();
            } catch (Exchange.ServerAway away) {
                return stopped(terminal, away, SERVER_AWAY);
            } catch (ApiProblem
                    | Identity.SignInRefused
                    | Amounts.UnexpectedAnswer
                    | IllegalStateException
                    | UncheckedIOException problem) {
                return stopped(terminal, problem, CHECK_FAILED);
            }
            state.finish();
            values = replay.report().json(replay.checks());
            terminal.say(replay.report().text(replay.checks()));
            if (options.json() != null) {
                write(options.json(), values);
            }
            return replay.checks().failed().isEmpty() ? ALL_HELD : CHECK_FAILED;
        }
    }

    private int stopped(Terminal terminal, RuntimeException problem, int exitCode) {
        terminal.still();
        terminal.say("demo: " + problem.getMessage());
        terminal.say("Nothing is lost: ./groundwork up, then ./groundwork demo --resume continues this run.");
        return exitCode;
    }

    private static Crowd crowd(DemoOptions options) {
        var answers = options.answers();
        if (answers == null) {
            return new GeneratedCrowd(options.tasks(), options.workers(), options.seed());
        }
        var recorded = RecordedCrowd.read(answers, options.truth());
        return options.sybil() == 0 ? recorded : new SybilCrowd(recorded, options.sybil(), options.seed());
    }

    /** {@return the run to continue, if there is one} */
    private Optional<RunState> earlier() {
        if (options.fresh()) {
            return Optional.empty();
        }
        var folder = options.home().resolve("demo");
        var earlier = options.resume()
                ? RunState.unfinished(folder).stream().findFirst()
                : RunState.unfinished(folder, options.crowdKey());
        if (options.resume() && earlier.isEmpty()) {
            throw new DemoOptions.WrongOption("no run is unfinished: leave out --resume to begin one");
        }
        earlier.ifPresent(run ->
                out.println("Run " + run.run() + " was not finished and is continued; --new begins another instead."));
        return earlier;
    }

    private RunState begin() {
        var now = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .format(Clock.systemUTC().instant().atZone(ZoneOffset.UTC));
        var salt = new byte[12];
        new SecureRandom().nextBytes(salt);
        var secret = HexFormat.of().formatHex(salt);
        var folder = options.home().resolve("demo");
        var state = RunState.begin(folder, now + '-' + secret.substring(0, 4), options.crowdKey());
        options.keep(state);
        // The workers' password: made for this run, kept beside the marketplace's own local data.
        state.set("password", "Dm-" + secret);
        return state;
    }

    private static void write(Path file, Map<String, Object> report) {
        try {
            var parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write the report to " + file, refused);
        }
    }
}
