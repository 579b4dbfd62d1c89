-- The chain of seals is whole from the first posting on: each block continues the one before and is what its postings hash to.
with chain as (
    select block, from_seq, to_seq, prev, hash, postings,
           row_number() over (order by block) as place,
           lag(hash, 1, repeat('0', 64)) over (order by block) as hash_before,
           lag(to_seq, 1, 0::bigint) over (order by block) as to_seq_before
    from seal)
select format('seal %s of postings %s to %s: %s', block, from_seq, to_seq,
              case
                  when place <> block or from_seq <> to_seq_before + 1 then 'a block before it is missing'
                  when prev <> hash_before then 'it does not continue the seal before'
                  else 'the postings are not those that were sealed'
              end)
from chain
where place <> block
   or from_seq <> to_seq_before + 1
   or prev <> hash_before
   or hash <> seal_hash(prev, from_seq, to_seq)
