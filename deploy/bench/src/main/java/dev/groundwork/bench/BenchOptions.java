package dev.groundwork.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param names benchmarks to run; all when none is named
 * @param quick whether only a smoke run is wanted
 * @param json where the figures go; null for a file named by the time
 */
record BenchOptions(
        Set<String> names, boolean quick, @Nullable Path json, boolean help) {

    static final List<String> ALL = List.of(
            "start",
            "claim",
            "upload",
            "latency",
            "settle",
            TopUpBench.NAME,
            "export",
            WebBench.NAME,
            InferenceBench.NAME);

    static final String HELP = """
            ./groundwork bench [NAME…]: measures the marketplace on a throw-away stack of its own

              start      from nothing running to the first answered request, and the memory of all processes
              claim      claim and submit of many workers, against pgbench with the same effect
              upload     a million tasks in one request, against a bare COPY
              latency    a claim in a job of a million tasks, against one in a job of ten thousand
              settle     approvals through Kafka into the ledger, against pgbench with the same postings
              topup      a week of a million assignments lifted to the wage floor, and a rerun that posts nothing
              export     a million results as snapshots in several formats, and the memory that takes
              web        the client in a real browser: its shell, the next task, 300 boxes, 50 kB of text, the progress of a million tasks
              audit      every invariant of the books over ten million transfers
              payout     a batch of a million workers from earnings to files, against bare SQL over the same rows
              inference  true labels of up to 50 million answers, and accuracy on recorded crowds; needs no stack

              --quick    a smoke run; its numbers mean nothing
              --json F   write the figures there (default .groundwork/bench/<time>.json)
              --help     this text

            All of them take some twenty minutes. The machine should have nothing else to do.
            Exit code: 0 when every promise was kept, 1 when one was missed or a benchmark failed, 2 for a wrong option.
            """;

    /** What fills the books comes last: everything else would be slower after it. */
    private static List<String> all() {
        var all = new ArrayList<>(ALL);
        all.add(AuditBench.NAME);
        all.add(PayoutBench.NAME);
        return all;
    }

    static BenchOptions parse(List<String> arguments) {
        Set<String> names = new LinkedHashSet<>();
        boolean quick = false;
        boolean help = false;
        Path json = null;
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            var argument = rest.pop();
            switch (argument) {
                case "--quick" -> quick = true;
                case "--help", "-h" -> help = true;
                case "--json" -> {
                    var file = rest.poll();
                    if (file == null) {
                        throw new IllegalArgumentException("--json wants a file");
                    }
                    json = Path.of(file);
                }
                default -> {
                    if (!all().contains(argument)) {
                        throw new IllegalArgumentException("no benchmark is called %s: there are %s"
                                .formatted(argument, String.join(", ", all())));
                    }
                    names.add(argument);
                }
            }
        }
        if (names.isEmpty()) {
            names.addAll(all());
        }
        return new BenchOptions(names, quick, json, help);
    }
}
