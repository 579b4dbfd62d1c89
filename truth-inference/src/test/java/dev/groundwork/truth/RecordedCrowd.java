package dev.groundwork.truth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.groundwork.truth.command.CsvFile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Answers that real people gave, with what is known of the truth.
 *
 * @param truth empty where nothing is known
 */
public record RecordedCrowd(NamedLabels answers, ControlLabels truth) {

    private static final Path FOLDER = Path.of(System.getProperty("groundwork.root", ".."), "../shared/data/crowd")
            .toAbsolutePath()
            .normalize();

    /** Names of all sets with classes and a truth. */
    public static final List<String> WITH_TRUTH = List.of(
            "binary-bluebirds",
            "binary-rte",
            "binary-temp",
            "binary-product",
            "binary-possent",
            "binary-sp_amt",
            "binary-zencrowd_us",
            "binary-trec",
            "multi4-dog",
            "multi4-face",
            "multi5-weather_amt",
            "multi10-music",
            "ordinal5-websearch",
            "multi4-s_rel",
            "ordinal4-adult",
            "large3-fact_eval",
            "large10-cifar10n",
            "pairwise-convarg");

    /** {@return a set, every row as stored; the test is skipped where it is absent} */
    public static RecordedCrowd read(String set) {
        var folder = folder(set);
        var builder = NamedLabels.builder().repeats(Repeats.ALL);
        CsvFile.readAnswers(folder.resolve("answers.csv"), builder);
        var answers = builder.build();
        var truth = folder.resolve("truth.csv");
        return new RecordedCrowd(
                answers, Files.exists(truth) ? answers.controlLabels(CsvFile.readLabels(truth)) : ControlLabels.none());
    }

    /** {@return the folder of a set; the test is skipped where it is absent} */
    public static Path folder(String set) {
        var folder = FOLDER.resolve(set);
        assumeTrue(Files.isDirectory(folder), "this recorded crowd is not beside the project: no " + folder);
        return folder;
    }

    /** {@return a file beside the sets; the test is skipped where it is absent} */
    public static Path file(String name) {
        var file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), "the recorded crowds are not beside the project: no " + file);
        return file;
    }

    /** {@return the answers in numbers} */
    public Labels labels() {
        return answers.labels();
    }
}
