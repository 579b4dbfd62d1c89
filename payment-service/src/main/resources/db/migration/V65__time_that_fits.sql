-- How many seconds of what attempts say of themselves fit into the time in which they were held, if one is worked on at a time: each,
-- in the order of their ends, takes the earliest time of its own that is still free, and what finds none is left out. No other order
-- places more (Glover, Maximum matching in a convex bipartite graph, 1967). Times are seconds; the attempts come in the order of
-- their ends.
create function seconds_that_fit(since numeric[], until numeric[], said bigint[]) returns bigint
    language plpgsql immutable parallel safe as $$
declare
    free   nummultirange := nummultirange(numrange(null, null));
    gap    numrange;
    wanted numeric;
    taken  numeric;
    fit    numeric := 0;
begin
    for i in 1 .. cardinality(said) loop
        wanted := said[i];
        for gap in select unnest(free * nummultirange(numrange(since[i], until[i]))) loop
            exit when wanted <= 0;
            taken := least(wanted, upper(gap) - lower(gap));
            free := free - nummultirange(numrange(lower(gap), lower(gap) + taken));
            wanted := wanted - taken;
            fit := fit + taken;
        end loop;
    end loop;
    return floor(fit);
end $$;
