-- out_appy_d: filings.
select
  filing_no as trt_dcla_detl_sn,
  insured_area as insu_admdvs,
  scheme as insutype,
  case when u(person * 8 + term % 8, 'channel') < 0.35 then '2' else '1' end as dcla_souc,
  person_no as psn_no,
  '示例' || substr('甲乙丙丁戊己庚辛壬癸', 1 + (person % 10)::integer, 1) as psn_name,
  '01' as psn_cert_type,
  certificate_no as certno,
  sex as gend,
  birth_date as brdy,
  place as rloc_admdvs,
  reason as rloc_rea,
  begin_date as begndate,
  end_date as enddate,
  memo as memo,
  '1' as vali_flag,
  created_at as crte_time,
  created_at as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from filing
