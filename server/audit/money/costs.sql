-- What each finding disallows of each claim, and its part of what all of its standing disallow: a line is divided evenly among those that disallow it, to the fen in
-- the order of their keys, among violations only where there is one.
with
whole as (
  select standing, finding, kind, claim_id, total_cost
  from temp.money_touched join temp.money_claim using (claim_id) where implicates = 'settlement' and total_cost > 0
),
named as (select distinct standing, claim_id, line_key, amount from temp.money_line),
piece as (
  select standing, finding, kind, claim_id, line_key, amount from temp.money_line
  union all
  select whole.standing, finding, kind, whole.claim_id, line_key, amount from whole join named using (standing, claim_id)
  union all
  select whole.standing, finding, kind, whole.claim_id, '*', total_cost - coalesce(sum(named.amount), 0)
  from whole left join named using (standing, claim_id)
  group by whole.standing, finding, kind, whole.claim_id, total_cost
),
ranked as (
  select *, (amount * 100)::bigint as fen,
    kind = 'violation' or not bool_or(kind = 'violation') over (partition by standing, claim_id, line_key) as counts
  from piece
),
divided as (
  select *,
    count(*) filter (counts) over (partition by standing, claim_id, line_key) as among,
    count(*) filter (counts) over (partition by standing, claim_id, line_key order by finding rows unbounded preceding) as place
  from ranked
)
select finding, claim_id, sum(amount)::decimal(16, 2) as cost,
  (sum(case when counts then sign(fen) * (abs(fen) // among + (place <= abs(fen) % among)::integer) else 0 end)::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(16, 2)
    as cost_share
from divided group by all
