-- trace_code: codes of packs handed out, as the insured side has them.
select
  insured_area as insu_admdvs,
  institution_code as fixmedins_code,
  insured_area || encounter_serial as mdtrt_id,
  line_no as bkkp_sn,
  trace_code.trace_code as drug_trac_codg,
  item_code as med_list_codg,
  quantity as cnt,
  flag(split_pack) as trdn_flag,
  flag(returned) as returned,
  scanned_at,
  scanned_at as updt_time,
  scale as jh_generated_scale
from trace_code
join encounter using (i)
join person using (person)
join (select i, min(encounter_serial) as encounter_serial from settlement where kind in ('whole', 'first', 'last') group by i) as numbered using (i)
