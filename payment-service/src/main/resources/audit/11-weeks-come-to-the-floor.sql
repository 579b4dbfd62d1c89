-- What was topped up for a worker's week with a requester is what the books moved for it, never more than was found owed, and
-- what was found owed is the highest shortfall under the floor of all reckonings, the last one included.
with moved as (
    select split_part(p.business_key, ':', 2)::date as week, split_part(p.business_key, ':', 3)::uuid as worker_id,
           split_part(p.business_key, ':', 4)::uuid as requester_id, t.currency, sum(t.amount) as amount
    from posting p
             join transfer t on t.posting_id = p.id
    where p.kind = 'wage-top-up'
    group by 1, 2, 3, 4),
     found as (
         select week, worker_id, requester_id, currency,
                max(greatest(0, due_at_close_minor - earned_minor)) as owed, max(revision) as revision
         from wage_week_revision
         group by week, worker_id, requester_id, currency)
select format('week %s of worker %s with requester %s in %s: moved %s, posted %s, owed %s, found %s at revision %s of %s',
              coalesce(w.week, m.week), coalesce(w.worker_id, m.worker_id), coalesce(w.requester_id, m.requester_id),
              coalesce(w.currency, m.currency), m.amount, w.posted_minor, w.owed_minor, f.owed, f.revision, w.revision)
from wage_week w
         left join found f using (week, worker_id, requester_id, currency)
         full join moved m using (week, worker_id, requester_id, currency)
where coalesce(m.amount, 0) is distinct from w.posted_minor
   or w.posted_minor > w.owed_minor
   or w.owed_minor is distinct from f.owed
   or w.revision is distinct from f.revision
