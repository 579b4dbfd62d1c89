-- One posting for each business key, one reversal for each posting. The unique indexes say so; this looks past them.
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
