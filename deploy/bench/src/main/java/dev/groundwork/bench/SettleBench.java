package dev.groundwork.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Approvals that become money: from the task-service through Kafka into the ledger, all of one job, so out of one escrow and
 * into one fee account. Against TPC-B; against pgbench posting the same rows one approval at a time on a copy of the same tables, in one
 * statement; and against the same work as it is usually written, row locks and a statement for each thing.
 *
 * @see SettleBaselines
 */
final class SettleBench {

    static final String NAME = "settle";
    private static final String APPROVALS = "task.assignment.v1";
    private static final String CREDITS = "payment.earning.v1";
    private static final String APPROVALS_A_SECOND = "approvals/s";

    /** How long the task-service may take to send what it has put down. */
    private static final Duration LONGEST_SENDING = Duration.ofSeconds(30);

    /** Kafka gives a consumer up that has been silent for 45 s, and a new one would begin with joining. */
    private static final Duration LONGEST_STILL = Duration.ofSeconds(40);

    private final Market market;
    private final Effort effort;
    private final Optional<PgBench> pgBench;
    private final ObjectMapper json = new ObjectMapper();

    SettleBench(Market market, Effort effort, Optional<PgBench> pgBench) {
        this.market = market;
        this.effort = effort;
        this.pgBench = pgBench;
    }

    List<Figure> run() throws IOException {
        market.crowd(effort.callers());
        settle("bench: settle, warm-up");
        book(effort.warmUpSeconds());
        var settled = new ArrayList<Settled>();
        var drained = new ArrayList<Double>();
        var booked = new ArrayList<Booked>();
        try (var baselines = new SettleBaselines(market, effort, pgBench)) {
            baselines.prepare();
            // In turns, so that what the machine does beside this hits all alike.
            for (int round = 0; round < effort.rounds(); round++) {
                settled.add(settle("bench: settle " + round));
                drained.add(backlog("bench: settle, a backlog " + round));
                booked.add(book(effort.seconds()));
                baselines.measure();
            }
            var figures = new ArrayList<>(baselines.figures());
            figures.addAll(bookings(booked, baselines.tpcB()));
            figures.addAll(backlogs(Rounds.median(drained, Double::doubleValue), baselines));
            figures.addAll(approvals(Rounds.median(settled, Settled::perSecond), baselines));
            return figures;
        }
    }

    private List<Figure> bookings(List<Booked> rounds, OptionalDouble tpcB) {
        var booked = Rounds.median(rounds, Booked::perSecond);
        var rate = Figure.of(
                        NAME,
                        "postings over HTTP, %d callers, one account".formatted(effort.callers()),
                        booked.perSecond(),
                        "postings/s")
                .latencies(booked.latencies())
                .note("deposits of one requester: each a request, and a posting that is durable before the answer; "
                        + ofRounds());
        return List.of(
                tpcB.isPresent() ? rate.atLeast(1, tpcB.getAsDouble(), "TPC-B") : rate,
                Figure.of(
                                NAME,
                                "one posting over HTTP, p99",
                                Rounds.median(
                                        rounds.stream()
                                                .map(round -> round.latencies().millis(0.99))
                                                .toList(),
                                        Double::doubleValue),
                                "ms")
                        .aimBelow(50)
                        .note("of the same requests; " + ofRounds()));
    }

    private List<Figure> backlogs(double perSecond, SettleBaselines baselines) {
        var name = "through Kafka, one escrow, one fee account";
        var note = "approvals that wait in Kafka, until the last is posted; the payment-service tells of each credit"
                + " and the worker-service hears of it meanwhile; " + ofRounds();
        if (baselines.tpcB().isEmpty()) {
            return List.of(Figure.of(NAME, name, perSecond, APPROVALS_A_SECOND).note(note));
        }
        return List.of(
                Figure.of(NAME, name + ", to TPC-B", perSecond, APPROVALS_A_SECOND)
                        .atLeast(1.5, baselines.tpcB().getAsDouble(), "TPC-B")
                        .note(note),
                Figure.of(NAME, name + ", to row locks", perSecond, APPROVALS_A_SECOND)
                        .atLeast(5, baselines.rowLocks().getAsDouble(), "row locks"));
    }

    private List<Figure> approvals(Settled settled, SettleBaselines baselines) {
        var name = "approved, through Kafka, credited";
        var note =
                ("%,d approvals in one request, until the last is posted; latency from the approval to the credit, so it holds the"
                                + " queue of all before; the task-service and both relays take their part of the machine; %s")
                        .formatted(settled.approvals(), ofRounds());
        var best = PgBench.Run.fastest(baselines.single());
        if (best.isEmpty()) {
            return List.of(Figure.of(NAME, name, settled.perSecond(), APPROVALS_A_SECOND)
                    .latencies(settled.latencies())
                    .note(note));
        }
        return List.of(
                Figure.of(NAME, name + ", to TPC-B", settled.perSecond(), APPROVALS_A_SECOND)
                        .latencies(settled.latencies())
                        .against(baselines.tpcB().getAsDouble(), "TPC-B")
                        .note(note),
                Figure.of(NAME, name + ", to one posting each", settled.perSecond(), APPROVALS_A_SECOND)
                        .against(
                                best.get().perSecond(),
                                "best median of pgbench (%d)"
                                        .formatted(best.get().clients())));
    }

