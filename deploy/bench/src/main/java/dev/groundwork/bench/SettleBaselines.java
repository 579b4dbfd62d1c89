package dev.groundwork.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What pgbench does on the server of the payment-service, for {@link SettleBench} to be compared with; nothing without pgbench. */
final class SettleBaselines implements AutoCloseable {

    private static final List<Integer> CLIENTS = List.of(16, 32);
    private static final int TPC_B_SCALE = 20;
    private static final int FEW_CLIENTS = 8;
    private static final String TPC_B = "bench_tpcb";

    private final Market market;
    private final Effort effort;
    private final Optional<PgBench> pgBench;
    private final Database payment;
    private final Database tpcB;
    private final List<PgBench.Run> ofTpcB = new ArrayList<>();
    private final List<PgBench.Run> ofRowLocks = new ArrayList<>();
    private final List<PgBench.Run> ofOneStatement = new ArrayList<>();

    SettleBaselines(Market market, Effort effort, Optional<PgBench> pgBench) {
        this.market = market;
        this.effort = effort;
        this.pgBench = pgBench;
        this.payment = market.stand().payment();
        this.tpcB = new Database(payment.port(), TPC_B, payment.user(), payment.password());
    }

    /** Makes the tables of TPC-B, which serve all rounds. */
    void prepare() throws IOException {
        if (pgBench.isPresent()) {
            payment.run("drop database if exists " + TPC_B, "create database " + TPC_B);
            pgBench.get().initialise(tpcB, TPC_B_SCALE);
        }
    }

    /** One round of all. */
    void measure() throws IOException {
        if (pgBench.isPresent()) {
            var program = pgBench.get();
            ofTpcB.add(tpcB(program));
            ofRowLocks.add(approvals(program, ROW_LOCKS, FEW_CLIENTS));
            for (int clients : CLIENTS) {
                ofOneStatement.add(approvals(program, ONE_STATEMENT, clients));
            }
        }
    }

    @Override
    public void close() {
        if (pgBench.isPresent()) {
            payment.run("drop database if exists " + TPC_B);
        }
    }

    /** {@return transactions a second, the median of the rounds; empty without pgbench} */
    OptionalDouble tpcB() {
        return median(ofTpcB).stream().mapToDouble(PgBench.Run::perSecond).findFirst();
    }

    /** {@return approvals a second as they are usually written, the median of the rounds; empty without pgbench} */
    OptionalDouble rowLocks() {
        return median(ofRowLocks).stream().mapToDouble(PgBench.Run::perSecond).findFirst();
    }

    /** {@return the medians of an approval in one statement, by the number of clients; empty without pgbench} */
    List<PgBench.Run> single() {
        return PgBench.Run.medians(ofOneStatement);
    }

    List<Figure> figures() {
        var rounds = "the median of %d".formatted(effort.rounds());
        var figures = new ArrayList<Figure>();
        for (var run : single()) {
            figures.add(Figure.of(
                            SettleBench.NAME,
                            "pgbench, one posting each, %d clients".formatted(run.clients()),
                            run.perSecond(),
                            "approvals/s")
                    .latencies(run.latencies())
                    .note("the rows of an approval written by one statement, without triggers, Kafka and the service; "
                            + rounds));
        }
        for (var run : median(ofTpcB)) {
            figures.add(Figure.of(
                            SettleBench.NAME,
                            "pgbench TPC-B, scale %d, %d clients".formatted(TPC_B_SCALE, run.clients()),
                            run.perSecond(),
                            "transactions/s")
                    .latencies(run.latencies())
                    .note("what this server does by the usual measure, with nothing beside it; " + rounds));
        }
        for (var run : median(ofRowLocks)) {
            figures.add(Figure.of(
                            SettleBench.NAME,
                            "row locks, a statement for each thing, %d clients".formatted(run.clients()),
                            run.perSecond(),
                            "approvals/s")
                    .latencies(run.latencies())
                    .note("an approval as it is usually written, against the same rows; " + rounds));
        }
        return figures;
    }

    private PgBench.Run tpcB(PgBench program) throws IOException {
        // As pgbench itself does before a run of its own script; the accounts too, which it has just made then.
        tpcB.run(
                "truncate pgbench_history",
                "vacuum pgbench_branches",
                "vacuum pgbench_tellers",
                "vacuum analyze pgbench_accounts");
        return program.run(tpcB, TPC_B_SCRIPT, FEW_CLIENTS, effort.seconds(), market.folder());
    }

    /** Left out, in pgbench's favour: triggers, keys to other tables, and the checks of the service. */
    private PgBench.Run approvals(PgBench program, String script, int clients) throws IOException {
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

    /** {@return the run in the middle; empty without pgbench} */
    private static List<PgBench.Run> median(List<PgBench.Run> runs) {
        return PgBench.Run.medians(runs);
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

    private static final String ROW_LOCKS = """
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

    private static final String ONE_STATEMENT = """
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
