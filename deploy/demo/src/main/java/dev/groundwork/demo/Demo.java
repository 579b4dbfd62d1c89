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
import org.jspecify.annotations.Nullable;

/** {@code ./groundwork demo}: lets a crowd work through the public API of a running marketplace, and checks the books afterwards. */
public final class Demo {

    private static final int ALL_HELD = 0;
    private static final int CHECK_FAILED = 1;
    private static final int WRONG_OPTION = 2;
    private static final int SERVER_AWAY = 3;

    private final DemoOptions options;
    private final Terminal terminal;
    private final Exchange exchange;
    private final Identity identity;
    /** Whose people work in this run; null: its own. */
    private final @Nullable RunState before;

    private @Nullable RunState state;
    private Map<String, Object> values = Map.of();

    private Demo(
            DemoOptions options, Terminal terminal, Exchange exchange, Identity identity, @Nullable RunState before) {
        this.options = options;
        this.terminal = terminal;
        this.exchange = exchange;
        this.identity = identity;
        this.before = before;
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
        try (var terminal = new Terminal(out, live);
                var exchange = new Exchange(options.patience(), terminal)) {
            var identity = new Identity(exchange, options.identity());
            return options.compare()
                    ? compare(options, terminal, exchange, identity)
                    : new Demo(options, terminal, exchange, identity, null).run();
        }
    }

    /** Both runs, of the same people, and a table of what each bought. */
    private static int compare(DemoOptions options, Terminal terminal, Exchange exchange, Identity identity) {
        var table = new Comparison();
        int worst = ALL_HELD;
        RunState before = null;
        for (boolean dynamic : new boolean[] {false, true}) {
            terminal.say(dynamic ? "With dynamic overlap:" : "With a fixed overlap:");
            var demo = new Demo(options.once(dynamic), terminal, exchange, identity, before);
            int code = demo.run();
            worst = Math.max(worst, code);
            if (code == WRONG_OPTION || code == SERVER_AWAY || demo.values.isEmpty()) {
                return code;
            }
            table.add(dynamic ? "dynamic" : "fixed", demo.values);
            before = demo.state;
        }
        terminal.say(table.text());
        var file = options.json();
        if (file != null) {
            write(file, table.json());
        }
        return worst;
    }

    private int run() {
        Crowd crowd;
        RunState run;
        try {
            var earlier = earlier();
            crowd = crowd(earlier.map(options::of).orElse(options));
            if ((options.dynamic() || options.compare()) && !crowd.kind().isCounted()) {
                throw new DemoOptions.WrongOption(
                        "the answers of this crowd are texts, and only of labels can be said how sure they are: leave out"
                                + " --dynamic and --compare");
            }
            run = earlier.orElseGet(this::begin);
        } catch (DemoOptions.WrongOption | RecordedCrowd.UnreadableRecording wrong) {
            terminal.say("demo: " + wrong.getMessage());
            return WRONG_OPTION;
        }
        state = run;
        var replay = new Replay(new Api(exchange, options.gateway()), identity, crowd, run, terminal, options.of(run));
        try {
            replay.run();
        } catch (Exchange.ServerAway away) {
            return stopped(away, SERVER_AWAY);
        } catch (ApiProblem
                | Identity.SignInRefused
                | Amounts.UnexpectedAnswer
                | IllegalStateException
                | UncheckedIOException problem) {
            return stopped(problem, CHECK_FAILED);
        }
        run.finish();
        values = replay.report().json(replay.checks());
        terminal.say(replay.report().text(replay.checks()));
        if (options.json() != null) {
            write(options.json(), values);
        }
        return replay.checks().failed().isEmpty() ? ALL_HELD : CHECK_FAILED;
    }

    private int stopped(RuntimeException problem, int exitCode) {
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
                terminal.say("Run " + run.run() + " was not finished and is continued; --new begins another instead."));
        return earlier;
    }

    private RunState begin() {
        var now = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .format(Clock.systemUTC().instant().atZone(ZoneOffset.UTC));
        var salt = new byte[12];
        new SecureRandom().nextBytes(salt);
        var secret = HexFormat.of().formatHex(salt);
        var folder = options.home().resolve("demo");
        var begun = RunState.begin(folder, now + '-' + secret.substring(0, 4), options.crowdKey());
        options.keep(begun);
        // The workers' password: made for this run, kept beside the marketplace's own local data.
        begun.set("password", "Dm-" + secret);
        if (before != null) {
            begun.takePeopleOf(before);
        }
        return begun;
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
