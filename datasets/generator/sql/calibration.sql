-- What supervisors would count in the files: encounters net of reversals, insured side, by population and month of the last settlement.
-- Reads the view setl_d only, so that it says nothing the files do not say.
with
reversed as (
  select init_setl_id as setl_id, insu_admdvs, out_flag from setl_d where init_setl_id is not null
),
counted as (
  select setl_d.*
  from setl_d anti join reversed using (setl_id, insu_admdvs, out_flag)
  where refd_setl_flag = '0' and vali_flag = '1' and out_flag <> '2'
),
encounter as (
  select
    insu_admdvs, mdtrt_id,
    case
      when any_value(pay_loc) = '1' then 'manual'
      when any_value(pay_loc) = '2' then 'local'
      when any_value(pay_loc) = '3' then 'within_province'
      when any_value(med_type) = '14' then 'chronic'
      when any_value(med_type) like '1%' then 'outpatient'
      else 'inpatient'
    end as population,
    strftime(max(setl_time), '%Y-%m') as month,
    sum(medfee_sumamt) as total,
    sum(fund_pay_sumamt) as fund
  from counted
  group by insu_admdvs, mdtrt_id
)
select population, month, count(*)::varchar as visits, (sum(total) * 100)::bigint::varchar as total, (sum(fund) * 100)::bigint::varchar as fund
from encounter group by all order by all
