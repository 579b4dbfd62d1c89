package dev.groundwork.truth.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.groundwork.truth.Accuracy;
import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.LabelOutsideClasses;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.NamedLabels;
import dev.groundwork.truth.gold.Calibration;
import dev.groundwork.truth.gold.MethodChoice;

import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/** {@code ./groundwork aggregate}: the true labels of a CSV of answers. */
public final class Aggregate {

    private static final int WORKED = 0;
    private static final int UNREADABLE = 1;
    private static final int WRONG_OPTION = 2;

    private static final int SHOWN_CLASSES = 10;

    private final AggregateOptions options;
    private final PrintStream out;

    private Aggregate(AggregateOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Aggregates a file and ends the JVM with an exit code, as {@code --help} explains it. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    /**
     * Aggregates a file in this JVM.
     *
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) {
        AggregateOptions options;
        try {
            options = AggregateOptions.parse(arguments);
        } catch (AggregateOptions.WrongOption wrong) {
            out.println("aggregate: " + wrong.getMessage() + "; see ./groundwork aggregate --help");
            return WRONG_OPTION;
        }
        var answers = options.answers();
        if (options.help() || answers == null) {
            out.print(AggregateOptions.HELP);
            return WORKED;
        }
        try {
            new Aggregate(options, out).run(answers);
            return WORKED;
        } catch (UnreadableFile wrong) {
            out.println("aggregate: " + wrong.getMessage());
            return UNREADABLE;
        }
    }

    private void run(Path file) {
        var goldByName = labels(options.gold());
        var answers = read(file, goldByName);
        var gold = numbered(answers, goldByName, "control tasks");
        var truth = numbered(answers, labels(options.truth()), "tasks with a truth");
        var calibration = Calibration.NONE;
        Inference inference;
        var method = options.method();
        if (method == null) {
            var choice = MethodChoice.of(answers.labels(), gold, Limit.USUAL);
            say(choice);
            inference = choice.infer(answers.labels(), gold, Limit.USUAL);
            calibration = choice.calibration();
        } else {
            inference = method.infer(answers.labels(), Conditions.PLAIN.gold(gold));
            var course = inference.course();
            out.printf(
                    Locale.ROOT,
                    "%s: %,d passes%s%n",
                    method.name(),
                    course.iterations(),
                    course.settled() ? "" : ", not settled yet");
        }
        if (truth.size() > 0) {
            compare(inference, truth.without(gold), gold);
        }
        var output = options.output();
        if (output != null) {
            write(output, answers, inference, calibration);
        }
    }

    private NamedLabels read(Path file, Map<String, String> gold) {
        var classes = options.classes();
        NamedLabels.Builder builder;
        try {
            builder = classes == null ? NamedLabels.builder() : NamedLabels.builder(classes);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableFile("--classes: " + wrong.getMessage());
        }
        builder.repeats(options.repeats());
        CsvFile.readAnswers(file, builder);
        if (builder.isEmpty()) {
            throw new UnreadableFile(file + " has no answers: one row per answer is expected below the header");
        }
        try {
            gold.values().forEach(builder::classNamed);
        } catch (LabelOutsideClasses wrong) {
            throw new UnreadableFile("%s: label %s".formatted(options.gold(), wrong.getMessage()));
        }
        var answers = builder.build();
        var labels = answers.labels();
        var names = answers.classes();
        out.printf(
                Locale.ROOT,
                "%,d answers of %,d workers to %,d tasks; %,d classes: %s%s%n",
                labels.size(),
                labels.workers(),
                labels.tasks(),
                names.size(),
                String.join(", ", names.subList(0, Math.min(SHOWN_CLASSES, names.size()))),
                names.size() > SHOWN_CLASSES ? ", …" : "");
        return answers;
    }

    private static Map<String, String> labels(@Nullable Path file) {
        return file == null ? Map.of() : CsvFile.readLabels(file);
    }

    private ControlLabels numbered(NamedLabels answers, Map<String, String> labels, String what) {
        var known = answers.controlLabels(labels);
        if (known.size() < labels.size()) {
            out.printf(
                    Locale.ROOT,
                    "%,d of %,d %s have no answers and are passed over%n",
                    labels.size() - known.size(),
                    labels.size(),
                    what);
        }
        return known;
    }

    private void say(MethodChoice choice) {
        out.printf(Locale.ROOT, "chosen: %s (%s)%n", choice.method().name(), choice.why());
        for (var score : choice.scores()) {
            out.printf(
                    Locale.ROOT,
                    "  %-16s accuracy %.4f, log loss %.4f%n",
                    score.method(),
                    score.accuracy(),
                    score.logLoss());
        }
        if (choice.calibration().temperature() != 1) {
            out.printf(
                    Locale.ROOT,
                    "confidence is calibrated: temperature %.2f%n",
                    choice.calibration().temperature());
        }
    }

    private void compare(Inference inference, ControlLabels truth, ControlLabels gold) {
        var accuracy = Accuracy.of(inference, truth);
        out.printf(
                Locale.ROOT,
                "accuracy %.4f on %,d tasks with a truth%s; %.4f if ties were broken at random%n",
                accuracy.chosen(),
                accuracy.tasks(),
                gold.size() > 0 ? " that are no control tasks" : "",
                accuracy.fractional());
    }

    private void write(Path file, NamedLabels answers, Inference inference, Calibration calibration) {
        var format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
        var row = new double[inference.classes()];
        try (var writer = Files.newBufferedWriter(file);
                var csv = format.print(writer)) {
            csv.printRecord("task", "label", "confidence");
            for (int task = 0; task < inference.tasks(); task++) {
                for (int label = 0; label < row.length; label++) {
                    row[label] = inference.posterior(task, label);
                }
                calibration.apply(row);
                int label = inference.label(task);
                csv.printRecord(
                        answers.tasks().name(task),
                        answers.classes().get(label),
                        String.format(Locale.ROOT, "%.6f", row[label]));
            }
        } catch (IOException wrong) {
            throw new UnreadableFile("%s cannot be written: %s".formatted(file, wrong));
        }
        out.printf(Locale.ROOT, "%,d labels written to %s%n", inference.tasks(), file);
    }
}
