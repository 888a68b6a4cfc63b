-- S0. Claims to be settled again, with the policy version of the day, the term they are paid by, the opening balance before them; or the reason why they
-- cannot be judged. One row per claim that is paid directly or by hand; supplementary ones amend another. /*part*/: which claims.
with
dated as (
  -- A pharmacy has no level: it is paid as a community institution.
  select claim.* replace (case when care_group = 'pharmacy' and tier = 'unknown' then '0' else tier end as tier),
    (case care_group when 'inpatient' then coalesce(visit_end, settled_at::date) else settled_at::date end) as benefit_day
  from claim where route in ('direct', 'manual') /*part*/
),
under_policy as (
  select dated.* exclude (benefit_year), place.policy_id, version.pharmacy, version.returning_home, version.emergency as emergency_rule,
    version.cross_year_stay, version.benefit_year as year_begins,
    benefit_year_of(benefit_day, version.benefit_year) as benefit_year,
    benefit_year_of(visit_begin, version.benefit_year) as admission_year
  from dated
  left join policy_place as place on place.area = dated.insured_city and place.scheme = dated.scheme
    and benefit_day between place.valid_from and coalesce(place.valid_to, date '9999-12-31')
  left join policy_version as version on version.policy_id = place.policy_id
),
grouped as (
  select under_policy.*, person_group.person_group, coalesce(aid.person_group, '') as aid_class,
    care_group = 'pharmacy' and pharmacy = 'account' as by_account,
    case
      when care_scope in ('local', 'within_province') and returning_home = 'as_referred' and long_term.claim_id is not null then 'RETURN'
      when care_scope in ('local', 'within_province') then 'HOME'
      when filing_class = 'TMP_EMERG' and filing_id is null and emergency_rule = 'as_unfiled' then 'NONE'
      else filing_class
    end as filing
  from under_policy
  left join person_group on person_group.code = under_policy.person_type
  left join aid_group as aid on aid.code = under_policy.special_person_type
  left join long_term_elsewhere as long_term using (claim_id)
),
judged as (
  select *,
    case
      when scheme not in ('310', '390') then 'scheme'
      when care_group not in ('inpatient', 'outpatient', 'chronic', 'pharmacy') then 'care_type'
      when person_state in ('quarantined', 'unknown') then 'person'
      when total_cost is null or in_scope is null or basic_fund is null or fund_total is null then 'not_supplied'
      when total_cost <= 0 or in_scope < 0 or in_scope > total_cost then 'amount'
      when policy_id is null then 'policy'
      when cross_year_stay = 'split' and care_group = 'inpatient' and admission_year <> benefit_year then 'cross_year'
      when by_account then null
      when person_group is null then 'person_group'
      when tier not in ('0', '1', '2', '3') then 'tier'
      when filing = 'unknown' then 'filing'
    end as hindrance
  from grouped
),
-- What a term is found by; nothing where there is a hindrance, so that the join stays one of equal keys.
keyed as (
  select *,
    case when hindrance is null then policy_id end as term_policy,
    case care_group when 'chronic' then coalesce(disease_code, '') else '' end as term_disease,
    case when by_account then '' else person_group end as term_group, case when by_account then '' else tier end as term_tier,
    case when by_account then '' else filing end as term_filing
  from judged
),
termed as (
  select keyed.*, term_of.term, term_of.flaw
  from keyed
  left join policy_term as term_of on term_of.policy_id = term_policy and term_of.care_group = keyed.care_group and term_of.disease = term_disease
    and term_of.person_group = term_group and term_of.tier = term_tier and term_of.filing = term_filing
)
select
  termed.claim_id,
  -- Persons who cannot be told apart have no history in common.
  case when hindrance = 'person' then md5(termed.claim_id)::uuid else termed.person_id end as person_id,
  insured_province, insured_city, care_province, scheme, care_group, route, benefit_day, settled_at, visit_id as encounter, visit_begin, visit_end, counts_admission,
  institution_code, tier, person_group, filing, policy_id, coalesce(termed.benefit_year, year(benefit_day)::varchar) as benefit_year,
  case when flaw is null then term end as term,
  coalesce(hindrance, case when term is null and care_group = 'chronic' then 'chronic_disease' when term is null then 'policy_gap' when flaw is not null then 'policy_gap' end)
    as cannot,
  disease_code, aid_class, civil_servant = '1' as civil_servant,
  -- Known from the first day of the benefit year, or from the day after a balance that stands for what was before.
  coalesce(complete_from <= greatest((termed.benefit_year || '-' || year_begins)::date,
    case when care_group in ('inpatient', 'chronic') then opening_as_of + 1 end), false) as history_known,
  total_cost, coalesce(full_self_pay, 0)::decimal(16, 2) as full_self_pay, coalesce(over_limit, 0)::decimal(16, 2) as over_limit,
  coalesce(first_pay, 0)::decimal(16, 2) as first_pay, in_scope, deductible_paid, basic_fund,
  coalesce(serious_illness_fund, 0)::decimal(16, 2) as serious_illness_fund, coalesce(large_amount_fund, 0)::decimal(16, 2) as large_amount_fund,
  coalesce(civil_servant_fund, 0)::decimal(16, 2) as civil_servant_fund, coalesce(medical_aid_fund, 0)::decimal(16, 2) as medical_aid_fund,
  (coalesce(enterprise_fund, 0) + coalesce(disability_fund, 0) + coalesce(other_fund, 0))::decimal(16, 2) as other_funds,
  coalesce(hospital_share, 0)::decimal(16, 2) as hospital_share, fund_total, personal_share,
  stated.remaining_limit, deductible_standard,
  opening.* exclude (claim_id)
from termed
left join stated_limit as stated using (claim_id)
left join declared_history as known using (claim_id)
left join opening_balance as opening using (claim_id)
