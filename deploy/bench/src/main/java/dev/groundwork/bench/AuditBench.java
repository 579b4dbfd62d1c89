package dev.groundwork.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long it takes to check the books once they are full; the service seals and audits what it finds as ever. */
final class AuditBench {

    static final String NAME = "audit";

    private final Stand stand;
    private final Effort effort;

    AuditBench(Stand stand, Effort effort) {
        this.stand = stand;
        this.effort = effort;
    }

    List<Figure> run() throws IOException {
        EarnedMoney.fill(stand.payment(), effort.transfers(), effort.bulk());
        var books = new Books(stand);
        var sealing = books.sealed();
        long started = System.nanoTime();
        var report = books.audited();
        double auditing = (System.nanoTime() - started) / 1e9;
        long transfers = report.path("transfers").asLong();
        var slowest = new ArrayList<String>();
        for (var invariant : report.path("invariants")) {
            if (invariant.path("millis").asLong() * 10 >= auditing * 1000) {
                slowest.add("%s: %.1f s"
                        .formatted(
                                invariant.path("number").asText(),
                                invariant.path("millis").asLong() / 1000.0));
            }
        }
        return List.of(
                Figure.of(NAME, "all invariants over %,d transfers".formatted(transfers), auditing, "s")
                        .note("none is violated; %,.0f transfers/s; longest: %s"
                                .formatted(transfers / auditing, String.join(", ", slowest))),
                Figure.of(NAME, "sealing them", Math.max(sealing.seconds(), 0.001), "s")
                        .note("after the first block, for which the next turn of the job was awaited (%.0f s)"
                                .formatted(sealing.turn())));
    }
}
