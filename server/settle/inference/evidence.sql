-- Settlements a policy can be read from, one row each, in fen: who was treated where and under which filing, what was paid, and what the year held before
-- it. Nothing of a policy is used: care at home of somebody with a filing elsewhere is RETURN, an emergency known by its flag alone FLAGGED.
with
-- Whether the out-patient fund pays pharmacies; where it does not, they count towards nothing.
pharmacies as (
  select insured_city, scheme, year(benefit_day) as year, bool_or(basic_fund > 0) as paid from settle_claim where care_group = 'pharmacy' group by all
),
told as (
  select
    this.claim_id, this.person_id, this.insured_city as area, this.scheme, this.care_group, this.benefit_day, year(this.benefit_day) as benefit_year, this.settled_at, this.encounter,
    this.visit_begin, this.visit_end, this.counts_admission, this.institution_code, this.tier, this.person_group,
    case
      when care_scope in ('local', 'within_province') and long_term.claim_id is not null then 'RETURN'
      when care_scope in ('local', 'within_province') then 'HOME'
      when filing_class = 'TMP_EMERG' and filing_id is null then 'FLAGGED'
      else filing_class
    end as filing,
    this.disease_code, this.opening_as_of, coalesce(opening_admissions, 0) as opening_admissions,
    fen(this.in_scope) as in_scope, fen(this.deductible_paid) as deductible_paid, fen(this.deductible_standard) as standard, fen(this.basic_fund) as basic_fund,
    fen(this.remaining_limit) as remaining_limit, fen(coalesce(opening_in_scope, 0)) as opening_in_scope, fen(coalesce(opening_deductible, 0)) as opening_deductible,
    fen(coalesce(opening_basic, 0)) as opening_basic, fen(this.first_pay) as first_pay, fen(this.total_cost) as total_cost,
    case when this.care_group <> 'pharmacy' then this.care_group when pharmacies.paid then 'outpatient' else 'pharmacy' end as pool
  from settle_claim as this
  join claim using (claim_id)
  left join long_term_elsewhere as long_term using (claim_id)
  left join pharmacies on pharmacies.insured_city = this.insured_city and pharmacies.scheme = this.scheme and pharmacies.year = year(this.benefit_day)
  where this.scheme in ('310', '390') and this.care_group in ('inpatient', 'outpatient', 'chronic', 'pharmacy')
    and coalesce(this.cannot, '') not in ('scheme', 'care_type', 'person', 'not_supplied', 'amount')
    and this.person_group is not null and this.tier in ('0', '1', '2', '3') and this.deductible_paid between 0 and this.in_scope and this.basic_fund >= 0
    -- Whole numbers of JavaScript hold a fen times a ratio of eight digits up to here.
    and this.in_scope < 900000
),
-- What lines leave to the header's first-pay is taken by the insured place; only where they add up to it.
billed as (
  select claim_id, sum(fen(first_pay)) as line_first_pay, sum(fen(amount)) as line_amount
  from settle_line
  where claim_id in (select claim_id from told where care_group = 'inpatient' and filing <> 'HOME')
  group by claim_id
),
placed as (
  select told.*, case when abs(line_amount - total_cost) <= 1 then first_pay - line_first_pay end as extra_first_pay,
    opening_admissions + 1 + sum(counts_admission::integer) filter (pool = 'inpatient') over since_statement as admission,
    sum(in_scope) over same_care as care_in_scope, sum(deductible_paid) over same_care as care_deductible,
    sum(in_scope) over same_month as month_in_scope, sum(in_scope) over same_quarter as quarter_in_scope,
    sum(basic_fund) filter (pool = 'inpatient') over since_statement as inpatient_fund, sum(basic_fund) filter (pool = 'chronic') over since_statement as chronic_fund,
    sum(basic_fund) filter (pool = 'outpatient') over earlier as outpatient_fund,
    sum(in_scope) filter (pool = 'inpatient') over since_statement as inpatient_in_scope, sum(in_scope) filter (pool = 'chronic') over since_statement as chronic_in_scope,
    sum(in_scope) filter (pool = 'outpatient') over earlier as outpatient_in_scope,
    sum(basic_fund) over same_disease as disease_fund, first_value(disease_code) over all_of_care as first_disease,
    row_number() over at_institution > 1 as institution_seen,
    count(*) over (partition by person_id, area, scheme, benefit_year, encounter) > 1 as in_parts, sum(deductible_paid) over same_encounter as encounter_deductible,
    coalesce(visit_begin = lag(visit_end) over by_begin and institution_code <> lag(institution_code) over by_begin, false) as transferred
  from told left join billed using (claim_id)
  window
    earlier as (partition by person_id, area, scheme, benefit_year order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    -- An opening balance stands for what was before it.
    since_statement as (partition by person_id, area, scheme, benefit_year, opening_as_of order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    same_care as (partition by person_id, area, scheme, benefit_year, pool, case when pool = 'inpatient' then opening_as_of end
      order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    all_of_care as (partition by person_id, area, scheme, benefit_year, pool order by settled_at, claim_id),
    same_month as (partition by person_id, area, scheme, benefit_year, pool, date_trunc('month', benefit_day) order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    same_quarter as (partition by person_id, area, scheme, benefit_year, pool, date_trunc('quarter', benefit_day) order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    same_disease as (partition by person_id, area, scheme, benefit_year, pool, disease_code order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    same_encounter as (partition by person_id, area, scheme, benefit_year, encounter order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
    at_institution as (partition by person_id, area, scheme, benefit_year, pool, institution_code order by settled_at, claim_id),
    by_begin as (partition by person_id, area, scheme, benefit_year, pool order by visit_begin, settled_at, claim_id)
)
select
  claim_id, area, scheme, care_group, benefit_day, person_group, tier, filing, disease_code, in_scope, deductible_paid, standard, basic_fund, remaining_limit, extra_first_pay,
  coalesce(admission, opening_admissions + 1)::integer as admission, in_parts, transferred, institution_seen, coalesce(encounter_deductible, 0)::bigint as encounter_deductible,
  (coalesce(care_in_scope, 0) + case when pool = 'inpatient' then opening_in_scope else 0 end)::bigint as care_in_scope,
  (coalesce(care_deductible, 0) + case when pool = 'inpatient' then opening_deductible else 0 end)::bigint as care_deductible,
  coalesce(month_in_scope, 0)::bigint as month_in_scope, coalesce(quarter_in_scope, 0)::bigint as quarter_in_scope,
  (coalesce(inpatient_fund, 0) + opening_basic)::bigint as inpatient_fund, coalesce(chronic_fund, 0)::bigint as chronic_fund, coalesce(outpatient_fund, 0)::bigint as outpatient_fund,
  (coalesce(inpatient_in_scope, 0) + opening_in_scope)::bigint as inpatient_in_scope, coalesce(chronic_in_scope, 0)::bigint as chronic_in_scope,
  coalesce(outpatient_in_scope, 0)::bigint as outpatient_in_scope,
  coalesce(disease_fund, 0)::bigint as disease_fund, coalesce(first_disease = disease_code, true) as is_first_disease
from placed
