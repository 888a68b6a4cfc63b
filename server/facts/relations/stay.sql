-- One row per in-patient encounter that counts, over claim_part: all claims of the persons at hand.
-- What the encounter's own record says comes from the side that saw it: the care side's where it reported one, else the insured side's.
-- last: of the person's stays begun before, the one with the latest end; the days since are negative where the two overlap.
with
several as (
  select distinct visit_id from claim_part where care_group = 'inpatient' and not visit
),
summed as (
  select visit_id, count(*) as settlements, min(settled_at) as first_settled_at, max(settled_at) as last_settled_at,
    -- A supplementary settlement repeats the cost of the one it amends: it brings fund money only.
    sum(columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_paid|personal_share|hospital_share|.*account_paid|cash_paid)$'))
      filter (route <> 'supplementary')::decimal(18, 2) as '\0',
    sum(columns('^(fund_total|.*_fund)$'))::decimal(18, 2) as '\0',
    max(generated_scale) as generated_scale, max(batch_last) as batch_last
  from claim_part semi join several using (visit_id)
  group by visit_id
),
visit as not materialized (
  select *, 1 as settlements, settled_at as first_settled_at, settled_at as last_settled_at
  from claim_part anti join several using (visit_id)
  where visit and care_group = 'inpatient'
  union all by name
  select claim_part.* exclude (
      total_cost, full_self_pay, over_limit, first_pay, in_scope, deductible_paid, personal_share, hospital_share, account_paid,
      family_account_paid, cash_paid, fund_total, basic_fund, civil_servant_fund, enterprise_fund, serious_illness_fund, large_amount_fund,
      disability_fund, medical_aid_fund, other_fund, generated_scale, batch_last
    ), summed.* exclude (visit_id)
  from claim_part join summed using (visit_id)
  where visit and care_group = 'inpatient'
),
-- What the rest is told by; the wide rows are read once, at the end.
place as (
  select visit_id, person_id, scheme, benefit_year, counts_admission, visit_begin, visit_end, insured_area, institution_code, care_area,
    reported_by, encounter_id, care_encounter_id
  from claim_part where visit and care_group = 'inpatient'
),
encounter_row as not materialized (
  select * exclude (reported_by), coalesce(reported_by, 'unknown') as reporter
  from encounter where batch_to is null and valid is distinct from '0'
),
record as (
  select visit_id, encounter_row.*,
    case reporter when 'care' then '0' when 'insured' then '1' else '2' end || encounter_row.insured_area as preference
  from place join encounter_row on encounter_row.encounter_id = place.encounter_id
    and coalesce(encounter_row.insured_area = place.insured_area and encounter_row.institution_code = place.institution_code
      and (encounter_row.reporter = 'care') = (place.reported_by = 'care'), false)
  union all
  select visit_id, encounter_row.*, '0' || encounter_row.insured_area
  from place join encounter_row on encounter_row.encounter_id = place.care_encounter_id
    and coalesce(encounter_row.institution_code = place.institution_code, false)
  where reporter = 'care'
),
seen as (
  select visit_id,
    arg_min(begin_at, preference) as begin_at,
    arg_min(end_at, preference) as end_at,
    arg_min(admission_no, preference) as admission_no,
    arg_min(record_no, preference) as record_no,
    arg_min(coalesce(discharge_department_code, admission_department_code), preference) as department_code,
    arg_min(coalesce(ward_bed, admission_bed, discharge_bed), preference) as bed,
    arg_min(chief_doctor_code, preference) as chief_doctor_code,
    arg_min(discharge_way, preference) as discharge_way,
    arg_min(referred_from_encounter, preference) as referred_from_encounter,
    arg_min(third_party_paid, preference) as third_party_paid,
    arg_min(stated_days, preference) as stated_days,
    arg_min(death_date, preference) as death_date
  from record
  group by visit_id
),
ordered as (
  select visit_id,
    max({
      'until': coalesce(visit_end, visit_begin), 'visit_id': visit_id, 'institution_code': institution_code, 'care_area': care_area
    }) over (person_stays rows between unbounded preceding and 1 preceding) as last,
    case when counts_admission then
      row_number() over (partition by person_id, scheme, benefit_year, counts_admission order by visit_begin, begin_at, visit_id)
    end as admission_number
  from place left join seen using (visit_id)
  window person_stays as (partition by person_id order by visit_begin, begin_at, visit_id)
)
select
  visit_id, visit.claim_id, encounter_key, encounter_id, person_id, person_state, person_no, sex, age, age_days, person_type,
  insured_area, insured_province, insured_city, care_area, care_province, care_city, care_scope, distance_km, institution_code, tier,
  visit_begin as begin_date, visit_end as end_date, begin_at, end_at, nights, days, discharge_month, benefit_year,
  main_diagnosis, disease, drug_channel, emergency, route, care_type, scheme, credential, filing_id, filing_class,
  counts_admission,
  admission_number::integer as admission_number,
  last.visit_id as last_visit_id,
  last.institution_code as last_institution_code,
  last.care_area as last_care_area,
  (visit_begin - last.until)::integer as days_since_last_stay,
  coalesce(visit_begin = last.until and last.institution_code <> institution_code, false) as same_day_transfer,
  seen.* exclude (visit_id, begin_at, end_at),
  settlements, first_settled_at, last_settled_at,
  columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_paid|personal_share|hospital_share|fund_total|.*_fund|.*account_paid|cash_paid)$') as '\0',
  generated_scale, batch_last
from visit join ordered using (visit_id) left join seen using (visit_id)
