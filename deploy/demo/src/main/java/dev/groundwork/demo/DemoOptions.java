package dev.groundwork.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param answers a recorded crowd to replay, or null for the generated one
 * @param truth the right labels of the recording, or null
 * @param json where the report goes as JSON, or null
 * @param home folder of the project's own state; runs are kept in {@code demo} below it
 * @param patience how long a server may stay away before the demo stops
 * @param dynamic whether answers are bought until the label is sure enough
 * @param compare whether the run is done twice, with a fixed overlap and with a dynamic one
 * @param controlShare part of the truth that is told as control tasks
 * @param confidence how sure a label has to be
 * @param calibrated whether it is what the control tasks make of it that has to be as sure
 * @param sybil share of all answers that attackers give; 0 for none
 * @param bankRejects how many payouts the bank rejects; below zero: a few where there are enough
 * @param stripePort where the demo plays Stripe, which then pays; 0 for a bank
 * @param bankReturns how many payouts come back from the bank; below zero: a few where there are enough
 */
record DemoOptions(
        URI gateway,
        URI identity,
        Path home,
        @Nullable Path answers,
        @Nullable Path truth,
        @Nullable Path json,
        int tasks,
        int workers,
        long seed,
        int concurrency,
        boolean payout,
        boolean resume,
        boolean fresh,
        Duration patience,
        boolean dynamic,
        boolean compare,
        double controlShare,
        double confidence,
        boolean calibrated,
        double sybil,
        int bankRejects,
        int bankReturns,
        int stripePort,
        boolean help) {

    private static final int A_FEW = -1;

    static final String HELP = """
            ./groundwork demo: a crowd works through the public API, and is paid for it

              --answers FILE    replay a recorded crowd: CSV with the columns task,worker,label[,seconds]
              --truth FILE      its right labels: CSV with the columns task,label
              --dynamic         buy answers until the label is sure enough, with part of the truth as control tasks
              --compare         once with a fixed and once with a dynamic overlap: labels, money and accuracy side by side
              --control-share S part of the truth that is told as control tasks (0.1)
              --confidence C    how sure a label has to be (0.9)
              --calibrated      as sure by what the control tasks make of it, which buys more answers
              --sybil S         attackers who agree on wrong answers give this share of all answers, such as 0.45
              --tasks N         pictures of the generated crowd (240)
              --workers N       people of the generated crowd, 4 or more (24)
              --seed N          what the generated crowd follows from (1)
              --concurrency N   people at work at the same instant (96)
              --no-payout       leave the money on the workers' balances
              --bank-rejects N  payouts that the bank rejects (2 where there are ten or more)
              --bank-returns N  payouts that come back from the bank (2 where there are ten or more)
              --stripe PORT     pay by Stripe, played by the demo at this port, over connections that break; the marketplace has
                                to be told so: see docs/operating.md
              --resume          continue the newest unfinished run, whatever its crowd
              --new             begin a new run although one is unfinished
              --json FILE       write the report as JSON too
              --patience S      seconds to wait for a server that does not answer (180)
              --url URL         the gateway (GROUNDWORK_URL, else http://localhost:8080)
              --identity URL    the identity provider (GROUNDWORK_IDENTITY_URL, else http://localhost:8084)
              --home DIR        where runs are kept (GROUNDWORK_HOME, else .groundwork)
              --help            this text

            Exit code: 0 when every check held, 1 when one failed, 2 for a wrong option, 3 when a server stayed away.
            """;

    static DemoOptions parse(List<String> arguments, Map<String, String> environment) {
        var gateway = environment.getOrDefault("GROUNDWORK_URL", "http://localhost:8080");
        var identity = environment.getOrDefault("GROUNDWORK_IDENTITY_URL", "http://localhost:8084");
        var home = environment.getOrDefault("GROUNDWORK_HOME", ".groundwork");
        Path answers = null;
        Path truth = null;
        Path json = null;
        int tasks = 240;
        int workers = 24;
        long seed = 1;
        int concurrency = 96;
        boolean payout = true;
        boolean resume = false;
        boolean fresh = false;
        long patience = 180;
        boolean dynamic = false;
        boolean compare = false;
        double controlShare = 0.1;
        double confidence = 0.9;
        boolean calibrated = false;
        double sybil = 0;
        int bankRejects = A_FEW;
        int bankReturns = A_FEW;
        int stripePort = 0;
        boolean help = false;
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            var option = rest.pop();
            switch (option) {
                case "--answers" -> answers = Path.of(value(option, rest));
                case "--truth" -> truth = Path.of(value(option, rest));
                case "--json" -> json = Path.of(value(option, rest));
                case "--tasks" -> tasks = (int) number(option, rest, 1, 100_000);
                case "--workers" -> workers = (int) number(option, rest, 4, 2_000);
                case "--seed" -> seed = number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--concurrency" -> concurrency = (int) number(option, rest, 1, 256);
                case "--patience" -> patience = number(option, rest, 1, 86_400);
                case "--url" -> gateway = value(option, rest);
                case "--identity" -> identity = value(option, rest);
                case "--home" -> home = value(option, rest);
                case "--dynamic" -> dynamic = true;
                case "--compare" -> compare = true;
                case "--control-share" -> controlShare = share(option, rest, 0.01, 0.9);
                case "--confidence" -> confidence = share(option, rest, 0.5, 0.999);
                case "--calibrated" -> calibrated = true;
                case "--sybil" -> sybil = share(option, rest, 0.01, 0.9);
                case "--no-payout" -> payout = false;
                case "--bank-rejects" -> bankRejects = (int) number(option, rest, 0, 2_000);
                case "--bank-returns" -> bankReturns = (int) number(option, rest, 0, 2_000);
                case "--stripe" -> stripePort = (int) number(option, rest, 1, 65_535);
                case "--resume" -> resume = true;
                case "--new" -> fresh = true;
                case "--help", "-h" -> help = true;
                default -> throw new WrongOption("unknown option " + option);
            }
        }
        if (truth != null && answers == null) {
            throw new WrongOption("--truth goes with --answers: the generated crowd knows its own truth");
        }
        if ((dynamic || compare || sybil > 0) && truth == null) {
            throw new WrongOption(
                    "--dynamic, --compare and --sybil need --truth: part of it becomes the control tasks");
        }
        if (compare && (resume || dynamic)) {
            throw new WrongOption("--compare does both by itself: leave out --dynamic and --resume");
        }
        if (resume && fresh) {
            throw new WrongOption("--resume and --new exclude each other");
        }
        return new DemoOptions(
                address("--url", gateway),
                address("--identity", identity),
                Path.of(home),
                answers,
                truth,
                json,
                tasks,
                workers,
                seed,
                concurrency,
                payout,
                resume,
                fresh,
                Duration.ofSeconds(patience),
                dynamic,
                compare,
                controlShare,
                confidence,
                calibrated,
                sybil,
                bankRejects,
                bankReturns,
                stripePort,
                help);
    }

    /**
     * {@return these options for one of the two runs of a comparison, which still knows that it is one of two}
     *
     * <p>The same people work in both, and are paid out at the end of the second.
     */
    DemoOptions once(boolean withDynamic) {
        return new DemoOptions(
                gateway,
                identity,
                home,
                answers,
                truth,
                null,
                tasks,
                workers,
                seed,
                concurrency,
                payout && withDynamic,
                false,
                fresh,
                patience,
                withDynamic,
                true,
                controlShare,
                confidence,
                calibrated,
                sybil,
                bankRejects,
                bankReturns,
                stripePort,
                help);
    }

    /** {@return what has to be the same for an unfinished run to be this one} */
    String crowdKey() {
        var recording = answers;
        var crowd = recording == null
                ? "generated/%d/%d/%d".formatted(tasks, workers, seed)
                : "recorded/" + recording.toAbsolutePath().normalize();
        if (dynamic || compare || sybil > 0) {
            crowd += "/%s/%s/%s/%s/%d"
                    .formatted(
                            dynamic ? calibrated ? "calibrated" : "dynamic" : "fixed",
                            controlShare,
                            confidence,
                            sybil,
                            seed);
        }
        if (stripePort > 0) {
            crowd += "/stripe";
        }
        return payout ? crowd : crowd + "/no-payout";
    }

    /** Writes down which crowd a run has, so that it can be continued without naming it again. */
    void keep(RunState state) {
        if (answers != null) {
            state.set("answers", answers.toAbsolutePath().normalize().toString());
        }
        if (truth != null) {
            state.set("truth", truth.toAbsolutePath().normalize().toString());
        }
        state.set("tasks", Integer.toString(tasks));
        state.set("workers.count", Integer.toString(workers));
        state.set("seed", Long.toString(seed));
        state.set("payout", Boolean.toString(payout));
        state.set("dynamic", Boolean.toString(dynamic));
        state.set("compare", Boolean.toString(compare));
        state.set("controlShare", Double.toString(controlShare));
        state.set("confidence", Double.toString(confidence));
        state.set("calibrated", Boolean.toString(calibrated));
        state.set("sybil", Double.toString(sybil));
        state.set("bankRejects", Integer.toString(bankRejects));
        state.set("bankReturns", Integer.toString(bankReturns));
        state.set("stripePort", Integer.toString(stripePort));
    }

    /** {@return these options with the crowd of a run that was begun earlier} */
    DemoOptions of(RunState state) {
        var recording = state.text("answers");
        var labels = state.text("truth");
        return new DemoOptions(
                gateway,
                identity,
                home,
                recording == null ? null : Path.of(recording),
                labels == null ? null : Path.of(labels),
                json,
                Integer.parseInt(state.known("tasks")),
                Integer.parseInt(state.known("workers.count")),
                Long.parseLong(state.known("seed")),
                concurrency,
                Boolean.parseBoolean(state.known("payout")),
                resume,
                fresh,
                patience,
                Boolean.parseBoolean(state.text("dynamic")),
                Boolean.parseBoolean(state.text("compare")),
                number(state.text("controlShare"), controlShare),
                number(state.text("confidence"), confidence),
                Boolean.parseBoolean(state.text("calibrated")),
                number(state.text("sybil"), sybil),
                (int) number(state.text("bankRejects"), bankRejects),
                (int) number(state.text("bankReturns"), bankReturns),
                (int) number(state.text("stripePort"), stripePort),
                help);
    }

    /** A run that was begun before there was such an option has none. */
    private static double number(@Nullable String kept, double usual) {
        return kept == null ? usual : Double.parseDouble(kept);
    }

    private static URI address(String option, String value) {
        if (!value.matches("https?://[^/\\s]+/?")) {
            throw new WrongOption(option + " wants an address such as http://localhost:8080, not " + value);
        }
        return URI.create(value);
    }

    private static String value(String option, ArrayDeque<String> rest) {
        var value = rest.poll();
        if (value == null || value.isBlank()) {
            throw new WrongOption(option + " wants a value");
        }
        return value;
    }

    private static double share(String option, ArrayDeque<String> rest, double least, double most) {
        var value = value(option, rest);
        try {
            double share = Double.parseDouble(value);
            if (share >= least && share <= most) {
                return share;
            }
        } catch (NumberFormatException notANumber) {
            throw new WrongOption("%s wants a number such as 0.1, not \"%s\"".formatted(option, value), notANumber);
        }
        throw new WrongOption("%s wants a number from %s to %s, not %s".formatted(option, least, most, value));
    }

    private static long number(String option, ArrayDeque<String> rest, long least, long most) {
        var value = value(option, rest);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new WrongOption("%s wants a whole number, not \"%s\"".formatted(option, value), notANumber);
        }
        throw new WrongOption("%s wants a number from %d to %d, not %s".formatted(option, least, most, value));
    }

    /** A command line that means nothing; the message says what was expected. */
    static final class WrongOption extends RuntimeException {

        private static final long serialVersionUID = 1;

        WrongOption(String message) {
            super(message);
        }

        WrongOption(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
