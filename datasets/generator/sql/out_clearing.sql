-- clearing: by pair of areas, month, scheme and type. The month after next is cleared and paid; the last months are still on their way.
with
summed as (
  select insured_area, care_area, period, scheme, clearing_type, sum(settlements)::integer as settlements, sum(fund)::bigint as fund, any_value(scale) as scale
  from clearing_part group by all
),
drawn as (
  select *, hash(insured_area, care_area, period, scheme, clearing_type) >> 2 as draw, (period || '-01')::date as month, greatest(settlements, 0) as counted from summed
),
judged as (
  select
    *,
    case when u(draw, 'deducted') < 0.03 and fund > 0 then fund // 200 else 0 end as deducted,
    date_diff('month', month, getvariable('last_day')::date) as behind
  from drawn
)
select
  insured_area as insu_admdvs,
  care_area as fix_blng_admdvs,
  period,
  scheme as insutype,
  clearing_type as clr_type,
  case behind when 0 then '10' when 1 then '40' else '60' end as clr_stas,
  counted as settlements,
  yuan(fund) as declared,
  yuan(case when behind > 0 then deducted else 0 end) as deducted,
  case when deducted > 0 and behind > 0 then '10' end as det_type,
  yuan(case when behind > 0 then fund - deducted end) as payable,
  yuan(case when behind > 1 then fund - deducted end) as paid,
  yuan(fund // 2 + 100000) as prepayment,
  case when behind > 1 then (month + interval 2 month + to_days((5 + 20 * u(draw, 'paid'))::integer))::date end as paid_at,
  (month + interval 1 month)::timestamp as updt_time,
  scale as jh_generated_scale
from judged
