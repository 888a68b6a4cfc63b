-- Counted settlements by encounter. Interim settlements collapse: amounts and settlements add up, dates span, an encounter of
-- which a part was claimed by hand is manual, everything else is that of the last settlement.
with
counted as not materialized (
  select * replace (coalesce(settled_at, end_date, begin_date) as settled_at) from settled where state = 'counted'
),
several as materialized (
  select claim_id from counted group by claim_id having count(*) > 1
)
select *, 1 as settlements from counted anti join several using (claim_id)
union all by name
select
  claim_id,
  count(*) as settlements,
  min(begin_date) as begin_date,
  max(end_date) as end_date,
  max(settled_at) as settled_at,
  case when bool_or(route = 'manual') then 'manual' else any_value(route) end as route,
  max(generated_scale) as generated_scale,
  max(batch_from) as batch_from,
  sum(columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_paid|personal_share|hospital_share|fund_total|.*_fund|.*_paid)$')) as '\0',
  arg_max_null(
    columns('^(settlement_id|encounter_id|country|insured_area|care_area|institution_code|deductible_level|hospital_level|care_type|scheme|certificate_no|person_no|sex|age|reported_by)$'),
    (settled_at, settlement_id, reported_by)
  ) as '\0'
from counted semi join several using (claim_id)
group by claim_id
