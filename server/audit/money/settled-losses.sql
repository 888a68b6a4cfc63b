-- What each fund loses by each finding alone and by all of a standing (finding null), from settling years again: due as things are, less due without the lines.
-- Nobody is charged with what was not paid, nor with what was paid too much unless a finding is about that; what is left is not below nothing for that.
with
base as (
  select recorded.year_no, claim_id, fund, recorded, coalesce(played.due, recorded) as base
  from temp.money_recorded as recorded
  semi join (select claim_id from temp.money_claim where exact) as exact using (claim_id)
  left join (
    select year_no, claim_id, fund, due from temp.money_due join temp.money_scenario using (scenario) where content = ''
  ) as played using (year_no, claim_id, fund)
),
held as (select distinct standing, finding, claim_id, line_key from temp.money_disallowed),
owned as (
  select standing, finding, claim_id, bool_or(line_key = '*') as whole from held group by all
  union all
  select standing, null, claim_id, bool_or(line_key = '*') from held group by all
),
beside as (
  select play.standing, play.year_no, play.finding, base.claim_id, base.fund, owned.claim_id is not null as own, base,
    case when owned.claim_id is not null and not coalesce(differs, false) then least(recorded, base) else base end as before,
    case when base.fund = 'other' then case when whole then 0 else recorded end else coalesce(due.due, recorded) end as after
  from temp.money_play as play
  join temp.money_scenario as scenario on scenario.year_no = play.year_no and scenario.content = play.content
  join base on base.year_no = play.year_no
  left join temp.money_due as due on due.scenario = scenario.scenario and due.claim_id = base.claim_id and due.fund = base.fund
  left join owned on owned.standing = play.standing and owned.finding is not distinct from play.finding and owned.claim_id = base.claim_id
  left join temp.money_method as method on method.standing = play.standing and method.claim_id = base.claim_id
  where play.standing is not null
)
select standing, year_no::varchar as unit, finding, claim_id, fund, own, false as estimated,
  case when sum(before - after) over of_claim >= 0 then before - after when sum(base - after) over of_claim >= 0 then 0 else base - after end::decimal(16, 2) as loss
from beside
window of_claim as (partition by standing, year_no, finding, claim_id)
