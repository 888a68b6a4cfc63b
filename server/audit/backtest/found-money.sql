-- What findings of one rule cost, those that stand as their money was counted by settling again, others estimated: what the rule implicates, by the part of
-- the claim that the funds paid. The table FOUND holds finding, claims, lines; the word IMPLICATES is the rule's word.
with
found as (select finding, claims, lines from FOUND),
counted as (
  select finding, sum(cost) as cost, bool_or(method = 'estimated') as estimated from finding_cost where finding in (select finding from found) group by finding
),
loss as (select finding, sum(alone) filter (own) as loss from finding_money where finding in (select finding from found) group by finding),
uncounted as (select * from found where finding not in (select finding from counted)),
named as (
  select finding, claim.claim_id, total_cost, fund_total
  from (select finding, unnest(claims) as claim_id from uncounted) join claim using (claim_id)
),
line_cost as (
  select finding, claim_id, sum(amount) as cost
  from (select distinct finding, unnest(lines) as line_key from uncounted)
  join (
    select claim_id, LINE_KEY as line_key, amount from line
    where IMPLICATES = 'lines' and claim_id in (select claim_id from named)
  ) using (line_key)
  group by all
),
estimate as (
  select finding, sum(cost) as cost,
    sum(case when differs then fund_loss when total_cost > 0 then
      ((2 * (least(cost, total_cost) * 100)::hugeint * (fund_total * 100)::hugeint + (total_cost * 100)::hugeint) // (2 * (total_cost * 100)::hugeint))::decimal(18, 0)
        * 0.01::decimal(3, 2) end) as loss
  from (
    select finding, cost, total_cost, coalesce(fund_total, 0) as fund_total, false as differs, 0::decimal(16, 2) as fund_loss
    from line_cost join named using (finding, claim_id) where IMPLICATES = 'lines'
    union all
    select finding, total_cost, total_cost, coalesce(fund_total, 0), false, 0 from named where IMPLICATES = 'settlement'
    union all
    select finding, 0, named.total_cost, coalesce(named.fund_total, 0), true, coalesce(fund_difference, 0)
    from named join resettlement using (claim_id) where IMPLICATES = 'difference'
  )
  group by finding
)
select finding, coalesce(counted.cost, estimate.cost, 0)::decimal(16, 2) as cost,
  coalesce(if(counted.finding is not null, coalesce(loss.loss, 0), estimate.loss), 0)::decimal(16, 2) as loss,
  counted.finding is null or counted.estimated as estimated
from found left join counted using (finding) left join loss using (finding) left join estimate using (finding)
