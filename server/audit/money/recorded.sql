-- What each fund paid for each of these claims, and what was due with the settlements before it as they were recorded.
select money.claim_id, money.year_no, unnest([/*funds*/]) as fund,
  unnest([/*recorded*/])::decimal(16, 2) as recorded, unnest([/*due*/])::decimal(16, 2) as due
from temp.money_claim as money
join (
  select *, greatest(coalesce(fund_total - /*settled funds*/, enterprise_fund + disability_fund + other_fund, 0), 0) as other_funds from claim
) as claim using (claim_id)
left join resettlement as settled using (claim_id)
