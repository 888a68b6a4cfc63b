-- A row for each claim of a finding, as it is kept.
with
unjudged as (
  select own.claim_id, count(*) as unjudged
  from temp.money_claim as own
  join (from temp.money_claim where not exact) as later on later.year_no = own.year_no and later.settled_at > own.settled_at
  group by all
)
select finding, claim_id, kind, implicates,
  case
    when implicates = 'difference' then differing
    when cost.finding is null then 'none'
    else disallowing end as method,
  coalesce(cost.cost, 0) as cost, coalesce(cost.cost_share, 0) as cost_share,
  case when implicates <> 'difference' and disallowing = 'settled' then coalesce(unjudged, 0) else 0 end as unjudged
from temp.money_touched
join temp.money_method using (standing, claim_id)
left join temp.money_cost as cost using (finding, claim_id)
left join unjudged using (claim_id)
