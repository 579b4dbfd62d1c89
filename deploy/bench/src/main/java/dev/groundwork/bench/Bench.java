package dev.groundwork.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.groundwork.local.Marketplace;
import dev.groundwork.local.PostgresServer;
import dev.groundwork.local.ProjectFolder;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** {@code ./groundwork bench}: starts a marketplace of its own, measures it, prints a table, and leaves nothing but the figures. */
public final class Bench {

    /** Of a throw-away marketplace that is measured: what locks its workers' bank accounts, 32 bytes in base 64. */
    public static final String VAULT_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private static final int ALL_KEPT = 0;
    private static final int ONE_MISSED = 1;
    private static final int WRONG_OPTION = 2;

    private final BenchOptions options;
    private final Effort effort;
    private final PrintStream out;
    private boolean failed;

    private Bench(BenchOptions options, PrintStream out) {
        this.options = options;
        this.effort = options.quick() ? Effort.QUICK : Effort.FULL;
        this.out = out;
    }

    /** Runs the named benchmarks and ends the JVM with an exit code, as {@code --help} explains it. */
    public static void main(String[] arguments) throws IOException {
        // What the Kafka client tells of itself would bury the table.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty(
                "logging.configuration",
                Objects.requireNonNull(Bench.class.getResource("logging.properties"))
                        .toString());
        System.exit(run(List.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    /**
     * Runs the named benchmarks in this JVM.
     *
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) throws IOException {
        return run(arguments, out, null);
    }

    /**
     * Runs the named benchmarks on a marketplace that is there already and stays; not {@code start}, which ends every part.
     *
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out, @Nullable Marketplace present) throws IOException {
        BenchOptions options;
        try {
            options = BenchOptions.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            out.println("bench: " + wrong.getMessage() + "; see ./groundwork bench --help");
            return WRONG_OPTION;
        }
        if (options.help()) {
            out.print(BenchOptions.HELP);
            return ALL_KEPT;
        }
        return new Bench(options, out).run(present);
    }

    private int run(@Nullable Marketplace present) throws IOException {
        var figures = new ArrayList<Figure>();
        measure(InferenceBench.NAME, figures, () -> new InferenceBench(options.quick()).run());
        if (!options.names().equals(Set.of(InferenceBench.NAME))) {
            withMarketplace(present, figures);
        }
        out.println();
        out.print(Table.of(figures));
        write(figures);
        boolean missed = figures.stream().anyMatch(figure -> Boolean.FALSE.equals(figure.ok()));
        return failed || (missed && !options.quick()) ? ONE_MISSED : ALL_KEPT;
    }

    private void withMarketplace(@Nullable Marketplace present, List<Figure> figures) throws IOException {
        var pgBench = PgBench.find();
        if (pgBench.isEmpty()) {
            out.println(PgBench.MISSING);
        }
        var folder = Files.createTempDirectory("groundwork-bench-");
        try {
            if (present == null) {
                onOwnMarketplace(figures, pgBench, folder);
            } else {
                onMarketplace(present, figures, pgBench, folder);
            }
        } finally {
            delete(folder);
        }
    }

    private void onOwnMarketplace(List<Figure> figures, Optional<PgBench> pgBench, Path folder) throws IOException {
        out.println("Starting a throw-away marketplace");
        var start = new StartBench();
        try (var marketplace = start.start()) {
            if (options.names().contains(StartBench.NAME)) {
                figures.addAll(start.figures());
                // Ends and starts every part: nothing else can be measured meanwhile.
                figures.addAll(start.again(marketplace));
            }
            onMarketplace(marketplace, figures, pgBench, folder);
            if (options.names().size() > 1) {
                figures.add(start.memory("all processes together, after the load"));
            }
        }
    }

    private void onMarketplace(Marketplace marketplace, List<Figure> figures, Optional<PgBench> pgBench, Path folder)
            throws IOException {
        try (var market = new Market(stand(marketplace), folder)) {
            measure("claim", figures, () -> new ClaimBench(market, effort, pgBench).run());
            measure("upload", figures, () -> new UploadBench(market, effort).run());
            measure("latency", figures, () -> new LatencyBench(market, effort).run());
            measure("export", figures, () -> new ExportBench(market, effort).run());
            measure("settle", figures, () -> new SettleBench(market, effort, pgBench).run());
            measure(TopUpBench.NAME, figures, () -> new TopUpBench(market, effort).run());
            measure(WebBench.NAME, figures, () -> inBrowser(marketplace, market));
        }
        measure(AuditBench.NAME, figures, () -> new AuditBench(stand(marketplace), effort).run());
        try (var market = new Market(stand(marketplace), folder)) {
            measure(PayoutBench.NAME, figures, () -> new PayoutBench(market, effort).run());
        }
    }

    private List<Figure> inBrowser(Marketplace marketplace, Market market) throws IOException {
        var chromium = WebBench.chromium();
        if (chromium.isEmpty()) {
            out.println(WebBench.MISSING);
            return List.of();
        }
        return new WebBench(marketplace, market, effort).run(chromium.get());
    }

    /** One of the benchmarks. */
    @FunctionalInterface
    private interface Measurement {
        List<Figure> run() throws IOException;
    }

    private void measure(String name, List<Figure> figures, Measurement measurement) {
        if (!options.names().contains(name)) {
            return;
        }
        out.println("Measuring " + name);
        long started = System.nanoTime();
        try {
            figures.addAll(measurement.run());
        } catch (IOException | RuntimeException fault) {
            // What the others measured is worth keeping.
            failed = true;
            out.println("  FAILED: " + fault.getMessage());
            fault.printStackTrace(out);
        }
        out.printf("  done in %d s%n", (System.nanoTime() - started) / 1_000_000_000);
    }

    private static Stand stand(Marketplace marketplace) {
        var urls = marketplace.urls();
        var realm = urls.realm();
        return new Stand(
                urls.gateway(),
                URI.create(realm.getScheme() + "://" + realm.getAuthority()),
                urls.gateway().getPort(),
                urls.taskService().getPort(),
                urls.paymentService().getPort(),
                () -> operatorToken(marketplace),
                marketplace.pid("task-service"),
                marketplace.pid("payment-service"),
                database(marketplace, "task"),
                database(marketplace, "payment"),
                marketplace.bootstrapServers());
    }

    private static String operatorToken(Marketplace marketplace) {
        try {
            return marketplace.token("otto");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static Database database(Marketplace marketplace, String name) {
        int port = URI.create(marketplace.jdbcUrl(name).substring("jdbc:".length()))
                .getPort();
        return new Database(port, name, PostgresServer.USER, PostgresServer.PASSWORD);
    }

    private void write(List<Figure> figures) throws IOException {
        var now = Clock.systemUTC().instant().atZone(ZoneOffset.UTC);
        var file = options.json();
        if (file == null) {
            file = ProjectFolder.state()
                    .resolve("bench")
                    .resolve(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(now) + ".json");
        }
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", now.toInstant().toString());
        document.put("quick", options.quick());
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("java", Runtime.version().toString());
        document.put("figures", figures.stream().map(Figure::json).toList());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), document);
        out.println("As JSON: " + file);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) {
            Files.delete(file);
        }
    }
}
