-- What is laid aside for a scheme is its share of what was earned, month by month: as much as the share of everything up to the month's end,
-- rounded down, exceeds that of the months before. The base is what the books say up to the posting that is counted in.
-- What counts as pay is written here once more, and not taken from Reason.PAY: a rule that reads what it checks by the code's own list would
-- find nothing wrong with a reason that was left out there. A test holds the two together.
with base as (
    select s.id as scheme_id, date_trunc('month', p.effective_on)::date as month,
           sum(case when t.reason = 40 then -t.amount else t.amount end) as minor
    from benefit_scheme s
             join posting p on p.seq <= s.through_seq and p.effective_on >= s.first_month
        and (s.last_month is null or p.effective_on < s.last_month + interval '1 month')
             join transfer t on t.posting_id = p.id and t.phase in ('SINGLE', 'POST') and t.currency = s.currency
        and t.reason in (4, 8, 20, 21, 40, 46, 47)
             join account w on w.id = case when t.reason = 40 then t.debit_account else t.credit_account end
        and w.owner_type = 'WORKER'
    group by 1, 2),
     due as (
         select m.scheme_id, m.month, m.accrued_minor,
                floor(s.rate * sum(m.base_minor) over up_to) - floor(s.rate * (sum(m.base_minor) over up_to - m.base_minor)) as share
         from benefit_month m join benefit_scheme s on s.id = m.scheme_id
         window up_to as (partition by m.scheme_id order by m.month)),
     moved as (
         select split_part(p.business_key, ':', 2)::uuid as scheme_id, split_part(p.business_key, ':', 3)::date as month,
                sum(case when f.owner_type = 'FUND' then t.amount else -t.amount end) as minor
         from posting p
                  join transfer t on t.posting_id = p.id
                  join account f on f.id = t.credit_account
         where p.kind = 'benefit'
         group by 1, 2)
select format('scheme %s, month %s: earned %s by the books, counted %s', coalesce(b.scheme_id, m.scheme_id), coalesce(b.month, m.month),
              b.minor, m.base_minor)
from base b
         full join benefit_month m using (scheme_id, month)
where coalesce(b.minor, 0) <> coalesce(m.base_minor, 0)
union all
select format('scheme %s, month %s: %s is laid aside, its share is %s', scheme_id, month, accrued_minor, share)
from due
where accrued_minor <> share
union all
select format('scheme %s, month %s: the books moved %s, %s is noted', coalesce(v.scheme_id, m.scheme_id), coalesce(v.month, m.month),
              v.minor, m.accrued_minor)
from moved v
         full join benefit_month m using (scheme_id, month)
where coalesce(v.minor, 0) <> coalesce(m.accrued_minor, 0)