    private String ofRounds() {
        return "the median of %d".formatted(effort.rounds());
    }

    /**
     * What the payment-service settles in a second when approvals wait for it in Kafka: its process stands still while they are made.
     */
    private double backlog(String title) throws IOException {
        var stand = market.stand();
        var job = submitted(title);
        long approvals;
        long started;
        long stopped = System.nanoTime();
        Signals.stop(stand.paymentPid());
        try {
            approvals = market.approveAll(job.id());
            market.sent(LONGEST_SENDING);
        } finally {
            // Before the signal: it works while the program that sends it still ends.
            started = System.nanoTime();
            Signals.go(stand.paymentPid());
        }
        var still = Duration.ofNanos(started - stopped);
        if (still.compareTo(LONGEST_STILL) > 0) {
            throw new IllegalStateException(
                    ("the payment-service stood still for %d s, and Kafka gives a consumer up after 45 s: measure with nothing"
                                    + " else on the machine")
                            .formatted(still.toSeconds()));
        }
        settled(job.id(), approvals);
        double took = (System.nanoTime() - started) / 1e9;
        market.drained();
        return approvals / took;
    }

    /** {@return a job with answers that wait for approval} */
    private Market.Job submitted(String title) throws IOException {
        var job = market.job(title, effort.tasks() / 4);
        Callers.claimAndSubmit(
                market.stand().taskPort(), job.id(), market.tokens(effort.callers()), 1, effort.seconds());
        market.drained();
        return job;
    }

    private void settled(UUID job, long approvals) {
        Pause.until(
                "%,d approvals are settled".formatted(approvals),
                Duration.ofMinutes(10),
                () -> market.stand().payment().number("select settled from job_funds where job_id = ?", job)
                        >= approvals);
    }

    private record Settled(long approvals, double perSecond, Latencies latencies) {}

    private Settled settle(String title) throws IOException {
        var stand = market.stand();
        var job = submitted(title);
        try (var topics = new Topics(stand.kafka())) {
            var approvalsFrom = topics.ends(APPROVALS);
            var creditsFrom = topics.ends(CREDITS);
            long started = System.nanoTime();
            long approvals = market.approveAll(job.id());
            settled(job.id(), approvals);
            double took = (System.nanoTime() - started) / 1e9;
            market.drained();
            var approvalsTo = topics.ends(APPROVALS);
            var creditsTo = topics.ends(CREDITS);
            var approved = new HashMap<String, Instant>();
            topics.read(approvalsFrom, approvalsTo, (value, time) -> {
                var event = read(value);
                if (event.path("type").asText().equals("assignment.approved")) {
                    approved.put(
                            event.path("assignmentId").asText(),
                            Instant.parse(event.path("approvedAt").asText()));
                }
            });
            var latencies = new Latencies();
            topics.read(creditsFrom, creditsTo, (value, time) -> {
                var event = read(value);
                var at = approved.get(event.path("assignmentId").asText());
                if (at != null) {
                    latencies.add(Duration.between(
                                    at, Instant.parse(event.path("creditedAt").asText()))
                            .toNanos());
                }
            });
            if (latencies.count() != approvals || approved.size() != approvals) {
                throw new IllegalStateException("%,d approvals, but %,d events of approval and %,d of credit"
                        .formatted(approvals, approved.size(), latencies.count()));
            }
            return new Settled(approvals, approvals / took, latencies);
        }
    }

    private JsonNode read(String value) {
        try {
            return json.readTree(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an event is no JSON: " + value, broken);
        }
    }

    private record Booked(double perSecond, Latencies latencies) {}

    /** Deposits of one requester, so all into one account, each a request and a durable posting of its own. */
    private Booked book(int seconds) throws IOException {
        var requests = new Requests(market.stand().paymentPort());
        var token = market.requesterToken();
        var callers = Stream.generate(() -> new Depositor(requests, token, seconds))
                .limit(effort.callers())
                .toList();
        long started = System.nanoTime();
        Wires.run(requests.port(), callers);
        double took = (System.nanoTime() - started) / 1e9;
        market.drained();
        var latencies =
                Latencies.of(callers.stream().map(caller -> caller.latencies).toList());
        return new Booked(latencies.count() / took, latencies);
    }

    private static final class Depositor extends TimedCaller {

        private final Latencies latencies = new Latencies();
        private final Requests requests;
        private final String token;

        Depositor(Requests requests, String token, int seconds) {
            super(seconds);
            this.requests = requests;
            this.token = token;
        }

        @Override
        byte[] first() {
            return requests.postOnce(
                    "/v1/deposits",
                    token,
                    "bench-" + UUID.randomUUID(),
                    "{\"amount\":{\"amount\":\"0.01\",\"currency\":\"EUR\"}}");
        }

        @Override
        byte @Nullable [] next(Answer last, long took, boolean inTime) {
            last.expect(201);
            latencies.add(took);
            return inTime ? first() : null;
        }
    }
}
