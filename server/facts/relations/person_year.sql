-- One row per person, insured area, scheme and benefit year with a claim, over claim_part: all claims of the persons at hand. stated_*: what the
-- insured area itself says of that year, as of its latest day; a person with two numbers in one area has two statements, added up.
with
counted as (
  select person_id, insured_area, scheme, benefit_year,
    any_value(person_state) as person_state,
    count(*) as settlements,
    count(*) filter (visit) as visits,
    count(*) filter (visit and care_group = 'inpatient') as stays,
    count(*) filter (visit and care_group = 'inpatient' and counts_admission) as admissions,
    count(*) filter (visit and care_scope = 'cross_province') as cross_province_visits,
    min(settled_at) as first_settled_at,
    max(settled_at) as last_settled_at,
    sum(total_cost) filter (route <> 'supplementary')::decimal(18, 2) as total_cost,
    sum(in_scope) filter (route <> 'supplementary')::decimal(18, 2) as in_scope,
    sum(deductible_paid) filter (route <> 'supplementary')::decimal(18, 2) as deductible_paid,
    sum(account_paid) filter (route <> 'supplementary')::decimal(18, 2) as account_paid,
    sum(columns('^(fund_total|basic_fund|large_amount_fund|serious_illness_fund|civil_servant_fund|medical_aid_fund)$'))::decimal(18, 2) as '\0',
    coalesce(sum(total_cost) filter (care_group = 'inpatient' and route <> 'supplementary'), 0)::decimal(18, 2) as inpatient_cost,
    coalesce(sum(total_cost) filter (care_group = 'outpatient' and route <> 'supplementary'), 0)::decimal(18, 2) as outpatient_cost,
    coalesce(sum(total_cost) filter (care_group = 'chronic' and route <> 'supplementary'), 0)::decimal(18, 2) as chronic_cost,
    coalesce(sum(total_cost) filter (care_group = 'pharmacy' and route <> 'supplementary'), 0)::decimal(18, 2) as pharmacy_cost,
    coalesce(sum(fund_total) filter (care_group = 'inpatient'), 0)::decimal(18, 2) as inpatient_fund,
    coalesce(sum(fund_total) filter (care_group = 'outpatient'), 0)::decimal(18, 2) as outpatient_fund,
    coalesce(sum(fund_total) filter (care_group = 'chronic'), 0)::decimal(18, 2) as chronic_fund,
    coalesce(sum(fund_total) filter (care_group = 'pharmacy'), 0)::decimal(18, 2) as pharmacy_fund,
    max(generated_scale) as generated_scale
  from claim_part
  group by all
),
number as (
  select distinct person_id, insured_area, person_no, scheme, benefit_year from claim_part
),
statement as (
  select insured_area, person_no, scheme, benefit_year, max(as_of) as as_of,
    arg_max_null(columns('^(admissions|total_cost|in_scope|deductible_paid|.*_fund)$'), as_of) as '\0'
  from (select * from accumulator where batch_to is null and person_no in (select person_no from number))
  group by all
),
stated as (
  select person_id, number.insured_area, number.scheme, number.benefit_year,
    max(as_of) as stated_as_of,
    sum(admissions)::integer as stated_admissions,
    sum(columns('^(total_cost|in_scope|deductible_paid|.*_fund)$'))::decimal(18, 2) as 'stated_\0'
  from number join statement using (insured_area, person_no, scheme, benefit_year)
  group by all
)
select * from counted left join stated using (person_id, insured_area, scheme, benefit_year)
