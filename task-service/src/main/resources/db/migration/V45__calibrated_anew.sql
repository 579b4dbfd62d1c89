-- Temperatures of jobs that decide by them were fitted by a rule that made them far too low: they are expected again, and fitted anew
-- with the next control answers.

update job_quality q set fitted = 0
from job j
where j.id = q.job_id and q.fitted > 0 and j.quality::jsonb #>> '{overlap,calibrated}' = 'true';
