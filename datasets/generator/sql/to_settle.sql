-- Claims as the chain of re-settlement takes them, in yuan, without lines: in scope is what the share out of scope, stretched by `tuning`, and
-- the extra first-pay of the policy leave. What was paid is what is known by now.
create or replace temp table settle_claim as
with
scoped as (
  select claim.* replace (coalesce(payable, total - floor(total * least(out_share * tuning.stretch, 0.95))::bigint) as payable)
  from claim left join tuning using (cell)
  where /*which*/
)
select
  claim as claim_id, person as person_id, insured_area as insured_city, province_of(insured_area) as insured_province, province_of(care_area) as care_province, tier::varchar as tier, scheme, care_kind as care_group, route, benefit_day, settled_at, i as encounter,
  visit_begin, visit_end, care_kind = 'inpatient' and kind <> 'first' as counts_admission, institution_code, policy_id, benefit_year, term,
  null::varchar as cannot, chronic_disease as disease_code, aid_class, civil_servant, true as history_known,
  yuan(total) as total_cost, yuan(0) as full_self_pay, yuan(0) as over_limit,
  yuan(half_up(payable, extra_ratio)) as first_pay, yuan(payable - half_up(payable, extra_ratio)) as in_scope,
  coalesce(deductible_due, 0)::decimal(16, 2) as deductible_paid, coalesce(basic_due, 0)::decimal(16, 2) as basic_fund,
  coalesce(serious_due, 0)::decimal(16, 2) as serious_illness_fund, coalesce(large_due, 0)::decimal(16, 2) as large_amount_fund,
  coalesce(civil_due, 0)::decimal(16, 2) as civil_servant_fund, coalesce(aid_due, 0)::decimal(16, 2) as medical_aid_fund, yuan(0) as other_funds, yuan(0) as hospital_share, yuan(0) as fund_total, yuan(0) as personal_share,
  null::decimal(16, 2) as remaining_limit, null::decimal(16, 2) as deductible_standard,
  as_of as opening_as_of, admissions as opening_admissions, yuan(opened_in_scope) as opening_in_scope, yuan(opened_deductible) as opening_deductible,
  yuan(opened_fund) as opening_basic, yuan(0) as opening_serious, yuan(0) as opening_large, yuan(0) as opening_civil, yuan(0) as opening_aid
from scoped left join known on known.claim_id = claim;
