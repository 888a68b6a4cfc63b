-- accumulator: opening balances, and the totals of each benefit year at its end with what the settlements add. Taken-back settlements add nothing.
with
added as (
  select
    person, benefit_year,
    count(*) filter (care_kind = 'inpatient' and kind in ('whole', 'last')) as admissions, sum(total) as total, sum(settlement.in_scope) as in_scope,
    sum(deductible_paid) as deductible_paid, sum(basic_fund) as basic_fund, sum(large_amount_fund) as large_amount_fund,
    sum(serious_illness_fund) as serious_illness_fund, sum(civil_servant_fund) as civil_servant_fund, sum(medical_aid_fund) as medical_aid_fund
  from settlement join encounter using (i)
  where kind not like '%flagged' and kind <> 'supplement' and valid
  group by person, benefit_year
),
states as (
  select person, benefit_year, as_of, admissions, total, in_scope, deductible_paid, basic_fund, 0 as large_amount_fund, 0 as serious_illness_fund, 0 as civil_servant_fund, 0 as medical_aid_fund
  from opening
  union all
  select
    added.person, added.benefit_year, least(make_date(added.benefit_year::integer, 12, 31), getvariable('last_day')::date),
    added.admissions + coalesce(opening.admissions, 0), added.total + coalesce(opening.total, 0), added.in_scope + coalesce(opening.in_scope, 0),
    added.deductible_paid + coalesce(opening.deductible_paid, 0), added.basic_fund + coalesce(opening.basic_fund, 0),
    large_amount_fund, serious_illness_fund, civil_servant_fund, medical_aid_fund
  from added left join opening using (person, benefit_year)
)
select
  insured_area as insu_admdvs,
  person_no as psn_no,
  scheme as insutype,
  benefit_year as year,
  as_of,
  admissions::integer as admissions,
  yuan(total) as total_cost,
  yuan(in_scope) as in_scope,
  yuan(deductible_paid) as deductible_paid,
  yuan(basic_fund) as basic_fund,
  yuan(large_amount_fund) as large_amount_fund,
  yuan(serious_illness_fund) as serious_illness_fund,
  yuan(civil_servant_fund) as civil_servant_fund,
  yuan(medical_aid_fund) as medical_aid_fund,
  as_of::timestamp + interval 1 day as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from states join person using (person)
