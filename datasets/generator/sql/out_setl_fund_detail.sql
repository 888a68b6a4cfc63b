-- setl_fund_detail: what each fund paid, as the insured side has it; some areas list the personal account too.
with
paid as (
  select
    kind, serial, encounter_serial, settled_at, in_scope, remaining_limit, deductible_paid, ratio, bands, basic_fund, civil_servant_fund, serious_illness_fund, large_amount_fund,
    medical_aid_fund, fund, case when hash(insured_area) % 4 = 0 then account_paid else 0 end as account_paid, insured_area, person_no, scheme, scale
  from settlement join encounter using (i) join person using (person) left join (select term, bands from policy_term) as policy_term using (term)
),
listed as (
  select *, unnest([
    {'type': case scheme when '310' then '310100' else '390100' end, 'name': case scheme when '310' then '职工基本医疗保险统筹基金' else '城乡居民基本医疗保险基金' end, 'amount': basic_fund, 'shown': fund <> 0 and kind <> 'supplement'},
    {'type': '330100', 'name': '大额医疗费用补助基金', 'amount': large_amount_fund, 'shown': large_amount_fund <> 0},
    {'type': '390200', 'name': '城乡居民大病医疗保险资金', 'amount': serious_illness_fund, 'shown': serious_illness_fund <> 0},
    {'type': '320100', 'name': '公务员医疗补助基金', 'amount': civil_servant_fund, 'shown': civil_servant_fund <> 0},
    {'type': '370100', 'name': '企业补充医疗保险基金', 'amount': fund, 'shown': kind = 'supplement'},
    {'type': '610100', 'name': '医疗救助基金', 'amount': medical_aid_fund, 'shown': medical_aid_fund <> 0},
    {'type': '310200', 'name': '职工基本医疗保险个人账户', 'amount': account_paid, 'shown': account_paid <> 0 and fund <> 0}
  ]) as share
  from paid
)
select
  insured_area as insu_admdvs,
  insured_area || serial as setl_id,
  insured_area || encounter_serial as mdtrt_id,
  person_no as psn_no,
  share.type as fund_pay_type,
  share.name as fund_pay_type_name,
  yuan(in_scope) as inscp_amt,
  case when share.type in ('310100', '390100') then yuan(remaining_limit) end as crt_payb_lmt_amt,
  yuan(share.amount) as fund_payamt,
  case
    when share.type not in ('310100', '390100') then null
    when ratio is not null then '（' || yuan(in_scope) || ' - ' || yuan(deductible_paid) || '）× ' || (ratio * 0.0001::decimal(5, 4))::decimal(5, 4)
    -- What of it lies in each band.
    else list_aggregate(
      [
        yuan(least(abs(in_scope), fen(band.high)) - greatest(abs(deductible_paid), fen(band.low))) || ' × ' || band.ratio::decimal(5, 4)
        for band in bands if least(abs(in_scope), fen(band.high)) > greatest(abs(deductible_paid), fen(band.low))
      ], 'string_agg', ' + ')
  end as setl_proc_info,
  '1' as vali_flag,
  insured_area as poolarea_no,
  settled_at as updt_time,
  scale as jh_generated_scale
from listed where share.shown
