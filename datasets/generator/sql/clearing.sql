-- What this slice adds to the clearing between areas.
insert into clearing_part
select
  insured_area, encounter.care_area, strftime(settled_at, '%Y-%m') as period, scheme,
  case care_kind when 'inpatient' then '21' when 'pharmacy' then '41' else '11' end as clearing_type,
  sum(case when kind like '%reversal' then -1 else 1 end)::bigint as settlements, sum(fund)::bigint as fund, any_value(encounter.scale) as scale
from settlement join encounter using (i) join person using (person)
where scope = 'cross_province' and route = 'direct' and kind not like '%flagged' and kind <> 'supplement'
group by all;
