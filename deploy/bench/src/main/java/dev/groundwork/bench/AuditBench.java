package dev.groundwork.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * How long it takes to check the books. They are filled with set-based SQL past the service, as it would take an hour to earn as much; the
 * service then seals and audits what it finds as ever.
 */
final class AuditBench {

    static final String NAME = "audit";

    /** Legs of one posting, as of an approval with everything. */
    private static final int LEGS = 4;

    /** Postings written in one statement. */
    private static final long CHUNK = 250_000;

    private static final int WORKERS = 100_000;

    private final Stand stand;
    private final Effort effort;

    AuditBench(Stand stand, Effort effort) {
        this.stand = stand;
        this.effort = effort;
    }

    List<Figure> run() throws IOException {
        long postings = effort.transfers() / LEGS;
        fill(postings);
        long last = stand.payment().number("select last_value from posting_seq");
        long before = stand.payment().number("select coalesce(max(to_seq), 0) from seal");
        long waited = System.nanoTime();
        // The time up to the next turn of the job is not its work, nor is the moment until older transactions are over.
        Pause.until(
                "the sealing begins",
                Duration.ofMinutes(5),
                () -> stand.payment().number("select coalesce(max(to_seq), 0) from seal") > before);
        long started = System.nanoTime();
        Pause.until(
                "%,d postings are sealed".formatted(postings),
                Duration.ofMinutes(30),
                () -> stand.payment().number("select coalesce(max(to_seq), 0) from seal") >= last);
        double sealing = (System.nanoTime() - started) / 1e9;
        double turn = (started - waited) / 1e9;

        started = System.nanoTime();
        var report = audit();
        double auditing = (System.nanoTime() - started) / 1e9;
        if (!report.path("ok").asBoolean()) {
            throw new IllegalStateException("the books are wrong: " + report.path("invariants"));
        }
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
                        .note("%,.0f transfers/s; longest: %s"
                                .formatted(transfers / auditing, String.join(", ", slowest))),
                Figure.of(NAME, "sealing them", Math.max(sealing, 0.001), "s")
                        .note("after the first block, for which the next turn of the job was awaited (%.0f s)"
                                .formatted(turn)));
    }

    private JsonNode audit() throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:%d/v1/audit".formatted(stand.paymentPort())))
                    .header("Authorization", "Bearer " + stand.operatorToken().get())
                    .timeout(Duration.ofHours(1))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the audit was refused: " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    /** Each posting pays three workers and takes a fee out of one requester's money. */
    private void fill(long postings) {
        var payment = stand.payment();
        payment.run(
                """
                insert into account (owner_type, owner_id, purpose, currency, normal_side, floor_minor)
                select 'WORKER', md5('bench worker ' || n)::uuid, 'PAYABLE', 'EUR', 'C', 0 from generate_series(0, %d) n
                union all
                select 'REQUESTER', md5('bench requester')::uuid, 'AVAILABLE', 'EUR', 'C', 0
                union all
                select 'PLATFORM', md5('bench fees')::uuid, 'FEE_REVENUE', 'EUR', 'C', null
                union all
                select 'BANK', md5('bench cash')::uuid, 'CASH', 'EUR', 'D', null
                on conflict do nothing""".formatted(WORKERS - 1),
                """
                create table bench_worker as
                select (row_number() over (order by id) - 1)::int as n, id from account
                where owner_type = 'WORKER' and owner_id in (select md5('bench worker ' || n)::uuid from generate_series(0, %d) n)""".formatted(WORKERS - 1),
                "alter table bench_worker add primary key (n)",
                "analyze bench_worker");
        // Numbers are taken when all is written: what was numbered may be sealed at any time.
        long first =
                payment.number("select case when is_called then last_value + 1 else last_value end from posting_seq");
        payment.run(posting(
                first,
                1,
                "select %d * 64 + 1, %s, 1, %s, %s, 'EUR', %d, 'SINGLE', 1 from numbers"
                        .formatted(first, "id", account("bench cash"), account("bench requester"), postings * LEGS)));
        for (long done = 0; done < postings; done += CHUNK) {
            long count = Math.min(CHUNK, postings - done);
            long from = first + 1 + done;
            payment.run(posting(from, count, """
                    select seq * 64 + leg, numbers.id, leg, %s, case leg when %d then %s else w.id end, 'EUR', 1, 'SINGLE',
                           case leg when %d then 5 else 4 end
                    from numbers cross join generate_series(1, %d) leg
                             join bench_worker w on w.n = (seq * 7919 + leg) %% %d""".formatted(
                            account("bench requester"), LEGS, account("bench fees"), LEGS, LEGS, WORKERS)));
        }
        payment.run(
                "select setval('posting_seq', %d)".formatted(first + postings),
                """
                insert into account_balance (account_id, debits_posted, credits_posted, normal_side, floor_minor, last_seq)
                select a.id, coalesce(d.amount, 0), coalesce(c.amount, 0), a.normal_side, a.floor_minor, %1$d * 64 + 63
                from account a
                         left join (select debit_account, sum(amount) as amount from transfer where seq >= %2$d * 64 group by 1) d
                                   on d.debit_account = a.id
                         left join (select credit_account, sum(amount) as amount from transfer where seq >= %2$d * 64 group by 1) c
                                   on c.credit_account = a.id
                where not exists (select from account_balance b where b.account_id = a.id)""".formatted(first + postings, first),
                "drop table bench_worker",
                "analyze command",
                "analyze posting",
                "analyze transfer",
                "analyze account_balance");
    }

    private static String account(String of) {
        return "(select id from account where owner_id = md5('%s')::uuid)".formatted(of);
    }

    /** Commands, postings and their transfers in one statement. */
    private static String posting(long from, long count, String transfers) {
        return """
                with numbers as materialized (
                    select seq, uuidv7() as id from generate_series(%d::bigint, %d::bigint) seq
                ), asked as (
                    insert into command (id, scope, idem_key, request_hash, kind, payload, state, settled_at)
                    select id, 'bench', seq::text, encode(sha256(seq::text::bytea), 'hex'), 'bench', '{}', 'POSTED', now()
                    from numbers
                ), posted as (
                    insert into posting (id, seq, kind, business_key, effective_on, posted_at)
                    select id, seq, 'bench', 'bench:' || seq, current_date, now() from numbers
                )
                insert into transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
                %s""".formatted(from, from + count - 1, transfers);
    }
}
