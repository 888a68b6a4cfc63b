-- fee_list_d: lines as the insured side has them; the care side repeats those of one in twenty.
with
sided as (
  select
    settlement.serial, settlement.encounter_serial, settlement.settled_at, care_type, institution_code, institution_name, insured_area, person_no, scale, disease_code,
    place_of_payment(route, scope) as payment_place, side, side_area(side, insured_area, care_area) as side_area,
    side_area(side, insured_area, care_area) || case side when '2' then '7' else '' end as prefix
  from settlement join reported_encounter using (i)
  where side <> '2' or u(i, 'lines copied') < 0.05
)
select
  line_no as bkkp_sn,
  prefix || encounter_serial as mdtrt_id,
  prefix || serial as setl_id,
  person_no as psn_no,
  insured_area as insu_admdvs,
  institution_code as fixmedins_code,
  institution_name as fixmedins_name,
  payment_place as pay_loc,
  care_type as med_type,
  serial as chrg_bchno,
  'R' || serial as rx_drord_no,
  charged_at as fee_ocur_time,
  line.item_code as med_list_codg,
  item_name as hilist_name,
  right(institution_code, 5) || '-' || left(line.item_code, 9) as medins_list_codg,
  item_name as medins_list_name,
  list_type,
  charge_class as med_chrgitm_type,
  specification as spec,
  quantity as cnt,
  line.price as pric,
  yuan(amount) as det_item_fee_sumamt,
  line.price_limit as pric_uplmt_amt,
  line.first_pay_ratio as selfpay_prop,
  yuan(full_self_pay) as fulamt_ownpay_amt,
  yuan(over_limit) as overlmt_amt,
  yuan(first_pay) as preselfpay_amt,
  yuan(line.in_scope) as inscp_amt,
  line.item_class as chrgitm_lv,
  flag(approved is not null) as lmt_used_flag,
  approved as hosp_appr_flag,
  flag(special_drug) as list_sp_item_flag,
  'K' || right(doctor_code, 2) as bilg_dept_codg,
  department as bilg_dept_name,
  doctor_code as bilg_dr_code,
  name_of(hash(doctor_code) // 7) as bilg_dr_name,
  days_supply as prd_days,
  flag(take_home) as dscg_tkdrug_flag,
  flag(outside_prescription) as rx_circ_flag,
  '1' as vali_flag,
  side_area as poolarea_no,
  settled_at as crte_time,
  settled_at as updt_time,
  scale as jh_generated_scale
from line
join sided using (serial)
join item_named as item using (item_code)
