-- Claims that cannot be settled again: what is disallowed of the cost, by the part of it that each fund paid, to the fen.
with
disallowed as (
  select standing, finding, claim_id, cost from temp.money_cost join (select distinct finding, standing from temp.money_touched) as found using (finding)
),
estimated as (
  select * from disallowed semi join (from temp.money_method where disallowing = 'estimated') as method using (standing, claim_id) where cost > 0
),
-- Each line once: the shares add up to that.
jointly as (
  select standing, claim_id, sum(cost_share) as cost from temp.money_cost join (select distinct finding, standing from temp.money_touched) as found using (finding)
  semi join estimated using (standing, claim_id) group by all
),
taken as (
  select standing, finding, claim_id, cost from estimated
  union all
  select standing, null, claim_id, cost from jointly
)
select standing, claim_id as unit, finding, claim_id, fund, true as own, true as estimated,
  -- Half up, in whole numbers.
  ((2 * (least(cost, total_cost) * 100)::hugeint * (recorded * 100)::hugeint + (total_cost * 100)::hugeint) // (2 * (total_cost * 100)::hugeint))::decimal(18, 0)
    * 0.01::decimal(3, 2) as loss
from taken join temp.money_recorded using (claim_id) join (select claim_id, total_cost from temp.money_claim) as claim using (claim_id)
