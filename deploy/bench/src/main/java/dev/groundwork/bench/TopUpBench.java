package dev.groundwork.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A week of a crowd lifted to the wage floor: reckoned and posted, against the bare SQL that sums the same rows. */
final class TopUpBench {

    static final String NAME = "topup";

    private static final int ASSIGNMENTS_A_WORKER = 20;

    private final Market market;
    private final Effort effort;

    TopUpBench(Market market, Effort effort) {
        this.market = market;
        this.effort = effort;
    }

    List<Figure> run() throws IOException {
        long assignments = effort.bulk();
        long workers = assignments / ASSIGNMENTS_A_WORKER;
        var job = market.job("bench: a week", effort.small());
        var payment = market.stand().payment();
        work(payment, job.id(), assignments, workers);
        double bare = seconds(() -> payment.number(
                "select count(*) from (select worker_id, sum(active_seconds), sum(pay_minor) from work_time"
                        + " where job_id = ? group by worker_id) s",
                job.id()));
        long before = postings(payment);
        double took = seconds(() -> reckon(payment));
        long posted = postings(payment) - before;
        if (posted != workers) {
            throw new IllegalStateException("%,d of %,d weeks of workers were topped up".formatted(posted, workers));
        }
        payment.run("update work_week set state = 'DIRTY'");
        double again = seconds(() -> reckon(payment));
        long repeated = postings(payment) - before - posted;
        if (repeated != 0) {
            throw new IllegalStateException("a rerun posted %,d top-ups again".formatted(repeated));
        }
        return List.of(
                Figure.of(NAME, "bare SQL: the same rows summed by worker", bare, "s")
                        .note("time and pay of the week's assignments, with no look at floors and nothing written"),
                Figure.of(NAME, "a week reckoned and posted", took, "s")
                        .against(bare, "bare SQL")
                        .note("%,d assignments of %,d workers, each topped up by a posting of its own"
                                .formatted(assignments, workers)),
                Figure.of(NAME, "the same week again, nothing posted", again, "s")
                        .against(bare, "bare SQL")
                        .note("every week marked as changed, all of it reckoned anew, and no posting made"));
    }

    /** As if it had come by events, which another benchmark measures: reward 0.01 for up to twenty seconds. */
    private static void work(Database payment, UUID job, long assignments, long workers) {
        payment.run("""
                insert into work_time (assignment_id, job_id, worker_id, ending, active_seconds, accepted_on, finished_at, week, pay_minor)
                select gen_random_uuid(), '%s', md5('%s' || g %% %d)::uuid, 'SUBMITTED', 1 + (g::bigint * 7919 + g / %d) %% 20, w.monday + 1,
                       w.monday + interval '30 hours', w.monday, 1
                from generate_series(1, %d) g
                         cross join (select (date_trunc('week', now() at time zone 'UTC') - interval '7 days')::date as monday) w""".formatted(job, job, workers, workers, assignments), """
                insert into work_week (week, state)
                select distinct week, 'DIRTY' from work_time where job_id = '%s'
                on conflict (week) do update set state = 'DIRTY'""".formatted(job), "analyze work_time");
    }

    private void reckon(Database payment) {
        market.reckonWeeks();
        Pause.until("the week is reckoned and posted", Duration.ofMinutes(15), () -> payment.number("""
                                select (select count(*) from work_week
                                        where state <> 'DONE' and week < date_trunc('week', now() at time zone 'UTC')::date)
                                           + (select count(*) from wage_week where owed_minor > posted_minor)""") == 0);
    }

    private static long postings(Database payment) {
        return payment.number("select count(*) from posting where kind = 'wage-top-up'");
    }

    private static double seconds(Runnable work) {
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) / 1e9;
    }
}
