-- line: current lines with their claim. Text in sixty million rows is dear to write and cheap to join: what rules ask of the claim is kept once
-- per owner of lines (line_link) and joined here. One key is hashed and the others compared afterwards, which makes the join a third cheaper.
-- generic_code: the part of a drug code that names the substance (`domain.md` §7, XR-07): of Western drugs 9 characters, of Chinese ones 10.
select *,
  coalesce(charged_at::date, visit_end, settled_at::date) as day,
  case left(item_code, 1) when 'X' then left(item_code, 9) when 'Z' then left(item_code, 10) when 'T' then left(item_code, 10) else item_code end
    as generic_code,
  case when reported_by = 'care' then 'care' else 'insured' end as side
from (
  select
    link.claim_id, link.visit_id, link.person_id, link.person_state, link.sex, link.age, link.person_type, link.insured_area,
    link.insured_province, link.care_area, link.care_province, link.care_scope, link.route, link.care_type, link.care_group, link.scheme,
    link.tier, link.institution_code, link.filing_class, link.main_diagnosis, link.disease, link.emergency, link.visit_begin,
    link.visit_end, link.settled_at, link.month, link.benefit_year,
    fee.encounter_id, coalesce(fee.reported_by, 'unknown') as reported_by,
    fee.line_no, fee.reversed_line_no, fee.prescription_no, fee.charge_batch, fee.charged_at, fee.item_code, fee.hospital_item_code,
    fee.list_type, fee.charge_class, fee.quantity, fee.price, fee.amount, fee.price_limit, fee.first_pay_ratio, fee.full_self_pay,
    fee.over_limit, fee.first_pay, fee.in_scope, fee.item_class, fee.restricted, fee.hospital_approved, fee.special_item,
    fee.negotiated_drug, fee.ordering_department_code, fee.ordering_department, fee.ordering_doctor_code, fee.performing_department_code,
    fee.performing_doctor_code, fee.single_dose, fee.frequency, fee.days_supply, fee.chinese_medicine_use, fee.take_home,
    fee.external_check, fee.external_institution, fee.outside_prescription, fee.operation_code, fee.created_at, fee.updated_at
  from fee_line as fee join line_link as link on fee.settlement_id = link.owner_settlement
    and coalesce(fee.insured_area = link.owner_area and fee.institution_code = link.owner_institution
      and coalesce(fee.reported_by, 'unknown') = link.reporter, false)
  where link.used and fee.batch_to is null and fee.valid is distinct from '0'
  union all
  select
    link.claim_id, link.visit_id, link.person_id, link.person_state, link.sex, link.age, link.person_type, link.insured_area,
    link.insured_province, link.care_area, link.care_province, link.care_scope, link.route, link.care_type, link.care_group, link.scheme,
    link.tier, link.institution_code, link.filing_class, link.main_diagnosis, link.disease, link.emergency, link.visit_begin,
    link.visit_end, link.settled_at, link.month, link.benefit_year,
    fee.encounter_id, coalesce(fee.reported_by, 'unknown') as reported_by,
    fee.line_no, fee.reversed_line_no, fee.prescription_no, fee.charge_batch, fee.charged_at, fee.item_code, fee.hospital_item_code,
    fee.list_type, fee.charge_class, fee.quantity, fee.price, fee.amount, fee.price_limit, fee.first_pay_ratio, fee.full_self_pay,
    fee.over_limit, fee.first_pay, fee.in_scope, fee.item_class, fee.restricted, fee.hospital_approved, fee.special_item,
    fee.negotiated_drug, fee.ordering_department_code, fee.ordering_department, fee.ordering_doctor_code, fee.performing_department_code,
    fee.performing_doctor_code, fee.single_dose, fee.frequency, fee.days_supply, fee.chinese_medicine_use, fee.take_home,
    fee.external_check, fee.external_institution, fee.outside_prescription, fee.operation_code, fee.created_at, fee.updated_at
  from fee_line as fee join line_link as link on fee.encounter_id = link.owner_encounter
    and coalesce(fee.insured_area = link.owner_area and fee.institution_code = link.owner_institution
      and coalesce(fee.reported_by, 'unknown') = link.reporter, false)
  where fee.settlement_id is null and link.owner_settlement is null and link.used and fee.batch_to is null and fee.valid is distinct from '0'
)
