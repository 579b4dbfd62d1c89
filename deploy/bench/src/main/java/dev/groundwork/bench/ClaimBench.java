package dev.groundwork.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Claim and submit, as fast as workers are answered, against pgbench with the same effect in one statement for the claim
 * and one for the submission, on the same server and a copy of the same tables.
 */
final class ClaimBench {

    private static final String NAME = "claim";
    private static final String EVENTS = "task.assignment.v1";

    /** Tasks that a client holds, so that the next one is there when the last is handed in. */
    private static final int AHEAD = 3;

    private static final List<Integer> CLIENTS = List.of(16, 32, 64);

    private final Market market;
    private final Effort effort;
    private final Optional<PgBench> pgBench;

    ClaimBench(Market market, Effort effort, Optional<PgBench> pgBench) {
        this.market = market;
        this.effort = effort;
        this.pgBench = pgBench;
    }

    List<Figure> run() throws IOException {
        var stand = market.stand();
        market.crowd(effort.callers());
        var direct = new ArrayList<Callers.Outcome>();
        var ahead = new ArrayList<Callers.Outcome>();
        var steps = new ArrayList<Callers.Outcome>();
        var through = new ArrayList<Callers.Outcome>();
        var baseline = new ArrayList<PgBench.Run>();

        warmUp(stand.taskPort());
        warmUp(stand.gatewayPort());

        // In turns, so that what the machine does beside this hits all alike.
        for (int round = 0; round < effort.rounds(); round++) {
            direct.add(proven("direct " + round, turns(stand.taskPort(), 1)));
            ahead.add(proven("ahead " + round, turns(stand.taskPort(), AHEAD)));
            steps.add(proven(
                    "steps " + round, (job, tokens) -> Callers.step(stand.taskPort(), job, tokens, effort.seconds())));
            if (pgBench.isPresent()) {
                for (int clients : CLIENTS) {
                    baseline.add(baseline(pgBench.get(), clients));
                }
            }
            through.add(proven("gateway " + round, turns(stand.gatewayPort(), 1)));
        }

        var medians = PgBench.Run.medians(baseline);
        var best = PgBench.Run.fastest(medians).orElse(null);
        var figures = new ArrayList<Figure>();
        for (var run : medians) {
            figures.add(Figure.of(NAME, "pgbench, %d clients".formatted(run.clients()), run.perSecond(), "pairs/s")
                    .latencies(run.latencies())
                    .note("the median of %d".formatted(effort.rounds())));
        }
        figures.addAll(figures("task-service, %d callers".formatted(effort.callers()), direct, best, 1.0));
        figures.addAll(figures("the same, %d tasks a claim".formatted(AHEAD), ahead, best, 1.0));
        figures.addAll(figures("the same, submissions that claim the next", steps, best, 1.0));
        figures.addAll(figures("through the gateway, %d callers".formatted(effort.callers()), through, best, 0.5));
        return figures;
    }

    /**
     * Works until the programs no longer get faster: on two cores that five of them share, a minute or two pass before Java
     * has compiled what is hot, and a marketplace runs for weeks.
     */
    private void warmUp(int port) throws IOException {
        var job = market.job("bench: warm-up", effort.tasks());
        var tokens = market.tokens(effort.callers());
        double best = 0;
        int noFaster = 0;
        for (int turn = 0; turn < effort.warmUpTurns() && noFaster < 3; turn++) {
            double rate = Callers.claimAndSubmit(port, job.id(), tokens, 1, effort.warmUpSeconds())
                    .perSecond();
            noFaster = rate > best * 1.03 ? 0 : noFaster + 1;
            best = Math.max(best, rate);
        }
    }

    /** Work at a job by people with these tokens. */
    private interface Work {
        Callers.Outcome at(UUID job, List<String> tokens) throws IOException;
    }

    private Work turns(int port, int ahead) {
        return (job, tokens) -> Callers.claimAndSubmit(port, job, tokens, ahead, effort.seconds());
    }

    private List<Figure> figures(
            String what, List<Callers.Outcome> outcomes, PgBench.@Nullable Run best, double wanted) {
        var outcome = Rounds.median(outcomes, Callers.Outcome::perSecond);
        var pairs = Figure.of(NAME, what, outcome.perSecond(), "pairs/s");
        if (best != null) {
            pairs = pairs.atLeast(wanted, best.perSecond(), "best median of pgbench (%d)".formatted(best.clients()));
        }
        return List.of(
                pairs.note(
                        "a pair is a claim and its submission; the median of %d; claims, assignments and events were counted and agree (%,d)"
                                .formatted(effort.rounds(), outcome.submits())),
                Figure.of(NAME, "  its claims", outcome.perSecond(), "tasks/s").latencies(outcome.claim()),
                Figure.of(NAME, "  its submissions", outcome.perSecond(), "submits/s")
                        .latencies(outcome.submit()));
    }

