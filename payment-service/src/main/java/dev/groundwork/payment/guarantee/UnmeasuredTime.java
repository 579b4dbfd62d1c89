package dev.groundwork.payment.guarantee;

/**
 * Time that nobody measured: what a worker reported or got corrected, or the whole time from claim to submission. Of tasks that were held together each
 * says all of the time that passed; measured time cannot do that, as every moment is credited once.
 *
 * <p>Where such attempts of a worker overlap they form a stretch. It comes to what fits into the time in which they and what was measured
 * meanwhile were held, if one is worked on at a time (the function {@code seconds_that_fit}), less what was measured; so one attempt that
 * was held for long makes no room for what others say of a short while. Each gets its share by what it says.
 */
public final class UnmeasuredTime {

    /**
     * CTEs that end in {@code bounded (assignment_id, seconds)}, of all attempts with unmeasured time in the weeks of workers that a CTE
     * {@code told (worker_id, week, time_basis)} names.
     */
    public static final String BOUNDED = """
            unmeasured as materialized (
                select assignment_id, worker_id, week, active_seconds, claimed_at, finished_at,
                       sum(begins) over (partition by worker_id, week order by claimed_at, assignment_id) as stretch
                from (select w.assignment_id, w.worker_id, w.week, w.active_seconds, w.claimed_at,
                             greatest(w.finished_at, w.claimed_at + w.active_seconds * interval '1 second') as finished_at,
                             coalesce(w.claimed_at >= max(w.finished_at) over (
                                          partition by w.worker_id, w.week order by w.claimed_at, w.assignment_id
                                          rows between unbounded preceding and 1 preceding), true)::int as begins
                      from work_time w
                      where w.week = any (array(select distinct t.week from told t where t.time_basis in ('wall', 'reported', 'corrected')))
                        and w.worker_id in (select t.worker_id from told t where t.time_basis in ('wall', 'reported', 'corrected'))
                        and w.time_basis in ('wall', 'reported', 'corrected') and w.claimed_at is not null and w.active_seconds > 0) held),
            stretches as materialized (
                select worker_id, week, stretch, min(claimed_at) as since, max(finished_at) as until
                from unmeasured group by worker_id, week, stretch),
            in_stretch as (
                select assignment_id, worker_id, week, stretch, claimed_at, finished_at, active_seconds, active_seconds as unmeasured
                from unmeasured
                union all
                select w.assignment_id, s.worker_id, s.week, s.stretch, w.claimed_at, w.finished_at, w.active_seconds, 0
                from stretches s
                         join work_time w on w.worker_id = s.worker_id and w.week = s.week
                             and w.claimed_at >= s.since and w.finished_at <= s.until
                where w.week = any (array(select distinct week from stretches)) and w.time_basis = 'measured'
                  and w.finished_at >= w.claimed_at),
            rooms as materialized (
                select worker_id, week, stretch, sum(unmeasured) as said,
                       greatest(0, seconds_that_fit(
                           array_agg(extract(epoch from claimed_at) order by finished_at, assignment_id),
                           array_agg(extract(epoch from finished_at) order by finished_at, assignment_id),
                           array_agg(active_seconds order by finished_at, assignment_id)) - sum(active_seconds - unmeasured)) as room
                from in_stretch group by worker_id, week, stretch),
            bounded as materialized (
                select assignment_id, (div(through * room, said) - div((through - active_seconds) * room, said))::bigint as seconds
                from (select u.assignment_id, u.active_seconds, r.said, r.room,
                             sum(u.active_seconds) over (partition by u.worker_id, u.week, u.stretch order by u.assignment_id)
                                 as through
                      from unmeasured u join rooms r using (worker_id, week, stretch)) shares)
            """;

    private UnmeasuredTime() {}
}
