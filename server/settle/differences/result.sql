-- The answer for each claim, as the README of this folder names it.
select
  settled.claim_id, claim.settlement_id, claim.insured_area, claim.insured_province, claim.insured_city, claim.care_area, claim.care_province,
  claim.care_city, claim.care_scope, claim.person_id, claim.institution_code, claim.route, claim.care_group, claim.scheme, claim.month, claim.settled_at,
  settled.benefit_year, settled.policy_id, settled.term, settled.person_group, settled.aid_class, settled.tier, settled.filing, settled.cannot, judged,
  claim.total_cost, claim.fund_total, s1, settled.lines, lines_unlisted,
  full_self_pay_due, over_limit_due, extra_first_pay, first_pay_due, in_scope_due, admission_no, deductible_standard_due,
  deductible_low, deductible_high, deductible_due, span_low as segment_low, calculated, cap_left, over_cap, basic_low, basic_high, basic_due,
  serious_low, serious_high, serious_due, large_low, large_high, large_due, civil_low, civil_high, civil_due, aid_low, aid_high, aid_due,
  fund_due, personal_due,
  difference_class,
  case when difference_class in ('RS-ID', 'RS-POL') or difference_class is null then null when apart > 1 then 'material' when apart > 0.05 then 'minor' else 'rounding' end
    as materiality,
  case when settled.cannot is null and broken is null then fund_difference end::decimal(16, 2) as fund_difference,
  case when settled.cannot is null and broken is null then apart end::decimal(16, 2) as largest_difference,
  broken as broken_identity,
  case difference_class when 'RS-ID' then 'record' when 'RS-POL' then 'policy_data' when 'RS-LINE' then 'institution' when 'RS-LMT' then 'institution'
    else case when difference_class is not null then 'insured_agency' end end as responsible,
  explaining, coalesce(explanations, []) as explanations,
  coalesce(clean_fund, fund_due)::decimal(16, 2) as clean_fund_due, coalesce(clean_personal, personal_due)::decimal(16, 2) as clean_personal_due,
  false as policy_defect,
  claim.generated_scale
from on_record as settled
join (select row_no, difference_class, judged, fund_difference, broken, apart from compared) as compared using (row_no)
join claim using (claim_id)
left join explanation on explanation.row_no = settled.row_no
left join (select claim_id, fund_due as clean_fund, personal_due as clean_personal from in_clean_year) as clean on clean.claim_id = settled.claim_id