    /** Measures, and proves that every answer given to a caller is also in the database and in Kafka. */
    private Callers.Outcome proven(String title, Work work) throws IOException {
        var stand = market.stand();
        var job = market.job("bench: " + title, effort.tasks());
        var tokens = market.tokens(effort.callers());
        market.drained();
        Callers.Outcome outcome;
        try (var topics = new Topics(stand.kafka())) {
            var before = topics.ends(EVENTS);
            outcome = work.at(job.id(), tokens);
            market.drained();
            long events = Topics.between(before, topics.ends(EVENTS));
            equal("events of submissions", outcome.submits(), events);
        }
        equal(
                "assignments",
                outcome.claims(),
                stand.task().number("select count(*) from assignment where job_id = ?", job.id()));
        equal(
                "submitted assignments",
                outcome.submits(),
                stand.task()
                        .number(
                                "select count(*) from assignment where job_id = ? and submitted_at is not null",
                                job.id()));
        equal(
                "tasks claimed twice",
                0,
                stand.task()
                        .number(
                                "select count(*) - count(distinct task_id) from assignment where job_id = ?",
                                job.id()));
        equal(
                "slots left",
                job.tasks() - outcome.claims(),
                stand.task().number("select coalesce(sum(remaining), 0) from open_task where job_id = ?", job.id()));
        equal(
                "answers by the progress",
                outcome.submits(),
                market.progress(job.id()).path("submitted").asLong());
        if (outcome.claims() == job.tasks()) {
            throw new IllegalStateException("the job of %,d tasks ran dry: measure with more".formatted(job.tasks()));
        }
        return outcome;
    }

    private static void equal(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException("%s: %,d, but callers were told %,d".formatted(what, found, expected));
        }
    }

    /**
     * The same rows written in one statement for the claim and one for the submission. Left out, in pgbench's favour: the
     * counters of the job, one row that every single claim would wait for, and the keys to other tables.
     */
    private PgBench.Run baseline(PgBench program, int clients) {
        var task = market.stand().task();
        task.run(
                "drop schema if exists bench cascade",
                "create schema bench",
                "create table bench.open_task (like public.open_task including all)",
                "create table bench.claim_cursor (like public.claim_cursor including all)",
                "create table bench.assignment (like public.assignment including all)",
                "create table bench.assignment_alarm (like public.assignment_alarm including all)",
                "create table bench.outbox (like public.outbox including all)",
                "create table bench.result_mark (like public.result_mark including all)",
                "insert into bench.open_task (job_id, position, task_id, remaining) select '" + JOB
                        + "', n, uuidv7(), 1 from generate_series(1, " + effort.tasks() + ") n",
                "vacuum analyze bench.open_task");
        try {
            var run = program.run(task, SCRIPT, clients, effort.seconds(), market.folder());
            equal("assignments of pgbench", run.done(), task.number("select count(*) from bench.assignment"));
            equal("events of pgbench", run.done(), task.number("select count(*) from bench.outbox"));
            return run;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            task.run("drop schema bench cascade");
        }
    }

    private static final String JOB = "0198c0de-0000-7000-8000-00000000be7c";

    private static final String SCRIPT = """
            with me as (
                select ('00000000-0000-4000-8000-' || lpad(:client_id ::text, 12, '0'))::uuid as worker
            ), slot as (
                select position, task_id from bench.open_task
                where job_id = '%1$s' and position > coalesce((
                    select c.position from bench.claim_cursor c, me where c.job_id = '%1$s' and c.worker_id = me.worker), 0)
                order by position limit 1 for update skip locked
            ), taken as (
                delete from bench.open_task o using slot s where o.job_id = '%1$s' and o.position = s.position
                returning o.position, o.task_id
            ), moved as (
                insert into bench.claim_cursor (job_id, worker_id, position)
                select '%1$s', me.worker, t.position from taken t, me
                on conflict (job_id, worker_id) do update set position = excluded.position
            ), fresh as (
                select uuidv7() as id, t.position, t.task_id, me.worker from taken t, me
            ), alarm as (
                insert into bench.assignment_alarm (due_at, assignment_id) select now() + interval '2 hours', id from fresh
            )
            insert into bench.assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor, currency,
                                          claimed_at, deadline_at)
            select id, '%1$s', task_id, position, '%1$s', worker, 'CLAIMED', 1, 'EUR', now(), now() + interval '2 hours' from fresh
            returning id as assignment \\gset
            with done as (
                update bench.assignment
                set state = 'SUBMITTED', submitted_at = now(), review_due_at = now() + interval '7 days', active_seconds = 1,
                    answer = '{"label": "yes"}'
                where id = :assignment and state = 'CLAIMED'
                returning id, job_id, task_id, position, worker_id, requester_id, submitted_at, review_due_at
            ), alarm as (
                insert into bench.assignment_alarm (due_at, assignment_id) select review_due_at, id from done
            ), mark as (
                insert into bench.result_mark (job_id, position) select job_id, position from done
            )
            insert into bench.outbox (event_id, topic, key, type, payload)
            select uuidv7(), 'task.assignment.v1', job_id::text, 'assignment.submitted',
                   jsonb_build_object('type', 'assignment.submitted', 'assignmentId', id, 'jobId', job_id, 'requesterId', requester_id,
                                      'taskId', task_id, 'workerId', worker_id, 'activeSeconds', 1, 'wallSeconds', 1,
                                      'submittedAt', submitted_at)::text
            from done;
            """.formatted(JOB);
}
