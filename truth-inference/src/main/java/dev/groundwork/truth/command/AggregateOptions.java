package dev.groundwork.truth.command;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

import dev.groundwork.truth.Method;
import dev.groundwork.truth.Repeats;
import dev.groundwork.truth.method.Methods;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param answers the crowd's answers; null only when help is wanted
 * @param truth labels to compare with, or null
 * @param gold labels of control tasks to learn from, or null
 * @param method the method, or null for the one that fits
 * @param classes the classes in their order, or null for those that are found
 * @param output where the labels go, or null
 */
record AggregateOptions(
        @Nullable Path answers,
        @Nullable Path truth,
        @Nullable Path gold,
        @Nullable Method method,
        @Nullable List<String> classes,
        Repeats repeats,
        @Nullable Path output,
        boolean help) {

    private static final String AUTOMATIC = "auto";

    private static final String METHODS =
            Methods.all().stream().map(Method::name).collect(Collectors.joining(", "));

    static final String HELP = """
            ./groundwork aggregate --answers FILE: the true labels that a crowd's answers point to, without a server

              --answers FILE    CSV with the columns task,worker,label; other columns are ignored
              --truth FILE      labels to compare with: CSV with the columns task,label
              --gold FILE       labels of control tasks to learn from: CSV with the columns task,label
              --method NAME     auto, the method that does best on the control tasks or else fits the job (the default), or
                                %s
              --classes A,B,C   the only labels that may occur, in their order (default: those that occur)
              --repeats RULE    several answers of a worker to a task: last, the last one counts (the default), or all
              --output FILE     write the labels there: CSV with the columns task,label,confidence
              --help            this text

            Files are UTF-8, cells with commas or quotes are quoted as in RFC 4180.
            Exit code: 0 when it worked, 1 when a file cannot be read or written, 2 for a wrong option.
            """.formatted(METHODS);

    /** An option that does not exist or cannot be; the message says what can. */
    static final class WrongOption extends RuntimeException {

        private static final long serialVersionUID = 1;

        WrongOption(String message) {
            super(message);
        }
    }

    static AggregateOptions parse(List<String> arguments) {
        Path answers = null;
        Path truth = null;
        Path gold = null;
        Method method = null;
        List<String> classes = null;
        var repeats = Repeats.LAST;
        Path output = null;
        boolean help = false;
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            var option = rest.pop();
            switch (option) {
                case "--answers" -> answers = Path.of(value(option, rest));
                case "--truth" -> truth = Path.of(value(option, rest));
                case "--gold" -> gold = Path.of(value(option, rest));
                case "--method" -> method = method(value(option, rest));
                case "--classes" -> classes = List.of(value(option, rest).split(",", -1));
                case "--repeats" -> repeats = repeats(value(option, rest));
                case "--output" -> output = Path.of(value(option, rest));
                case "--help", "-h" -> help = true;
                default -> throw new WrongOption("unknown option " + option);
            }
        }
        if (answers == null && !help) {
            throw new WrongOption("--answers FILE is missing");
        }
        if (output != null && (output.equals(answers) || output.equals(truth) || output.equals(gold))) {
            throw new WrongOption("--output names a file that is read: " + output);
        }
        return new AggregateOptions(answers, truth, gold, method, classes, repeats, output, help);
    }

    private static String value(String option, Deque<String> rest) {
        var value = rest.poll();
        if (value == null) {
            throw new WrongOption(option + " wants a value");
        }
        return value;
    }

    private static @Nullable Method method(String name) {
        return name.equals(AUTOMATIC)
                ? null
                : Methods.named(name)
                        .orElseThrow(() -> new WrongOption(
                                "no method is called %s: there are %s, %s".formatted(name, AUTOMATIC, METHODS)));
    }

    private static Repeats repeats(String rule) {
        return switch (rule) {
            case "last" -> Repeats.LAST;
            case "all" -> Repeats.ALL;
            default -> throw new WrongOption("--repeats is last or all, not " + rule);
        };
    }
}
