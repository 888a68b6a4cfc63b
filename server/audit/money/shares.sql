-- The joint loss of each claim and fund divided: every finding has what it costs alone, and what the sum of these is above or below the joint loss is divided in
-- their proportion, to the fen by largest remainder, equal ones in the order of their keys. Where none costs anything alone, in proportion to what they disallow
-- of the claim, else evenly.
with
cell as (
  select part, standing, unit, claim_id, fund, coalesce(max(loss) filter (finding is null), 0) as joint, bool_or(estimated) as estimated
  from temp.money_loss group by all having bool_or(loss <> 0)
),
beside as (
  select cell.part, cell.standing, cell.unit, cell.claim_id, cell.fund, cell.estimated, entrant.finding,
    (coalesce(alone.loss, 0) * 100)::hugeint as alone, (joint * 100)::hugeint as joint, (greatest(coalesce(cost.cost, 0), 0) * 100)::hugeint as cost,
    touched.finding is not null as own
  from cell join temp.money_entrant as entrant using (part, standing, unit)
  left join temp.money_loss as alone on alone.part = cell.part and alone.standing = cell.standing and alone.unit = cell.unit and alone.claim_id = cell.claim_id
    and alone.fund = cell.fund and alone.finding = entrant.finding
  left join temp.money_cost as cost on cost.finding = entrant.finding and cost.claim_id = cell.claim_id
  left join (select distinct finding, claim_id from temp.money_touched) as touched on touched.finding = entrant.finding and touched.claim_id = cell.claim_id
),
weighed as (
  select *, joint - sum(alone) over cell as rest,
    case when sum(abs(alone)) over cell > 0 then abs(alone) when sum(cost) over cell > 0 then cost else 1 end as weight
  from beside
  window cell as (partition by part, standing, unit, claim_id, fund)
),
divided as (
  select *, abs(rest) * weight // sum(weight) over cell as whole, abs(rest) * weight % sum(weight) over cell as remainder
  from weighed
  window cell as (partition by part, standing, unit, claim_id, fund)
),
given as (
  select *,
    row_number() over (partition by part, standing, unit, claim_id, fund order by remainder desc, finding)
      <= abs(rest) - sum(whole) over (partition by part, standing, unit, claim_id, fund) as one_more
  from divided
)
select part, standing, unit, finding, claim_id, fund, own, estimated,
  (alone::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(16, 2) as alone,
  ((alone + sign(rest)::hugeint * (whole + one_more::hugeint))::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(16, 2) as share
from given
where alone <> 0 or whole <> 0 or one_more
