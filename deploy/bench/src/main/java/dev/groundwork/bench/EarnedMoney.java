package dev.groundwork.bench;

/**
 * Books full of what workers earned, written with set-based SQL past the service, as it would take an hour to earn as much: one
 * requester pays very many workers, a few cents in each transfer, and the platform its fee.
 */
final class EarnedMoney {

    /** Legs of one posting, as of an approval with everything: three workers and the fee. */
    private static final int LEGS = 4;

    private static final int PAID = LEGS - 1;

    /** Postings written in one statement. */
    private static final long CHUNK = 250_000;

    private EarnedMoney() {}

    /**
     * Fills the books unless they are full already. Workers are paid in turn, all of them as long as there are at least as many
     * payments as workers.
     *
     * @return postings written; 0 where they were there already
     */
    static long fill(Database payment, long transfers, long workers) {
        if (payment.number("select count(*) from account where owner_id = md5('bench requester')::uuid") > 0) {
            return 0;
        }
        long postings = transfers / LEGS;
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
                on conflict do nothing""".formatted(workers - 1),
                "create table bench_worker as"
                        + " select (row_number() over (order by a.id) - 1)::bigint as n, a.id, a.owner_id from account a"
                        + " join (select md5('bench worker ' || n)::uuid as owner_id from generate_series(0, "
                        + (workers - 1)
                        + ") n) w using (owner_id) where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE'",
                "alter table bench_worker add primary key (n)",
                "vacuum analyze bench_worker",
                "vacuum analyze account");
        // Numbers are taken when all is written: what was numbered may be sealed at any time.
        long first =
                payment.number("select case when is_called then last_value + 1 else last_value end from posting_seq");
        payment.run(posting(
                first,
                1,
                "select %d * 64 + 1, id, 1, %s, %s, 'EUR', %d, 'SINGLE', 1 from numbers"
                        .formatted(first, account("bench cash"), account("bench requester"), postings * LEGS)));
        for (long done = 0; done < postings; done += CHUNK) {
            long from = first + 1 + done;
            payment.run(posting(from, Math.min(CHUNK, postings - done), """
                    select seq * 64 + leg, numbers.id, leg, %1$s, case leg when %2$d then %3$s else w.id end, 'EUR', 1, 'SINGLE',
                           case leg when %2$d then 5 else 4 end
                    from numbers cross join generate_series(1, %2$d) leg
                             left join bench_worker w
                                       on leg < %2$d and w.n = ((seq - %4$d) * %5$d + leg - 1) %% %6$d""".formatted(
                            account("bench requester"), LEGS, account("bench fees"), first + 1, PAID, workers)));
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
                "vacuum analyze command",
                "vacuum analyze posting",
                "vacuum analyze transfer",
                "vacuum analyze account_balance");
        return postings;
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
