-- One posting for each business key, one reversal for each posting, and the reversal gives back what the posting moved.
-- The unique indexes say so; this looks past them.
select format('%s: posted %s times', business_key, count(*))
from posting
group by business_key
having count(*) > 1
union all
select format('posting %s: reversed %s times', reverses, count(*))
from posting
where reverses is not null
group by reverses
having count(*) > 1
union all
select format('posting %s moved %s, its reversal %s', r.reverses, o.total, b.total)
from posting r
         cross join lateral (select sum(amount) as total from transfer where posting_id = r.reverses) o
         cross join lateral (select sum(amount) as total from transfer where posting_id = r.id) b
where r.reverses is not null
  and o.total is distinct from b.total
