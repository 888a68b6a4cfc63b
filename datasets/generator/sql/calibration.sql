-- What supervisors would count in the files: encounters net of reversals, insured side, by population. A visit stands in the month of its last
-- settlement, money in the month of each. Reads the view setl_d only, so that it says nothing the files do not say.
with
reversed as (
  select init_setl_id as setl_id, insu_admdvs from setl_d where init_setl_id is not null
),
counted as (
  select setl_d.*, strftime(setl_time, '%Y-%m') as month
  from setl_d anti join reversed using (setl_id, insu_admdvs)
  where setl_type <> '3' and refd_setl_flag = '0' and vali_flag = '1' and coalesce(out_flag, '1') <> '2' and poolarea_no = insu_admdvs
),
grouped as (
  select
    insu_admdvs, mdtrt_id, month,
    case pay_loc when '1' then 'manual' when '2' then 'local' when '3' then 'within_province' else 'cross_province' end as place,
    case when med_type = '41' then 'pharmacy' when med_type = '14' then 'chronic' when med_type like '1%' then 'outpatient' else 'inpatient' end as care,
    mid_setl_flag = '0' as last,
    medfee_sumamt as total, fund_pay_sumamt as fund
  from counted
)
select
  case
    when place = 'cross_province' then care
    when place = 'manual' or care = 'inpatient' then place
    else place || '_' || care
  end as population,
  month,
  count(distinct (insu_admdvs, mdtrt_id)) filter (last)::varchar as visits,
  (sum(total) * 100)::bigint::varchar as total, (sum(fund) * 100)::bigint::varchar as fund
from grouped group by all order by all
