package dev.groundwork.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
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
 */
final class SettleBench {

    private static final String NAME = "settle";
    private static final String APPROVALS = "task.assignment.v1";
    private static final String CREDITS = "payment.earning.v1";
    private static final List<Integer> CLIENTS = List.of(16, 32);
    private static final int TPC_B_SCALE = 20;
    private static final int TPC_B_CLIENTS = 8;
    private static final String TPC_B = "bench_tpcb";

    /** Kafka gives a consumer up that has been silent for 45 s, and a new one would begin with joining. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

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
        var settled = settle("bench: settle");
        double drained = backlog();
        var runs = new ArrayList<PgBench.Run>();
        if (pgBench.isPresent()) {
            for (int round = 0; round < effort.rounds(); round++) {
                for (int clients : CLIENTS) {
                    runs.add(baseline(pgBench.get(), SCRIPT, clients));
                }
            }
        }
        var figures = new ArrayList<Figure>();
        var medians = PgBench.Run.medians(runs);
        medians.forEach(run -> figures.add(Figure.of(
                        NAME,
                        "pgbench, one posting each, %d clients".formatted(run.clients()),
                        run.perSecond(),
                        "approvals/s")
                .latencies(run.latencies())
                .note(
                        "the rows of an approval written by one statement, without triggers, Kafka and the service; the median of %d"
                                .formatted(effort.rounds()))));
        var whole = Figure.of(NAME, "approved, through Kafka, credited", settled.perSecond(), "approvals/s")
                .latencies(settled.latencies())
                .note(
                        ("%,d approvals in one request, until the last is posted; latency from the approval to the credit, so it holds"
                                        + " the queue of all before; the task-service and both relays take their part of the machine")
                                .formatted(settled.approvals()));
        if (pgBench.isPresent()) {
            var tpcB = tpcB(pgBench.get());
            var naive = baseline(pgBench.get(), NAIVE, TPC_B_CLIENTS);
            book(effort.warmUpSeconds());
            var booked = book(effort.seconds());
            figures.add(
                    Figure.of(
                                    NAME,
                                    "postings over HTTP, %d callers, one account".formatted(effort.callers()),
                                    booked.perSecond(),
                                    "postings/s")
                            .latencies(booked.latencies())
                            .atLeast(1, tpcB.perSecond(), "TPC-B")
                            .note(
                                    "deposits of one requester: each a request, and a posting that is durable before the answer"));
            figures.add(Figure.of(
                            NAME,
                            "one posting over HTTP, p99",
                            booked.latencies().millis(0.99),
                            "ms")
                    .aimBelow(50)
                    .note("of the same requests"));
            figures.add(Figure.of(NAME, "pgbench TPC-B, scale 20, 8 clients", tpcB.perSecond(), "transactions/s")
                    .latencies(tpcB.latencies())
                    .note("what this server does by the usual measure, with nothing beside it"));
            figures.add(Figure.of(
                            NAME, "row locks, a statement for each thing, 8 clients", naive.perSecond(), "approvals/s")
                    .latencies(naive.latencies())
                    .note("an approval as it is usually written, against the same rows"));
            figures.add(Figure.of(NAME, "through Kafka, one escrow, one fee account", drained, "approvals/s")
                    .atLeast(1.5, tpcB.perSecond(), "TPC-B")
                    .note(
                            "approvals that wait in Kafka, until the last is posted; the payment-service tells of each credit"
                                    + " and the worker-service hears of it meanwhile"));
            figures.add(Figure.of(NAME, "through Kafka, one escrow, one fee account", drained, "approvals/s")
                    .atLeast(5, naive.perSecond(), "row locks"));
            figures.add(whole.against(tpcB.perSecond(), "TPC-B"));
        }
        var best = PgBench.Run.fastest(medians);
        figures.add(
                best.isPresent()
                        ? whole.against(
                                best.get().perSecond(),
                                "best median of pgbench (%d)"
                                        .formatted(best.get().clients()))
                        : whole);
        return figures;
    }

    /**
     * What the payment-service settles in a second when approvals wait for it in Kafka: its process stands still while they are made.
     */
    private double backlog() throws IOException {
        var stand = market.stand();
        var job = submitted("bench: settle, a backlog");
        long approvals;
        Signals.stop(stand.paymentPid());
        try {
            approvals = market.approveAll(job.id());
            market.sent(LONGEST_PAUSE);
        } finally {
            Signals.go(stand.paymentPid());
        }
        long started = System.nanoTime();
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

    private PgBench.Run tpcB(PgBench program) throws IOException {
        var payment = market.stand().payment();
        payment.run("drop database if exists " + TPC_B, "create database " + TPC_B);
        try {
            var database = new Database(payment.port(), TPC_B, payment.user(), payment.password());
            program.initialise(database, TPC_B_SCALE);
            return program.run(database, TPC_B_SCRIPT, TPC_B_CLIENTS, effort.seconds(), market.folder());
        } finally {
            payment.run("drop database " + TPC_B);
        }
    }

    /** Left out, in pgbench's favour: triggers, keys to other tables, and the checks of the service. */
    private PgBench.Run baseline(PgBench program, String script, int clients) throws IOException {
        var payment = market.stand().payment();
        payment.run(
                "drop schema if exists bench cascade",
                "create schema bench",
                "create sequence bench.posting_seq",
                "create table bench.account_balance (like public.account_balance including all)",
                "create table bench.command (like public.command including all)",
                "create table bench.posting (like public.posting including all)",
                "create table bench.transfer (like public.transfer including all)",
                "create table bench.inbox (like public.inbox including all)",
                "create table bench.outbox (like public.outbox including all)",
                // 1 is the escrow, 2 the fee; workers from 101.
                "insert into bench.account_balance (account_id, credits_posted, normal_side, floor_minor)"
                        + " select 1, 1000000000000, 'C', 0 union all select 2, 0, 'C', null"
                        + " union all select 100 + n, 0, 'C', 0 from generate_series(1, 64) n",
                "vacuum analyze bench.account_balance");
        try {
            var run = program.run(payment, script, clients, effort.seconds(), market.folder());
            long postings = payment.number("select count(*) from bench.posting");
            if (postings != run.done()) {
                throw new IllegalStateException("pgbench posted %,d of %,d".formatted(postings, run.done()));
            }
            return run;
        } finally {
            payment.run("drop schema bench cascade");
        }
    }

    /** What pgbench calls tpcb-like, at scale 20. */
    private static final String TPC_B_SCRIPT = """
            \\set aid random(1, 100000 * 20)
            \\set bid random(1, 1 * 20)
            \\set tid random(1, 10 * 20)
            \\set delta random(-5000, 5000)
            begin;
            update pgbench_accounts set abalance = abalance + :delta where aid = :aid;
            select abalance from pgbench_accounts where aid = :aid;
            update pgbench_tellers set tbalance = tbalance + :delta where tid = :tid;
            update pgbench_branches set bbalance = bbalance + :delta where bid = :bid;
            insert into pgbench_history (tid, bid, aid, delta, mtime) values (:tid, :bid, :aid, :delta, current_timestamp);
            end;
            """;

    private static final String NAIVE = """
            \\set worker random(101, 164)
            begin;
            select nextval('bench.posting_seq') as seq, uuidv7()::text as id \\gset
            insert into bench.inbox (consumer, event_id) values ('payment-service', uuidv7());
            select credits_posted - debits_posted from bench.account_balance where account_id = 1 for update;
            select credits_posted - debits_posted from bench.account_balance where account_id = 2 for update;
            select credits_posted - debits_posted from bench.account_balance where account_id = :worker for update;
            insert into bench.command (id, scope, idem_key, request_hash, kind, payload, state, settled_at)
            values (:id ::uuid, 'assignment', :id ::text, encode(sha256(:id ::text::bytea), 'hex'), 'APPROVE', '{"amount": 1}', 'POSTED', now());
            insert into bench.posting (id, seq, kind, business_key, effective_on, posted_at)
            values (:id ::uuid, :seq ::bigint, 'APPROVE', 'approve:' || :id ::text, current_date, now());
            insert into bench.transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
            values (:seq ::bigint * 64 + 1, :id ::uuid, 1, 1, :worker, 'EUR', 1, 'SINGLE', 4);
            insert into bench.transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
            values (:seq ::bigint * 64 + 2, :id ::uuid, 2, 1, 2, 'EUR', 1, 'SINGLE', 5);
            update bench.account_balance set debits_posted = debits_posted + 2, version = version + 1 where account_id = 1;
            update bench.account_balance set credits_posted = credits_posted + 1, version = version + 1 where account_id = 2;
            update bench.account_balance set credits_posted = credits_posted + 1, version = version + 1 where account_id = :worker;
            insert into bench.outbox (event_id, topic, key, type, payload)
            values (uuidv7(), 'payment.earning.v1', :worker ::text, 'worker.credited', '{"type": "worker.credited"}');
            end;
            """;

    private static final String SCRIPT = """
            \\set worker random(101, 164)
            with id as (
                select nextval('bench.posting_seq') as seq, uuidv7() as id, uuidv7() as event
            ), seen as (
                insert into bench.inbox (consumer, event_id) select 'payment-service', event from id
            ), asked as (
                insert into bench.command (id, scope, idem_key, request_hash, kind, payload, state, settled_at)
                select id, 'assignment', id::text, encode(sha256(id::text::bytea), 'hex'), 'APPROVE', '{"amount": 1}', 'POSTED', now() from id
            ), posted as (
                insert into bench.posting (id, seq, kind, business_key, effective_on, posted_at)
                select id, seq, 'APPROVE', 'approve:' || id, current_date, now() from id
            ), moved as (
                insert into bench.transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
                select id.seq * 64 + leg, id.id, leg, 1, case leg when 1 then :worker else 2 end, 'EUR', 1, 'SINGLE', leg
                from id, generate_series(1, 2) leg
            ), charged as (
                update bench.account_balance
                set debits_posted = debits_posted + case account_id when 1 then 2 else 0 end,
                    credits_posted = credits_posted + case account_id when 2 then 1 else 0 end,
                    version = version + 1, last_seq = id.seq * 64 + 2
                from id where account_id in (1, 2)
                returning account_id
            ), paid as (
                -- After the hot rows: in no order at all, two workers' rows would deadlock with them.
                update bench.account_balance set credits_posted = credits_posted + 1, version = version + 1, last_seq = id.seq * 64 + 1
                from id where account_id = :worker and (select count(*) from charged) = 2
            )
            insert into bench.outbox (event_id, topic, key, type, payload)
            select uuidv7(), 'payment.earning.v1', :worker ::text, 'worker.credited',
                   jsonb_build_object('type', 'worker.credited', 'workerId', event, 'jobId', id, 'assignmentId', id,
                                      'amount', jsonb_build_object('minor', '1', 'currency', 'EUR'), 'creditedAt', now())::text
            from id;
            """;
}
