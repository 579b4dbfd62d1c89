-- An appeal on which nobody ruled ends too, and is none that waits any more.

alter table appeal add column closed_at timestamptz;
update appeal p set closed_at = coalesce(p.ruled_at, a.final_at)
from assignment a where a.id = p.assignment_id and a.state <> 'APPEALED';

drop index appeal_open;
create index appeal_open on appeal (id) where closed_at is null;
