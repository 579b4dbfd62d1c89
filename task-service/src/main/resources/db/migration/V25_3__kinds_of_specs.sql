-- The kinds of a spec's outputs, in order: jobs of the same kinds are compared, and nobody is to parse their specs for that.

create function kinds_of(document json) returns text language sql immutable as $$
    select string_agg(f.value ->> 'x-kind', ',' order by f.value ->> 'x-kind')
    from json_each(case json_typeof(document -> 'output' -> 'properties')
                   when 'object' then document -> 'output' -> 'properties' end) f
$$;

alter table task_spec add column kinds text generated always as (kinds_of(document)) stored;
