-- Kept records of settlement lists beside what rules ask of their claim.
select
  kept.claim_id, claim.visit_id, claim.encounter_key, claim.person_id, claim.person_state, claim.sex, claim.age, claim.age_days, claim.person_type,
  claim.insured_area, claim.insured_province, claim.care_area, claim.care_province, claim.care_scope, claim.institution_code, claim.tier,
  claim.route, claim.care_type, claim.care_group, claim.scheme, claim.main_diagnosis, claim.disease, claim.emergency, claim.visit_begin,
  claim.visit_end, claim.days, claim.total_cost, claim.fund_total, claim.settled_at, claim.month, claim.benefit_year,
  kept.* exclude (claim_id, visit_id)
from /*kept*/ as kept join claim using (claim_id)
