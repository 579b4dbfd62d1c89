package dev.groundwork.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.groundwork.local.ProjectFolder;
import dev.groundwork.truth.Accuracy;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.NamedLabels;
import dev.groundwork.truth.Repeats;
import dev.groundwork.truth.command.CsvFile;
import dev.groundwork.truth.method.Methods;
import dev.groundwork.truth.overlap.OverlapReplay;
import dev.groundwork.truth.overlap.StoppingRule;
import dev.groundwork.truth.overlap.TaskPosterior;

/** Truth inference: its speed and memory on made-up answers, its accuracy and thrift on the answers of real crowds. */
final class InferenceBench {

    static final String NAME = "inference";

    private static final int MILLION = 1_000_000;
    private static final double AIM_SECONDS = 2;
    private static final int AIM_HEAP_MEBI = 300;
    private static final double AIM_MICROS = 50;

    /** Names of the methods in the table of reference accuracies, and by how much a method may miss it. */
    private static final Map<String, Reference> REFERENCES = Map.of(
            "majority", new Reference("MajorityVote", 0.002),
            "wawa", new Reference("Wawa", 0.002),
            "zero-based-skill", new Reference("ZeroBasedSkill", 0.002),
            "one-coin", new Reference("OneCoinUniformPrior", 0.002),
            "dawid-skene", new Reference("DawidSkene", 0.002),
            "dawid-skene-map", new Reference("DawidSkeneMAP", 0.002),
            "ibcc", new Reference("IBCCvb", 0.002),
            "glad", new Reference("GLAD", 0.005),
            // Where its bound goes on rising for a hundred passes, the labels depend on where one stops.
            "mace", new Reference("MACEvb", 0.01));

    private record Reference(String name, double tolerance) {}

    /** A crowd's answers, every row as stored, and the truth. */
    private record Crowd(String name, NamedLabels answers, ControlLabels truth) {}

    private final boolean quick;
    private final Path crowds =
            ProjectFolder.root().resolve("../shared/data/crowd").normalize();
    private final List<Figure> figures = new ArrayList<>();

    InferenceBench(boolean quick) {
        this.quick = quick;
    }

    List<Figure> run() throws IOException {
        speed();
        incremental();
        var references = crowds.resolve("reference-accuracy.csv");
        if (Files.exists(references)) {
            accuracy(Files.readAllLines(references));
            overlap("binary-rte", 4.4, 88.8);
            overlap("multi4-dog", 3.3, 79.2);
            calibrated("binary-rte", 10);
            calibrated("multi4-dog", 10);
            calibrated("multi5-weather_amt", 20);
        }
        return figures;
    }

    private void speed() throws IOException {
        measure(new SyntheticAnswers(MILLION, 5, 128));
        if (quick) {
            return;
        }
        var ten = measure(new SyntheticAnswers(10 * MILLION, 5, AIM_HEAP_MEBI));
        figures.add(Figure.of(NAME, "heap for 10 million answers", ten.liveMebi(), "MB")
                .aimBelow(AIM_HEAP_MEBI)
                .note("held after the run; the whole of it, sorting included, ran in %d MB".formatted(AIM_HEAP_MEBI)));
        measure(new SyntheticAnswers(50 * MILLION, 2, 1_100));
    }

    private SyntheticAnswers.Outcome measure(SyntheticAnswers answers) throws IOException {
        var outcome = answers.run();
        int millions = answers.answers() / MILLION;
        var figure = Figure.of(
                        NAME,
                        "Dawid-Skene, %d million answers, an iteration".formatted(millions),
                        outcome.secondsPerIteration(),
                        "s")
                .note("%d classes, %d processors, in a heap of %d MB; %.2f %% of the labels right"
                        .formatted(
                                answers.classes(),
                                Runtime.getRuntime().availableProcessors(),
                                answers.heapMebi(),
                                100 * outcome.accuracy()));
        figures.add(millions == 10 ? figure.aimBelow(AIM_SECONDS) : figure);
        return outcome;
    }

    private void incremental() {
        int overlap = 10;
        int rounds = quick ? 10_000 : MILLION;
        var random = new Random(1);
        var skills = random.doubles(overlap, 0.5, 0.95).toArray();
        var labels = random.ints(overlap, 0, 5).toArray();
        var posterior = new TaskPosterior(5);
        var rule = new StoppingRule(2, overlap, 0.95, 0.1);
        int done = 0;
        long started = 0;
        for (int round = -rounds; round < rounds; round++) {
            if (round == 0) {
                started = System.nanoTime();
            }
            posterior.clear();
            labels[0] = Math.floorMod(round, 5);
            for (int answer = 0; answer < overlap; answer++) {
                posterior.add(labels[answer], skills[answer]);
            }
            done += rule.decide(posterior) == StoppingRule.Decision.DONE ? 1 : 0;
        }
        double micros = (System.nanoTime() - started) / 1e3 / rounds;
        figures.add(Figure.of(NAME, "a task's posterior and decision from 10 answers", micros, "µs")
                .aimBelow(AIM_MICROS)
                .note("all ten answers anew with current skills; %d of %d decided".formatted(done, 2 * rounds)));
    }

