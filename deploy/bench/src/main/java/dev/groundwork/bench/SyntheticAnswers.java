package dev.groundwork.bench;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.SplittableRandom;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.method.DawidSkene;

/**
 * Dawid and Skene's method on made-up answers, in a JVM of its own with a bounded heap: what it runs in is what it needs.
 *
 * @param answers how many answers, five to a task
 * @param classes how many classes
 * @param heapMebi heap that the JVM may have
 */
record SyntheticAnswers(int answers, int classes, int heapMebi) {

    private static final int OVERLAP = 5;
    private static final int WORKERS = 5_000;
    private static final int WARM_UP = 2;
    private static final int ITERATIONS = 10;

    /**
     * What a run came to.
     *
     * @param secondsPerIteration of ten, each of which settles all tasks and estimates all workers
     * @param liveMebi what answers, probabilities and models hold of the heap afterwards
     * @param accuracy share of right labels
     */
    record Outcome(double secondsPerIteration, double liveMebi, double accuracy) {}

    /** Runs in a JVM of its own. */
    Outcome run() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(property("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMebi + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        property("java.class.path"),
                        SyntheticAnswers.class.getName(),
                        String.valueOf(answers),
                        String.valueOf(classes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new Properties();
        try (var reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            said.load(reader);
        }
        try {
            if (process.waitFor() != 0) {
                throw new IOException("%,d answers do not fit into a heap of %d MB".formatted(answers, heapMebi));
            }
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("stopped", stopped));
        }
        return new Outcome(number(said, "seconds"), number(said, "live"), number(said, "accuracy"));
    }

    private static double number(Properties said, String name) {
        return Double.parseDouble(Objects.requireNonNull(said.getProperty(name), name));
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /** The run itself: number of answers, number of classes. */
    public static void main(String[] arguments) {
        int answers = Integer.parseInt(arguments[0]);
        int classes = Integer.parseInt(arguments[1]);
        var labels = labels(answers, classes);
        var method = DawidSkene.likeliest();
        var untilTheLimit = Limit.USUAL.gain(0);
        method.infer(labels, Conditions.PLAIN.limit(untilTheLimit.iterations(WARM_UP)));

        long started = System.nanoTime();
        var inference = method.infer(labels, Conditions.PLAIN.limit(untilTheLimit.iterations(ITERATIONS)));
        double seconds = (System.nanoTime() - started) / 1e9 / ITERATIONS;

        System.gc();
        var runtime = Runtime.getRuntime();
        double live = (runtime.totalMemory() - runtime.freeMemory()) / (1024.0 * 1024);
        int right = 0;
        for (int task = 0; task < labels.tasks(); task++) {
            right += inference.label(task) == truth(task, classes) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT, "seconds=%f%nlive=%f%naccuracy=%f%n", seconds, live, (double) right / labels.tasks());
    }

    /** Workers are right with 55 to 95 % and otherwise err evenly. */
    private static Labels labels(int answers, int classes) {
        var random = new SplittableRandom(1979);
        var builder = Labels.builder(classes).workers(WORKERS);
        for (int answer = 0; answer < answers; answer++) {
            int task = answer / OVERLAP;
            // The answers of a task come from workers of different remainders: none of them twice.
            int worker = random.nextInt(WORKERS / OVERLAP) * OVERLAP + answer % OVERLAP;
            int truth = truth(task, classes);
            boolean right = random.nextDouble() < 0.55 + 0.4 * worker / WORKERS;
            builder.add(task, worker, right ? truth : (truth + 1 + random.nextInt(classes - 1)) % classes);
        }
        return builder.build();
    }

    private static int truth(int task, int classes) {
        return (int) (((task * 2_654_435_761L) >>> 8) % classes);
    }
}
