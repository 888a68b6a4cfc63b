-- Current lines with what rules ask of the claim.
select
  link.claim_id, link.visit_id, link.person_id, link.person_state, link.sex, link.age, link.age_days, link.person_type, link.insured_area,
  link.insured_province, link.care_area, link.care_province, link.care_scope, link.route, link.care_type, link.care_group, link.scheme,
  link.tier, link.institution_code, link.filing_class, link.main_diagnosis, link.disease, link.emergency, link.visit_begin, link.visit_end,
  link.settled_at, link.month, link.benefit_year, link.reporter, link.names as paired_by,
  fee.encounter_id, fee.line_no, fee.reversed_line_no, fee.prescription_no,
  coalesce(fee.prescription_no, 'day ' || coalesce(fee.charged_at::date, link.visit_end, link.settled_at::date)) as prescription, fee.charge_batch, fee.charged_at,
  coalesce(fee.charged_at::date, link.visit_end, link.settled_at::date) as day,
  fee.item_code, /*generic*/ as generic_code, fee.hospital_item_code, fee.list_type, fee.charge_class, fee.quantity, fee.price, fee.amount,
  fee.price_limit, fee.first_pay_ratio, fee.full_self_pay, fee.over_limit, fee.first_pay, fee.in_scope, fee.item_class, fee.restricted,
  fee.hospital_approved, fee.special_item, fee.negotiated_drug, fee.ordering_department_code, fee.ordering_department,
  fee.ordering_doctor_code, fee.performing_department_code, fee.performing_doctor_code, fee.single_dose, fee.frequency, fee.days_supply,
  fee.chinese_medicine_use, fee.take_home, fee.external_check, fee.external_institution, fee.outside_prescription, fee.operation_code,
  fee.created_at, fee.updated_at
from /*fees*/ as fee join /*links*/ as link on link.named = /*named*/
where /*owned*/ and link.used and fee.batch_to is null and fee.valid is distinct from '0'
