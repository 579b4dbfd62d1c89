-- A posted command has its posting, a refused one has none, and no posting is without a command; a posting has its transfers, numbered by it.
select format('command %s (%s %s) is %s and has %s', coalesce(c.id, p.id), c.scope, c.idem_key,
              coalesce(c.state, 'not there'), case when p.id is null then 'no posting' else 'a posting' end)
from command c
         full join posting p on p.id = c.id
where (c.state = 'POSTED') is distinct from (p.id is not null)
union all
select format('transfer %s is leg %s of posting %s, which has the number %s', t.seq, t.leg, t.posting_id, p.seq)
from transfer t
         left join posting p on p.id = t.posting_id
where t.seq is distinct from p.seq * 64 + t.leg