    private void accuracy(List<String> references) throws IOException {
        for (var crowd : withTruth(references)) {
            for (var method : Methods.all()) {
                var reference = REFERENCES.get(method.name());
                if (reference != null) {
                    var found = Accuracy.of(method.infer(crowd.answers().labels()), crowd.truth());
                    add(crowd.name(), method.name(), found.fractional(), reference, references);
                }
            }
        }
    }

    private void add(String set, String method, double accuracy, Reference reference, List<String> references) {
        double wanted = references.stream()
                .map(row -> row.split(",", -1))
                .filter(cells ->
                        cells[0].equals(set) && cells[1].equals(reference.name()) && cells[3].equals("fractional"))
                .mapToDouble(cells -> Double.parseDouble(cells[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reference for %s on %s".formatted(method, set)));
        figures.add(Figure.of(NAME, "%s, %s".formatted(set, method), 100 * accuracy, "%")
                .aimWithin(100 * wanted, 100 * reference.tolerance()));
    }

    private List<Crowd> withTruth(List<String> references) throws IOException {
        var found = new ArrayList<Crowd>();
        for (var name : references.stream()
                .skip(1)
                .map(row -> row.substring(0, row.indexOf(',')))
                .distinct()
                .toList()) {
            if (Files.exists(crowds.resolve(name).resolve("truth.csv"))) {
                found.add(crowd(name));
            }
        }
        return found;
    }

    private Crowd crowd(String name) {
        var builder = NamedLabels.builder().repeats(Repeats.ALL);
        CsvFile.readAnswers(crowds.resolve(name).resolve("answers.csv"), builder);
        var answers = builder.build();
        var truth = CsvFile.readLabels(crowds.resolve(name).resolve("truth.csv"));
        return new Crowd(name, answers, answers.controlLabels(truth));
    }

    /** Means of several replays, as the figures that they are held against were. */
    private void overlap(String set, double mostAnswers, double leastAccuracy) {
        if (!Files.isDirectory(crowds.resolve(set))) {
            return;
        }
        int runs = quick ? 1 : 5;
        var crowd = crowd(set);
        var rule = new StoppingRule(2, 10, 0.9, 0);
        for (var skills : OverlapReplay.Skills.values()) {
            double answers = 0;
            double right = 0;
            for (int seed = 1; seed <= runs; seed++) {
                var replay = OverlapReplay.run(
                        crowd.answers().labels(), crowd.truth(), rule, skills, OverlapReplay.Stop.PLAIN, 0.1, seed);
                answers += replay.answersPerTask() / runs;
                right += 100 * replay.accuracy() / runs;
            }
            var source = skills == OverlapReplay.Skills.GOLD ? "gold skills" : "gold skills and agreement";
            figures.add(Figure.of(NAME, "%s, dynamic overlap, %s: answers a task".formatted(set, source), answers, "")
                    .against(crowd.answers().labels().medianOverlap(), "full overlap")
                    .note("%.2f %% right; by the design's own replay with gold skills %.1f answers, %.1f %%"
                            .formatted(right, mostAnswers, leastAccuracy)));
            figures.add(Figure.of(NAME, "%s, dynamic overlap, %s: accuracy".formatted(set, source), right, "%"));
        }
    }

    /** What is promised and what comes of it, where tasks are closed by what control tasks make of their probability. */
    private void calibrated(String set, int mostOfTask) {
        if (!Files.isDirectory(crowds.resolve(set))) {
            return;
        }
        int runs = quick ? 1 : 5;
        var crowd = crowd(set);
        var rule = new StoppingRule(2, mostOfTask, 0.9, 0);
        for (var stop : OverlapReplay.Stop.values()) {
            double answers = 0;
            double promised = 0;
            double kept = 0;
            for (int seed = 1; seed <= runs; seed++) {
                var replay = OverlapReplay.run(
                        crowd.answers().labels(), crowd.truth(), rule, OverlapReplay.Skills.GOLD, stop, 0.1, seed);
                answers += replay.answersPerTask() / runs;
                promised += 100 * replay.promised() / runs;
                kept += 100 * replay.kept() / runs;
            }
            var name = stop == OverlapReplay.Stop.PLAIN ? "plain" : "calibrated";
            figures.add(
                    Figure.of(NAME, "%s, dynamic overlap, %s stop: right where sure".formatted(set, name), kept, "%")
                            .against(promised, "promised")
                            .note("%.1f answers a task".formatted(answers)));
        }
    }
}
