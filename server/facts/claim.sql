-- The fact: one row per encounter (see claim-rows.sql for the supplementary ones). Interim settlements collapse: amounts and
-- settlements add up, dates span, everything else is that of the last settlement.
-- nights: half-open, end − begin, null where a date is missing or the order is wrong. days: of in-patients only, a stay that
-- begins and ends on one day counts 1.
with
several as (
  select claim_id from claim_row group by claim_id having count(*) > 1
),
collapsed as (
  select
    claim_id,
    count(*) as settlements,
    min(begin_date) as begin_date,
    max(end_date) as end_date,
    max(settled_at) as settled_at,
    case when bool_or(route = 'manual') then 'manual' else any_value(route) end as route,
    max(generated_scale) as generated_scale,
    max(batch_last) as batch_last,
    sum(columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_paid|personal_share|hospital_share|.*_fund|fund_total|.*_paid)$')) as '\0',
    arg_max_null(
      columns('^(settlement_id|encounter_id|insured_.*|care_.*|unmapped_.*|scheme|tier|institution_code|person_key|sex|age|reported_by)$'),
      (settled_at, settlement_id, reported_by)
    ) as '\0'
  from claim_row semi join several using (claim_id)
  group by claim_id
),
claim_all as (
  select *, 1 as settlements from claim_row anti join several using (claim_id)
  union all by name
  select * from collapsed
)
select
  claim_id, encounter_id, insured_area, insured_province, insured_city, care_area, care_province, care_city, care_scope,
  unmapped_insured, unmapped_care, route, care_type, care_group, scheme, tier, institution_code, person_key, sex, age,
  begin_date, end_date, settled_at,
  date_trunc('month', settled_at)::date as month,
  case when end_date >= begin_date then (end_date - begin_date)::integer end as nights,
  case when care_group = 'inpatient' and end_date >= begin_date then greatest(end_date - begin_date, 1)::integer end as days,
  settlements::integer as settlements,
  columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_paid|personal_share|hospital_share|.*_fund|fund_total|.*_paid)$')::decimal(18, 2) as '\0',
  generated_scale::integer as generated_scale,
  reported_by,
  batch_last::bigint as batch_last
from claim_all
