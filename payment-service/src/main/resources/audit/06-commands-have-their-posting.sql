-- A posted command has its posting, a refused one has none.
select format('command %s (%s %s) is %s and has %s', c.id, c.scope, c.idem_key, c.state,
              case when p.id is null then 'no posting' else 'a posting' end)
from command c
         left join posting p on p.id = c.id
where (c.state = 'POSTED') <> (p.id is not null)
